"""Every written-down exchange with Name.com is read, and means what it should."""

import traceback

import pytest

from registrar.errors import RegistrarError
from tests.conformance.people import personal_values
from tests.registrar.namecom.namecom_edge import EXCHANGES, TOKEN, Edge, at_the_edge
from tests.registrar.namecom.namecom_scenes import SCENES, SECRET

PAID = ("create_domain", "renew_domain", "create_transfer")
IN_THE_ANSWERS = ("registrant@example.ca", "+1.5145550111", SECRET)


def _play(exchange: str) -> tuple[object, Edge]:
    scene = SCENES[exchange]
    operation, _, outcome = exchange.partition("/")
    with at_the_edge() as (edge, registrar):
        edge.says(**({} if operation == "any" else {operation: outcome}))
        edge.says(**scene.others)
        try:
            return scene.call(registrar), edge
        except RegistrarError as err:
            return err, edge


def test_every_exchange_has_a_scene() -> None:
    written = [f"{file.parent.name}/{file.stem}" for file in EXCHANGES.glob("*/*.http")]
    assert sorted(written) == sorted(SCENES)


@pytest.mark.parametrize("exchange", sorted(SCENES))
def test_an_exchange_means_what_it_should(exchange: str) -> None:
    comes, edge = _play(exchange)
    expected = SCENES[exchange].comes
    if isinstance(expected, type):
        assert type(comes) is expected
    else:
        assert comes == expected
    assert sum(len(edge.of(operation)) for operation in PAID) <= 1


@pytest.mark.parametrize("exchange", sorted(SCENES))
def test_an_error_says_who_and_what_and_repeats_nothing_personal(
    exchange: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    comes, _ = _play(exchange)
    logged = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    told = ""
    if isinstance(comes, RegistrarError):
        assert comes.registrar == "namecom"
        assert comes.operation or "nothing was" in comes.detail
        told = "".join([*traceback.format_exception(comes), repr(comes), repr(vars(comes))])
    private = [TOKEN, *IN_THE_ANSWERS, *personal_values()]
    assert not [value for value in private if value in told or value in logged]


def test_a_refusal_keeps_the_vendors_words_and_its_status() -> None:
    comes, _ = _play("create_domain/no_money")
    assert isinstance(comes, RegistrarError)
    assert "Insufficient Funds" in comes.detail
    assert (comes.vendor_code, comes.http_status) == ("402", 402)


def test_an_unknown_status_keeps_its_words() -> None:
    comes, _ = _play("create_domain/unknown_status")
    assert "short and stout" in str(comes)


def test_how_long_to_wait_is_told_by_the_answers_own_clock() -> None:
    comes, _ = _play("any/throttled")
    assert isinstance(comes, RegistrarError)
    assert comes.retry_after is not None
    assert comes.retry_after.total_seconds() == 30
