"""Whole answers of Gandi, as they are written down beside this test."""

from pathlib import Path
from typing import cast

import pytest

from net.client import Answer, HttpClient
from portfolio.registration import Status
from registrar.errors import NotFound, ReplyNotUnderstood
from tests.registrar.gandi.gandi_edge import NAME, account

EXCHANGES = Path(__file__).parent / "exchanges" / "GetDomain"


class WholeAnswer:
    """An HTTP client that gives one written-down answer."""

    def __init__(self, outcome: str) -> None:
        head, _, body = (EXCHANGES / f"{outcome}.http").read_text("utf-8").partition("\n\n")
        self._status, self._body = int(head.splitlines()[1].split()[1]), body.encode()

    def send(self, *_: object, **__: object) -> Answer:
        return Answer(status=self._status, headers={}, body=self._body, url="https://api.gandi.net/v5/")


def test_a_success_a_refusal_and_a_garbled_answer_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    registrar, http = account({})
    monkeypatch.setattr(http, "send", cast("HttpClient", WholeAnswer("success")).send)
    assert registrar.info(NAME).statuses == {Status.CLIENT_TRANSFER_PROHIBITED}
    monkeypatch.setattr(http, "send", cast("HttpClient", WholeAnswer("refused")).send)
    with pytest.raises(NotFound):
        registrar.info(NAME)
    monkeypatch.setattr(http, "send", cast("HttpClient", WholeAnswer("garbled")).send)
    with pytest.raises(ReplyNotUnderstood):
        registrar.info(NAME)
