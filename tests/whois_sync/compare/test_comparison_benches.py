"""The benches of the comparison measure and count what they say."""

import json
from collections import Counter
from pathlib import Path

import pytest

from bench.comparing import another, as_it_is, case, measured, median_of, respelled, respelled_badly
from bench.respelling import (
    WAYS,
    in_question_marks,
    swapped_words,
    taken_for_latin,
    with_form,
    without_accents,
)
from bench.spellings import Count, answers, drifts_of, held_of, ours_of
from portfolio.contacts import ContactRole
from portfolio.observation import SeenContact, Source
from tests.portfolio.samples import a_contact
from tests.whois_sync.lookup.samples import ICANN
from tests.whois_sync.pieces import REGISTRANT, a_seen, with_contact
from whois_sync.compare import compare


def test_each_spelling_that_is_measured_is_what_it_is_called() -> None:
    for spelling, drifts in ((as_it_is, 0), (respelled, 0), (respelled_badly, 0), (another, 30)):
        rows = compare(*case(7, spelling))
        assert sum(row.drifts for row in rows) == drifts
        whys = {row.why for row in rows if row.path.startswith("admin.")}
        assert (whys == {""}) is (spelling is as_it_is)


def test_every_case_has_a_figure_and_the_usual_ones_a_bound() -> None:
    figures = list(measured(names=2))
    assert [figure.bound for figure in figures] == [0.3, 0.3, None, None]
    assert all(figure.value > 0 for figure in figures)
    assert median_of([case(1, as_it_is)]) > 0


def test_an_answer_is_counted_in_every_way_and_does_not_drift() -> None:
    count = Count()
    count.add(a_seen(Source.RDAP, registrar="Example Registrar Inc."))
    assert count.answers == 1
    assert set(count.compared) == set(WAYS)
    assert count.changed["as it is"] == 0
    assert count.changed["capital letters"] == 1
    assert not count.drifting


def test_an_answer_that_was_changed_would_be_counted() -> None:
    seen = a_seen(Source.RDAP)
    ours = {role: ours_of(shown, Counter())[0] for role, shown in seen.roles.items()}
    changed = with_contact(seen, REGISTRANT, name="Somebody Else")
    compared, paths = drifts_of(held_of(seen), ours, None, changed)
    assert compared > 0
    assert paths == ["registrant.name"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("phone", "call us"), ("state", "Nowhere"), ("country", "Nowhere"), ("email", "office")],
)
def test_what_our_contact_cannot_hold_is_left_out_and_counted(field: str, value: str) -> None:
    skipped: Counter[str] = Counter()
    shown = SeenContact.of(a_contact()).model_copy(update={field: value})
    _, theirs = ours_of(shown, skipped)
    assert getattr(theirs, field) is None
    assert any(what.startswith(field) for what in skipped)


def test_recorded_answers_of_registered_names_are_read(tmp_path: Path) -> None:
    (tmp_path / "whois").mkdir()
    recorded = [
        {"domain": "example.com", "server": "whois.example.net", "text": text} for text in (ICANN, "No match")
    ]
    lines = "\n".join(json.dumps(record) for record in recorded)
    (tmp_path / "whois" / "example.jsonl").write_text(lines, "utf-8")
    assert [seen.name for seen in answers(tmp_path)] == ["example.com"]


def test_words_are_respelled_as_registrars_do() -> None:
    assert without_accents("Marie Côté が") == "Marie Cote が"
    assert taken_for_latin("é") == "Ã©"
    assert in_question_marks("Marie Côté") == "Marie C?t?"
    assert in_question_marks("éé") == "éé"
    assert swapped_words({"Street": "St."}, "Street 1 Streets Street") == "St. 1 Streets St."
    assert with_form("Example Inc.") == "Example Incorporated"
    assert with_form("Example") == "Example"


def test_every_way_leaves_the_roles_as_they_are() -> None:
    seen, ours = a_seen(Source.RDAP), dict.fromkeys(ContactRole, a_contact())
    for respell in WAYS.values():
        assert set(respell(seen, ours).roles) == set(seen.roles)
