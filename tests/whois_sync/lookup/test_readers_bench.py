"""The benchmark of the readers measures what it says that it does."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bench import readers
from bench.readers import (
    IN_A_ROW,
    MOST_DOUBLED,
    TURNS,
    by_turns,
    measured,
    of_answers,
    of_texts,
    per_doubling,
    recorded_answers,
    recorded_texts,
    written_answers,
    written_texts,
)
from portfolio.observation import Seen
from tests.whois_sync.lookup.rdap_samples import read


def test_both_readers_strike_the_same_moods_of_the_machine() -> None:
    called: list[str] = []
    assert len(by_turns(lambda: called.append("ours"), lambda: called.append("theirs"))) == 2
    assert called == ([*["ours"] * IN_A_ROW, *["theirs"] * IN_A_ROW]) * TURNS


def test_every_text_is_read_by_both_and_the_medians_compared() -> None:
    told = {figure.what: figure for figure in of_texts(written_texts()[:3])}
    ours, worst, theirs, _, ratio = told.values()
    assert ours.what.startswith("3 WHOIS texts")
    assert 0 < ours.value <= worst.value
    assert ratio.value == ours.value / theirs.value


def test_the_time_of_an_answer_has_the_parsing_of_its_json_in_it() -> None:
    ours, worst, parsing, ratio = of_answers(written_answers(), written_texts()[:1])
    assert 0 < parsing.value < ours.value <= worst.value
    assert ratio.value > 0


def test_the_answers_written_for_the_purpose_are_as_long_as_usual_ones() -> None:
    usual = written_answers()[0]
    assert 8_000 < len(usual) < 15_000
    assert isinstance(read(json.loads(usual)), Seen)


@pytest.mark.parametrize(
    ("milliseconds", "means"),
    [
        (lambda length: length / 1_000, 2.0),
        (lambda length: length * length / 1_000_000, 4.0),
        (lambda _length: 1.0, 0.0),
    ],
)
def test_a_reader_is_linear_where_twice_the_text_takes_twice_the_time(
    milliseconds: Callable[[int], float], means: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "_computed", lambda work: work())
    assert per_doubling(lambda length: lambda: milliseconds(length)) == pytest.approx(means)
    assert 2.0 < MOST_DOUBLED < 4.0


def test_without_recorded_answers_written_ones_are_measured_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(readers, "of_length", lambda: iter(()))
    monkeypatch.setattr(readers, "TURNS", 1)
    figures = list(measured(tmp_path))
    assert figures[0].what.startswith(f"{len(written_texts())} WHOIS texts")
    assert "written for the purpose" in capsys.readouterr().err


def test_recorded_answers_are_found_where_they_lie(tmp_path: Path) -> None:
    for folder in ("whois", "rdap/example"):
        (tmp_path / folder).mkdir(parents=True)
    record = {"domain": "example.com", "server": "whois.example.net", "text": "NOT FOUND"}
    (tmp_path / "whois" / "example.jsonl").write_text(json.dumps(record), "utf-8")
    (tmp_path / "rdap" / "example" / "one.json").write_bytes(written_answers()[0])
    (tmp_path / "rdap" / "example" / "bootstrap.json").write_text("{}", "utf-8")
    assert recorded_texts(tmp_path) == [record]
    assert recorded_answers(tmp_path) == [written_answers()[0]]
