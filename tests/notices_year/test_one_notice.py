"""One notice, enumerated: every phase, every kind of answer, every end, a renewal at any step."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from notifications import deliver
from tests.notices_year.memory_mail import MISHAPS, Mishap, Phase
from tests.notices_year.one_notice import FINAL, UNCLEAR, WELL, Case, OneNotice, swept

FEW = (None, Mishap(Phase.GREETING, 421), Mishap(Phase.DOT, keeps=True))


@pytest.fixture(scope="module")
def one() -> Iterator[OneNotice]:
    memory = Path("/dev/shm")
    with TemporaryDirectory(prefix="one-", dir=memory if memory.is_dir() else None) as folder:
        yield OneNotice(Path(folder))


@pytest.mark.parametrize("mishap", WELL, ids=str)
def test_whatever_goes_wrong_in_a_phase_it_goes_once_or_staff_know(
    one: OneNotice, mishap: Mishap | None
) -> None:
    one.plan(Case(mishap))
    assert one.wrongs(Case(mishap)) == []


@pytest.mark.parametrize("mishap", FEW, ids=str)
def test_wherever_the_process_ends_it_goes_once_or_staff_know(one: OneNotice, mishap: Mishap | None) -> None:
    assert swept(one, mishap, renewed=False) == {}
    assert one.reached > len(Phase)


@pytest.mark.parametrize("mishap", FEW[:1], ids=str)
def test_wherever_the_name_is_renewed_it_goes_once_or_is_set_aside(
    one: OneNotice, mishap: Mishap | None
) -> None:
    assert swept(one, mishap, renewed=True) == {}


def test_a_renewal_that_the_registrar_shows_to_the_last_question_stops_the_notice(one: OneNotice) -> None:
    case = Case(renewed_when_asked=True)
    one.plan(case)
    assert one.wrongs(case) == []
    assert one.house.mail.log == []


def test_the_enumeration_sees_a_body_that_leaves_before_sending_is_kept(
    one: OneNotice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver._Sending, "commit", lambda _sending: None)
    found = swept(one, None, renewed=False)
    assert ["taken 2 times"] in found.values()


def test_the_enumeration_is_whole() -> None:
    assert len(set(MISHAPS)) == len(MISHAPS)
    assert {mishap.phase for mishap in MISHAPS} == set(Phase)
    assert set(MISHAPS) > FINAL
    assert set(MISHAPS) > UNCLEAR


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("renewed", [False, True], ids=["cut off", "renewed"])
def test_every_phase_with_every_end_and_every_renewal(one: OneNotice, *, renewed: bool) -> None:
    assert {mishap: found for mishap in WELL if (found := swept(one, mishap, renewed=renewed))} == {}
