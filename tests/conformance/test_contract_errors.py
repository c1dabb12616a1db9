"""Errors are arranged by what the caller does next, and tell nothing that is nobody's business."""

import traceback

import pytest

from registrar.errors import AccessRefused, RegistrarError, TryAgain
from registrar.support import Capability
from tests.conformance.bench import EXAMPLE, READS, UNKNOWN_NAME, Bench
from tests.conformance.people import personal_values
from tests.conformance.writes import WRITES, Write, every_write

MISHAPS = (
    "lose_answers", "garble", "truncate", "break_off", "answer_oddly", "drop_before", "fail", "throttle",
    "answer_for_other_name",
)  # fmt: skip


@pytest.mark.parametrize("mishap", ["lose_answers", "break_off", "drop_before", "fail", "throttle"])
def test_a_read_that_fails_is_tried_again_and_then_says_so(bench: Bench, mishap: str) -> None:
    bench.given(EXAMPLE)
    getattr(bench, mishap)(to=READS)
    with pytest.raises(TryAgain):
        bench.registrar.info(EXAMPLE.name)
    assert bench.requests == bench.attempts


def test_a_passing_fault_of_a_read_is_not_noticed(bench: Bench) -> None:
    bench.given(EXAMPLE)
    bench.throttle(to=READS, times=1)
    assert bench.registrar.info(EXAMPLE.name).name == EXAMPLE.name


def test_a_read_that_never_left_can_be_tried_again(bench: Bench) -> None:
    bench.given(EXAMPLE)
    bench.never_reachable()
    with pytest.raises(TryAgain):
        bench.registrar.info(EXAMPLE.name)


def test_refused_credentials_stop_the_account_at_the_first_question(bench: Bench) -> None:
    bench.given(EXAMPLE)
    bench.refuse_access()
    with pytest.raises(AccessRefused):
        bench.registrar.info(EXAMPLE.name)
    with pytest.raises(AccessRefused):
        list(bench.registrar.holdings())
    assert bench.requests == 2


@every_write
def test_refused_credentials_change_nothing(bench: Bench, write: Write) -> None:
    write.prepare(bench)
    bench.refuse_access()
    with pytest.raises(AccessRefused):
        write.send(bench)
    assert bench.paid == ()
    assert not write.is_done(bench)


def test_an_error_says_who_what_and_which(bench: Bench) -> None:
    with pytest.raises(RegistrarError) as caught:
        bench.registrar.info(UNKNOWN_NAME)
    assert caught.value.registrar == bench.registrar.slug
    assert caught.value.operation
    assert caught.value.name == UNKNOWN_NAME
    assert str(caught.value).startswith(f"{bench.registrar.slug}: ")


@every_write
@pytest.mark.parametrize("mishap", MISHAPS)
def test_no_secret_and_no_person_stands_in_an_error_or_a_log(
    bench: Bench, write: Write, mishap: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    write.prepare(bench)
    getattr(bench, mishap)(to=write.capability)
    _nothing_private_in(bench, caplog, _error_of(bench, write))


@pytest.mark.parametrize("mishap", MISHAPS)
def test_no_secret_stands_in_an_error_of_a_read(
    bench: Bench, mishap: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    bench.given(EXAMPLE)
    getattr(bench, mishap)(to=READS)
    told = ""
    try:
        bench.registrar.info(EXAMPLE.name)
    except RegistrarError as err:
        told = _everything_about(err)
    _nothing_private_in(bench, caplog, told)


@every_write
def test_no_secret_and_no_person_stands_in_a_refusal(
    bench: Bench, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    write.prepare(bench)
    bench.refuse_access()
    _nothing_private_in(bench, caplog, _error_of(bench, write))


@pytest.mark.needs(Capability.REGISTER)
def test_no_person_stands_in_the_refusal_of_an_order(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    [write] = [write for write in WRITES if write.capability is Capability.REGISTER]
    bench.take_all_money()
    _nothing_private_in(bench, caplog, _error_of(bench, write))


def test_the_registrar_itself_shows_no_secret(bench: Bench) -> None:
    shown = repr(bench.registrar) + repr(vars(bench.registrar))
    assert not [secret for secret in bench.secrets if secret in shown]


def _error_of(bench: Bench, write: Write) -> str:
    try:
        write.send(bench)
    except RegistrarError as err:
        return _everything_about(err)
    return ""


def _everything_about(err: RegistrarError) -> str:
    """The error and all that it chains, as text, as repr, and by its parts."""
    return "".join([*traceback.format_exception(err), repr(err), repr(vars(err))])


def _nothing_private_in(bench: Bench, caplog: pytest.LogCaptureFixture, told: str) -> None:
    logged = caplog.text + "".join(str(vars(record)) for record in caplog.records)
    private = [*bench.secrets, *personal_values()]
    assert not [value for value in private if value in told or value in logged]
