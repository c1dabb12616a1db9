"""The oldest message of a queue is told whole, and a queue is believed to be empty when it says so."""

import json
from datetime import UTC, datetime

import pytest

from portfolio.names import DomainName
from registrar.events import RegistrarEvent
from registrar.exchange import Unreadable
from registrar.in_json.events import oldest_in
from registrar.in_json.reply import read_json

MESSAGE = {
    "id": 7, "fireDate": "2026-03-14T12:02:03+01:00", "message": "renewed", "eventType": "domainRenewed",
    "domainName": "EXAMPLE.net",
}  # fmt: skip


def read(told: object) -> RegistrarEvent | None:
    return oldest_in(read_json(json.dumps(told).encode()))


def test_a_message_is_told_with_its_instant_and_its_name() -> None:
    assert read({"count": 2, "notification": MESSAGE}) == RegistrarEvent(
        id="7", kind="domainRenewed", name=DomainName("example.net"), words="renewed",
        at=datetime(2026, 3, 14, 11, 2, 3, tzinfo=UTC),
    )  # fmt: skip


def test_an_empty_queue_has_none() -> None:
    assert read({"count": 0}) is None
    assert read({"count": 0, "notification": None}) is None


@pytest.mark.parametrize(
    "told",
    [
        {"count": 1},
        {"notification": MESSAGE},
        {"count": 1, "notification": MESSAGE | {"domainName": "no name"}},
        {"count": 1, "notification": MESSAGE | {"fireDate": "2026-03-14"}},
    ],
)
def test_what_is_promised_and_not_shown_is_not_understood(told: object) -> None:
    with pytest.raises(Unreadable):
        read(told)


def test_an_address_in_the_words_is_not_told() -> None:
    event = read({"count": 1, "notification": MESSAGE | {"message": "for registrant@example.com"}})
    assert event is not None
    assert "registrant@example.com" not in event.words
