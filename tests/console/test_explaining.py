"""Every error becomes one line; what is not known to be harmless is never called harmless."""

import pytest
from pydantic import ValidationError

from console.explaining import explain
from console.refusals import Exit, Refusal
from net import NoAnswer
from portfolio.contacts import Contact
from portfolio.names import DomainName, NotAName
from records import NotHeld
from registrar import errors
from registrar.errors import OutcomeUnknown, RegistrarError


def _all_kinds(kind: type[RegistrarError]) -> list[type[RegistrarError]]:
    return [kind, *(deeper for below in kind.__subclasses__() for deeper in _all_kinds(below))]


@pytest.mark.parametrize("kind", _all_kinds(RegistrarError), ids=lambda kind: kind.__name__)
def test_only_an_unknown_outcome_may_have_happened(kind: type[RegistrarError]) -> None:
    said = explain(kind("the words", registrar="opensrs", operation="register", name="example.ca"))
    may_have = "may have been" in str(said)
    assert may_have == issubclass(kind, OutcomeUnknown)
    assert (said.code is Exit.UNCLEAR) == may_have
    assert "\n" not in str(said)
    assert "opensrs: register of example.ca: the words" in str(said)


def test_the_error_tree_is_whole() -> None:
    drawn = [line.split("─")[-1].split()[0] for line in (errors.__doc__ or "").splitlines() if "─" in line]
    assert {kind.__name__ for kind in _all_kinds(RegistrarError)} == {*drawn, "RegistrarError"}


def test_a_mistake_of_ours_promises_nothing() -> None:
    said = explain(KeyError("secret value"))
    assert said.code is Exit.UNCLEAR
    assert "not known whether" in str(said)
    assert "secret value" not in str(said)


def test_a_refused_value_is_told_by_its_field_and_never_repeated() -> None:
    with pytest.raises(ValidationError) as refused:
        Contact.model_validate({"family": "Secret-Name\n", "email": "secret"})
    said = str(explain(refused.value))
    assert "email: " in said
    assert "address: " in said
    assert "ecret" not in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "error", [NotAName("no name"), NotHeld("there is no client x"), NoAnswer("no answer from example.net")]
)
def test_harmless_errors_say_that_nothing_happened(error: Exception) -> None:
    said = explain(error)
    assert said.code is Exit.ERROR
    assert "nothing was changed or charged" in str(said)


def test_a_refusal_is_itself() -> None:
    refusal = Refusal("what", next_step="do this")
    assert explain(refusal) is refusal
    assert str(refusal) == "what; nothing was changed or charged; do this"


def test_a_look_alike_name_is_warned_of_by_its_scripts() -> None:
    assert DomainName("раypal.com").mixed_scripts
