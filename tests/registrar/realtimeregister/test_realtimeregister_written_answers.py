"""Whole answers, as they are written down, mean what they should after a change."""

from pathlib import Path
from typing import cast

import pytest

from net.client import Answer, HttpClient
from registrar.adapters.realtimeregister.codes import MANNER, Codec
from registrar.contract import Receipt
from registrar.errors import OutcomeUnknown, PriceRefused, RegistrarError
from registrar.in_json.line import Call, json_line

EXCHANGES = Path(__file__).parent / "exchanges"
COMES = {"success": Receipt, "refused": PriceRefused, "garbled": OutcomeUnknown}


class Says:
    """An HTTP client with one answer."""

    def __init__(self, outcome: str) -> None:
        self.text = (EXCHANGES / "renewDomain" / f"{outcome}.http").read_text("utf-8")

    def send(self, _method: str, url: str, **_rest: object) -> Answer:
        head, _, body = self.text.partition("\n\n")
        return Answer(status=int(head.split("\n")[1].split()[1]), headers={}, body=body.encode(), url=url)


@pytest.mark.parametrize("outcome", sorted(COMES))
def test_a_written_answer_means_what_it_should(outcome: str) -> None:
    http = cast("HttpClient", Says(outcome))
    codec = Codec(endpoint="https://api.yoursrs-ote.com/v2", manner=MANNER, headers=lambda _: {})
    line = json_line(http, codec, registrar="realtimeregister", attempts=1)
    call = Call("renewDomain", "domains/example.net/renew", None, "POST", {}, yes=frozenset({200, 202}))
    try:
        told = line.change(call, lambda reply: Receipt(pending=reply.status == 202))
    except RegistrarError as err:
        told = err
    assert type(told) is COMES[outcome]
