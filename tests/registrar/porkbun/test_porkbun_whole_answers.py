"""Whole answers of Porkbun, as they are written down beside this test."""

from pathlib import Path
from typing import cast

import pytest

from net.client import Answer, HttpClient
from portfolio.order import OrderKind
from registrar.errors import NotFound, ReplyNotUnderstood
from tests.registrar.porkbun.porkbun_edge import NAME, account

EXCHANGES = Path(__file__).parent / "exchanges" / "domain-get"


class WholeAnswer:
    """An HTTP client that gives one written-down answer."""

    def __init__(self, outcome: str) -> None:
        head, _, body = (EXCHANGES / f"{outcome}.http").read_text("utf-8").partition("\n\n")
        self._status, self._body = int(head.splitlines()[1].split()[1]), body.encode()

    def send(self, *_: object, **__: object) -> Answer:
        return Answer(status=self._status, headers={}, body=self._body, url="https://api.porkbun.com/")


@pytest.mark.parametrize(("outcome", "error"), [("refused", NotFound), ("garbled", ReplyNotUnderstood)])
def test_a_refusal_and_a_garbled_answer_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, outcome: str, error: type[Exception]
) -> None:
    registrar, http = account({})
    monkeypatch.setattr(http, "send", cast("HttpClient", WholeAnswer(outcome)).send)
    with pytest.raises(error):
        registrar.set_auto_renew(NAME, on=False)


def test_a_success_is_read_and_no_yes_to_another_question(monkeypatch: pytest.MonkeyPatch) -> None:
    registrar, http = account({})
    monkeypatch.setattr(http, "send", cast("HttpClient", WholeAnswer("success")).send)
    assert not registrar.set_auto_renew(NAME, on=False).pending
    with pytest.raises(ReplyNotUnderstood):
        registrar.quote(NAME, kind=OrderKind.RENEW, years=1)
