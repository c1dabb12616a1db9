"""What is shown fits, is plain, and carries nobody's control characters to the terminal."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.showing import show_fields, show_json, show_rows, shown


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, "–"),
        ("", "–"),
        ([], "–"),
        (frozenset(), "–"),
        ({}, "–"),
        (True, "yes"),
        (date(2027, 3, 1), "2027-03-01"),
        (datetime(2027, 3, 1, 15, 30, tzinfo=UTC), "2027-03-01 15:30 UTC"),
        (["b", "a"], "b, a"),
        (frozenset({"b", "a"}), "a, b"),
        ({"tech": "desk", "admin": "office"}, "tech: desk\nadmin: office"),
        (12, "12"),
    ],
)
def test_each_kind_of_cell_has_one_way_to_be_shown(cell: object, text: str) -> None:
    assert shown(cell) == text


@given(st.text(alphabet=st.characters(categories=["Cc", "Cf", "Lu"])))
def test_no_control_character_reaches_the_terminal(text: str) -> None:
    import unicodedata

    assert not any(unicodedata.category(c) in ("Cc", "Cf") for c in shown(text))


def test_an_escape_sequence_in_an_answer_is_defused_in_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows([{"name": "\x1b[31mred\x1b[0m [bold]x[/bold]"}], columns=("name",), as_json=False, empty="")
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "[bold]x[/bold]" in out


def test_json_has_every_key_and_instants_in_utc(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows([{"a": 1, "at": datetime(2027, 3, 1, tzinfo=UTC)}], columns=("a",), as_json=True, empty="")
    assert json.loads(capsys.readouterr().out) == [{"a": 1, "at": "2027-03-01T00:00:00Z"}]
    show_fields({"x": frozenset({"b", "a"})}, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"x": ["a", "b"]}
    show_json([])
    assert json.loads(capsys.readouterr().out) == []


def test_no_rows_are_said_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    show_rows([], columns=("a",), as_json=False, empty="Nothing here.")
    assert capsys.readouterr().out == "Nothing here.\n"
