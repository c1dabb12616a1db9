"""The legs of the look-up, put together: every combination, written out."""

import itertools

import pytest

from orders.evidence import Balance, Conclusion, judged
from orders.shown import Effect, Shown
from registrar.contract import OrderAbsent, OrderAnswer, OrderFailed, OrderFound, OrderUnclear

ANSWERS: dict[str, OrderAnswer | None] = {
    "found done": OrderFound(done=True),
    "found pending": OrderFound(done=False),
    "failed": OrderFailed(),
    "absent": OrderAbsent(),
    "unclear": OrderUnclear(reason="half a list"),
    "no list": None,
}


def expected(answer: str, effect: Effect, balance: Balance) -> Conclusion:
    """The rule, said again in another way: who is believed about what."""
    seen = {Effect.DONE: Conclusion.DONE, Effect.UNDER_WAY: Conclusion.UNDER_WAY}
    match answer, effect:
        case "unclear", _:
            return Conclusion.UNCLEAR
        case "found pending", _:
            return Conclusion.UNDER_WAY
        case "found done", _:
            return seen.get(effect, Conclusion.UNDER_WAY)
        case _, Effect.NOTHING | Effect.REFUSED:
            listed = Conclusion.CHARGED_FOR if balance is Balance.MOVED else Conclusion.ABSENT
            return Conclusion.LIKELY_ABSENT if answer == "no list" else listed
        case _:
            return seen.get(effect, Conclusion.UNCLEAR) if answer == "no list" else Conclusion.UNCLEAR


@pytest.mark.parametrize(("answer", "effect", "balance"), list(itertools.product(ANSWERS, Effect, Balance)))
def test_the_legs_are_put_together_as_the_rule_says(answer: str, effect: Effect, balance: Balance) -> None:
    evidence = judged(ANSWERS[answer], Shown(effect, "why"), lambda: balance)
    assert evidence.conclusion is expected(answer, effect, balance)


def test_absence_is_concluded_only_from_a_list_and_an_account_that_were_read_whole() -> None:
    absent = [
        (answer, effect, balance)
        for answer, effect, balance in itertools.product(ANSWERS, Effect, Balance)
        if judged(ANSWERS[answer], Shown(effect), lambda balance=balance: balance).conclusion
        is Conclusion.ABSENT
    ]
    assert {answer for answer, _, _ in absent} == {"absent", "failed"}
    assert {effect for _, effect, _ in absent} == {Effect.NOTHING, Effect.REFUSED}
    assert {balance for _, _, balance in absent} == {Balance.UNMOVED, Balance.NOT_TOLD}


def test_the_balance_is_not_asked_for_where_the_rest_is_plain() -> None:
    def never() -> Balance:
        raise AssertionError("asked for the balance")

    assert judged(OrderFound(done=True), Shown(Effect.DONE), never).conclusion is Conclusion.DONE
    assert judged(OrderAbsent(), Shown(Effect.DONE), never).conclusion is Conclusion.UNCLEAR
    assert judged(None, Shown(Effect.NOTHING), never).conclusion is Conclusion.LIKELY_ABSENT
