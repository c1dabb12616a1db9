"""Every written-down exchange is read, and means what it should."""

from datetime import date, timedelta

import pytest

from portfolio.contacts import ContactRole
from portfolio.names import DomainName, HostName
from registrar.adapters.opensrs.codes import is_documented
from registrar.adapters.opensrs.wire import read
from registrar.errors import (
    OutcomeUnknown,
    RegistrarError,
    TryAgain,
)
from registrar.exchange import Unreadable
from tests.registrar.opensrs.opensrs_player import CHANGES, EXCHANGES, PAID, Player, body_of, playing
from tests.registrar.opensrs.opensrs_samples import NAME, PLANTED
from tests.registrar.opensrs.opensrs_scenes import SCENES

UNDOCUMENTED = {"process_pending/undocumented", "process_pending/undocumented_yes"}


def _written_down() -> list[str]:
    return sorted(
        file.relative_to(EXCHANGES).with_suffix("").as_posix() for file in EXCHANGES.glob("*/*.http")
    )


def _play(exchange: str) -> tuple[object, Player]:
    scene = SCENES[exchange]
    channel, _, outcome = exchange.partition("/")
    with playing() as (player, registrar):
        player.says(**{channel: outcome, **scene.others})
        try:
            return scene.call(registrar), player
        except RegistrarError as err:
            return err, player


def test_every_exchange_has_a_scene() -> None:
    assert _written_down() == sorted(SCENES)


@pytest.mark.parametrize("exchange", sorted(SCENES))
def test_an_exchange_means_what_it_should(exchange: str) -> None:
    comes, player = _play(exchange)
    expected = SCENES[exchange].comes
    if isinstance(expected, type):
        assert (type(comes) is expected) or (comes is expected)
    else:
        assert comes == expected
    assert player.count(PAID) <= 1


@pytest.mark.parametrize("exchange", sorted(SCENES))
def test_an_error_says_who_what_and_which_and_repeats_nothing_personal(
    exchange: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    comes, _ = _play(exchange)
    texts = [caplog.text]
    if isinstance(comes, RegistrarError):
        assert comes.registrar == "opensrs"
        assert comes.name in (NAME, None)
        texts += [str(comes), repr(comes), repr(comes.__cause__), str(vars(comes))]
        assert not comes.detail.endswith(".")
    assert [word for word in PLANTED for text in texts if word.casefold() in text.casefold()] == []


@pytest.mark.parametrize("operation", sorted({exchange.partition("/")[0] for exchange in SCENES} - {"any"}))
def test_every_operation_has_a_success_a_refusal_and_a_garbled_answer(operation: str) -> None:
    bodies = {name: body_of(name) for name in _written_down() if name.startswith(f"{operation}/")}
    assert f"{operation}/garbled" in bodies
    replies = [read(body) for name, body in bodies.items() if not name.endswith("/garbled")]
    assert {reply.is_success for reply in replies} == {True, False}


@pytest.mark.parametrize("exchange", sorted(set(_written_down()) - UNDOCUMENTED))
def test_every_code_in_the_exchanges_is_in_the_table(exchange: str) -> None:
    try:
        reply = read(body_of(exchange))
    except Unreadable:
        assert exchange.endswith("/garbled") or exchange.startswith("any/")
    else:
        assert is_documented(reply.code)


def test_codes_nobody_documents_keep_the_vendors_words() -> None:
    comes, _ = _play("process_pending/undocumented")
    assert isinstance(comes, OutcomeUnknown)
    assert comes.vendor_code == "599"
    assert "A new kind of trouble" in comes.detail


def test_a_server_that_is_too_busy_says_for_how_long() -> None:
    comes, _ = _play("any/too_many")
    assert isinstance(comes, TryAgain)
    assert comes.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize(
    "exchange",
    [name for name in sorted(SCENES) if SCENES[name].comes is OutcomeUnknown and "process_pending/" in name],
)
def test_an_unknown_outcome_of_a_payment_carries_the_orders_number(exchange: str) -> None:
    comes, player = _play(exchange)
    assert isinstance(comes, OutcomeUnknown)
    assert comes.vendor_reference == player.asked("process_pending")[0]["order_id"]
    assert player.count(frozenset(["process_pending_cancel"])) == 0
    assert player.count(CHANGES) == 2


def test_a_registration_is_read_whole() -> None:
    with playing() as (_, registrar):
        told = registrar.info(NAME)
    assert told.name == DomainName("example.ca")
    assert told.registered_at == date(2021, 3, 1)
    assert told.expires_at == date(2028, 3, 1)
    assert told.last_changed_at == date(2026, 7, 1)
    assert told.nameservers == {HostName("ns1.example.net"), HostName("ns2.example.net")}
    assert told.auto_renew is True
    assert set(told.contacts) == {ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH}
    tech = told.contacts[ContactRole.TECH]
    assert (tech.name, tech.organization, tech.state) == (
        "Example Agency Ltd.",
        "Example Agency Ltd.",
        "US-WA",
    )
    assert told.contacts[ContactRole.REGISTRANT].phone == "+1.6135550123x12"


def test_what_a_reply_leaves_out_stays_unsaid() -> None:
    with playing() as (player, registrar):
        player.says(get_all_info="sparse")
        told = registrar.info(NAME)
    assert told.nameservers is None
    assert told.expires_at is None
    assert told.last_changed_at is None
    assert set(told.contacts) == {ContactRole.REGISTRANT}
