"""Every documented code has one meaning for each weight; an unknown one is never believed after a change."""

import pytest

from registrar.adapters.opensrs.codec import Command, refusal
from registrar.adapters.opensrs.codes import MEANINGS, SPECIAL, SUCCESSES, Weight, error_for, is_documented
from registrar.errors import OutcomeUnknown, Refused, RegistrarError, ReplyNotUnderstood, TryAgain
from tests.registrar.opensrs.opensrs_samples import NAME

# The vendor's list (its reference, part "Response Codes"; the toolkit's and public clients' 401, 705, 3001).
DOCUMENTED = [
    "200",
    "210",
    "211",
    "212",
    "221",
    "250",
    "300",
    "310",
    "350",
    "400",
    "401",
    "404",
    "405",
    "410",
    "415",
    "420",
    "430",
    "435",
    "436",
    "437",
    "440",
    "445",
    "447",
    "460",
    "465",
    "480",
    "485",
    "486",
    "487",
    "555",
    "705",
    "3001",
]


def test_every_documented_code_is_in_the_table() -> None:
    assert [code for code in DOCUMENTED if not is_documented(code)] == []
    assert set(DOCUMENTED) == SUCCESSES | set(MEANINGS)


def test_no_code_is_a_success_and_a_failure() -> None:
    assert SUCCESSES.isdisjoint(MEANINGS)


def test_special_meanings_are_of_codes_in_the_table() -> None:
    assert {code for _, code in SPECIAL} <= set(MEANINGS)


@pytest.mark.parametrize("code", MEANINGS)
def test_no_code_after_a_change_means_that_we_could_not_read_it(code: str) -> None:
    for weight in Weight:
        error, says = error_for("modify", code, weight)
        assert issubclass(error, RegistrarError)
        assert error is not ReplyNotUnderstood
        assert says
        assert not (weight is Weight.READ and error is OutcomeUnknown)


@pytest.mark.parametrize("code", ["300", "400", "404", "405", "436", "437", "486", "705"])
def test_what_may_have_been_done_is_unknown_after_an_order(code: str) -> None:
    assert error_for("process_pending", code, Weight.ORDER)[0] is OutcomeUnknown
    assert error_for("get", code, Weight.READ)[0] is TryAgain


@pytest.mark.parametrize(
    ("weight", "error"),
    [(Weight.READ, Refused), (Weight.CHANGE, OutcomeUnknown), (Weight.ORDER, OutcomeUnknown)],
)
def test_an_unknown_code_is_refused_after_a_read_and_unknown_after_a_change(
    weight: Weight, error: type[RegistrarError]
) -> None:
    assert error_for("modify", "599", weight)[0] is error


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Domain taken.", "Domain taken"),
        ("Invalid e-mail: One@Example.com", "Invalid e-mail: [withheld]"),
        ("Invalid phone +1.613 555-0123 given", "Invalid phone [withheld] given"),
        ("no such street: 100 EXAMPLE STREET", "no such street: [withheld]"),
        ("two\nlines\r\n and\ta tab\x1b[31m", "two lines and a tab [31m"),
        ("a missing owner of example.ca", "a missing owner of example.ca"),
        ("period 10 of order 35 is wrong", "period 10 of order 35 is wrong"),
        ("x" * 1000, "x" * 200),
    ],
)
def test_the_vendors_words_are_shown_without_what_was_sent(words: str, shown: str) -> None:
    command = Command(
        "update_contacts",
        NAME,
        {"domain": NAME, "types": ["owner"], "contact_set": {"owner": {"address1": "100 Example Street"}}},
    )
    assert refusal(command, "465", words, Weight.CHANGE).detail == f"a value was not accepted: {shown}"
