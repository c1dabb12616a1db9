"""What is asked for at run time is told with its choices, however they are spelled."""

import pytest

from registrar.attributes import AskedAttribute
from registrar.exchange import Unreadable
from registrar.in_json.asked_fields import AskedFields
from registrar.in_json.reply import read_json


def _asked(field: str) -> AskedAttribute:
    told = read_json(f'{{"fields": {{"X-TYPE": {field}}}}}'.encode()).as_a(AskedFields)
    return told.fields["X-TYPE"].asked("X-TYPE")


@pytest.mark.parametrize(
    "options", ['["EN", "FR"]', '[{"value": "EN", "label": "EN"}, {"value": "FR", "label": "FR"}]']
)
def test_choices_are_objects_or_plain_texts(options: str) -> None:
    assert _asked(f'{{"options": {options}}}').choices == {"EN": "EN", "FR": "FR"}


def test_a_choice_without_a_label_has_an_empty_one() -> None:
    assert _asked('{"options": [{"value": "EN"}, {"value": "FR", "label": null}]}').choices == {
        "EN": "",
        "FR": "",
    }


@pytest.mark.parametrize(
    ("required", "is_wanted"), [("true", True), ('"true"', True), ("false", False), ('"false"', False)]
)
def test_wanted_comes_as_a_word_too(required: str, is_wanted: bool) -> None:
    assert _asked(f'{{"required": {required}}}').required is is_wanted


def test_free_text_has_no_choices_and_nothing_may_be_asked() -> None:
    assert _asked('{"label": "Number", "options": null}') == AskedAttribute(name="X-TYPE", label="Number")
    assert read_json(b"{}").as_a(AskedFields).fields == {}


def test_a_choice_that_is_neither_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        _asked('{"options": [7]}')
