"""Whole answers, with their status lines and headers, mean what they should."""

import json
from pathlib import Path

import pytest

from portfolio.names import DomainName
from registrar.contract import Receipt
from registrar.errors import ReplyNotUnderstood, StatusProhibits
from tests.registrar.dnsimple.dnsimple_edge import Edge, at_the_edge
from tests.registrar.dnsimple.test_dnsimple_exchanges import ORDER, PATH, RENEWAL, answers_as_free

EXCHANGES = Path(__file__).parent / "exchanges"
NAME = DomainName("example.com")
PLACES = {
    "get_domain": "GET domains/example.com",
    "renew_domain": f"POST {PATH}/renewals",
    "register_domain": f"POST {PATH}/registrations",
}


def _says(edge: Edge, exchange: str) -> None:
    text = (EXCHANGES / f"{exchange}.http").read_text("utf-8").partition("\n")[2]
    head, _, body = text.partition("\n\n")
    told: object = json.loads(body) if body.startswith("{") else body
    edge.says_whole(PLACES[exchange.partition("/")[0]], told, status=int(head.split(" ")[1]))


def test_a_name_as_it_is_told() -> None:
    with at_the_edge() as (edge, registrar):
        _says(edge, "get_domain/success")
        told = registrar.info(NAME)
    assert (told.auto_renew, told.privacy) == (True, True)


def test_a_web_page_is_not_understood() -> None:
    with at_the_edge() as (edge, registrar):
        _says(edge, "get_domain/garbled")
        with pytest.raises(ReplyNotUnderstood):
            registrar.info(NAME)


def test_a_renewal_that_is_refused_is_not_unknown() -> None:
    with at_the_edge() as (edge, registrar):
        _says(edge, "renew_domain/refused")
        with pytest.raises(StatusProhibits):
            registrar.renew(RENEWAL)


def test_a_registration_that_is_done() -> None:
    with at_the_edge() as (edge, registrar):
        answers_as_free(edge)
        _says(edge, "register_domain/success")
        assert registrar.register(ORDER) == Receipt(reference="55")
