"""The fuzzers of the readers try what they say, and find what they look for."""

import json
import random
import sys
from types import SimpleNamespace

import pytest

from fuzz import atheris_readers, readers
from fuzz.atheris_readers import NOT_HERE, Harness
from portfolio.contacts import ContactRole
from portfolio.observation import Observation, SeenContact
from tests.whois_sync.lookup.rdap_samples import an_answer, seen


def a_harness() -> Harness:
    return Harness(readers, SimpleNamespace(Mutate=lambda data, most: (data + b"!")[:most]))


def test_without_atheris_it_is_said_that_nothing_was_tried(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(atheris_readers, "is_here", lambda: False)
    monkeypatch.setattr(sys, "argv", ["atheris_readers.py"])
    assert atheris_readers.main() == 2
    monkeypatch.setattr(readers, "is_here", lambda: False)
    assert readers.by_atheris(1, 0) == 0
    assert capsys.readouterr().out.splitlines() == [NOT_HERE, NOT_HERE]


def test_json_is_read_as_an_answer_and_anything_else_as_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []
    monkeypatch.setattr(readers, "read_json", lambda value: tried.append(value) or readers.read_text(""))
    a_harness().try_one(b'{"errorCode": 404}')
    a_harness().try_one(b"Domain Name: example.com\xff")
    assert tried == [{"errorCode": 404}]


def test_json_stays_json_when_it_is_spoilt_and_texts_go_to_atheris() -> None:
    whole = json.dumps(readers.answer()).encode()
    spoilt = [a_harness().spoil(whole, 20_000, start) for start in range(40)]
    as_json = [data for data in spoilt if not data.endswith(b"!")]
    assert len(as_json) > 20
    assert sum(json.loads(data) != readers.answer() for data in as_json) > 20
    assert a_harness().spoil(b"NOT FOUND", 20, 1) == b"NOT FOUND!"


def test_a_hidden_field_with_a_value_and_a_placeholder_are_found() -> None:
    for contact in (
        SeenContact(name="One Example", hidden=frozenset({"name"})),
        SeenContact(name="REDACTED FOR PRIVACY"),
    ):
        believed = seen(an_answer()).model_copy(update={"roles": {ContactRole.REGISTRANT: contact}})
        with pytest.raises(AssertionError):
            readers.hold(believed)


def test_a_crash_is_noted_with_its_input() -> None:
    tally = readers.Tally(slow=2.0)

    def fails() -> Observation:
        raise KeyError("lost")

    tally.attempt("rdap", {"made": "up"}, fails)
    assert len(tally.crashes) == 1
    assert "{'made': 'up'}" in tally.crashes[0]


def test_as_many_inputs_are_tried_as_were_asked_for() -> None:
    tally, chance = readers.Tally(slow=2.0), random.Random(0)
    readers.by_mutation(tally, 20, chance)
    readers.by_hypothesis(tally, 4, chance)
    assert (tally.count, tally.crashes) == (24, [])
