"""A list is one job: priced whole, sent row by row, and the same list again is the same job."""

from decimal import Decimal

import pytest

from orders import NotNow, SecondPersonNeeded
from orders.proposing import reference_of, totals
from portfolio.batch import Batch, BatchRow
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind, OrderState
from portfolio.policy.spending import Spending
from portfolio.stop import StopReason
from registrar.contract import Availability
from registrar.errors import AccessRefused
from tests.orders.bulk_shop import THREE, Lists
from tests.orders.ledger_registrar import DONE, Crash, LedgerRegistrar, Mishap
from tests.orders.shop import Shop

NAMES = [DomainName(name) for name in ("example.com", "example.net", "example.org")]


@pytest.fixture
def lists(shop: Shop) -> Lists:
    return Lists(shop)


def _bought(shop: Shop) -> list[DomainName]:
    return [name for _, name, _ in shop.registrar.ledger]


def test_a_list_is_priced_whole_and_nothing_is_kept(lists: Lists, shop: Shop) -> None:
    proposal = lists.plan(THREE)
    assert [row.problem for row in proposal.rows] == ["", "", ""]
    assert proposal.totals == [Money(amount=Decimal(36))]
    assert proposal.repeats is None
    assert proposal.has_to_be_confirmed
    with shop.records.reading() as unit:
        assert unit.orders.all() == []
        assert unit.batches.all() == []
    assert shop.registrar.paid_requests == 0


def test_every_row_is_bought_once_and_told(lists: Lists, shop: Shop) -> None:
    results = lists.hand_in(THREE)
    assert [(row.number, row.name) for row in results] == list(enumerate(NAMES, start=1))
    assert [row.order.state for row in results if row.order] == [OrderState.ACTIVE] * 3
    assert _bought(shop) == NAMES
    with shop.records.reading() as unit:
        [batch] = unit.batches.all()
        assert [row.reference for row in batch.rows] == [row.order.reference for row in results if row.order]
        assert {order.batch for order in unit.orders.all()} == {batch.slug}


@pytest.mark.parametrize(
    "same",
    [
        "name\nexample.org\nexample.com\nexample.net\n",
        "NAME;years\r\nEXAMPLE.org.;1\r\nexample.com;\r\nExample.NET;1\r\n",
    ],
)
def test_the_same_list_again_is_the_same_job_and_buys_nothing(lists: Lists, shop: Shop, same: str) -> None:
    first = lists.hand_in(THREE)
    proposal = lists.plan(same)
    assert proposal.is_over
    assert not proposal.has_to_be_confirmed
    assert proposal.totals == [Money(amount=Decimal(36))]
    assert lists.hand_in(same) == first
    assert _bought(shop) == NAMES


@pytest.mark.parametrize("mishap", [Mishap.CRASH_BEFORE, Mishap.CRASH_AFTER])
@pytest.mark.parametrize("sent_before", [0, 1, 2])
def test_a_list_that_was_killed_while_sending_goes_on_where_it_was(
    lists: Lists, shop: Shop, sent_before: int, mishap: Mishap
) -> None:
    shop.registrar.mishaps = [Mishap.PENDING] * sent_before + [mishap]
    with pytest.raises(Crash):
        lists.hand_in(THREE)
    proposal = lists.plan(THREE)
    assert proposal.repeats is not None
    assert not proposal.has_to_be_confirmed
    results = lists.hand_in(THREE)
    states = [row.order.state for row in results if row.order]
    assert states[sent_before].is_unclear
    assert all(not state.is_unclear for state in states[:sent_before] + states[sent_before + 1 :])
    expected = [name for place, name in enumerate(NAMES) if place != sent_before or mishap in DONE]
    assert _bought(shop) == expected


class Mortal(LedgerRegistrar):
    """Ends the process at its n-th read."""

    def _read(self) -> None:
        super()._read()
        if self.reads == self.dies_at:
            raise Crash

    dies_at = 0


def test_a_list_that_was_killed_at_any_read_of_the_registrar_goes_on_where_it_was(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    reads, drafted_at_most = 99, 0
    for dies_at in range(1, 100):
        if dies_at > reads:
            break
        shop = Shop(tmp_path_factory.mktemp("killed"), registrar=Mortal())
        Mortal.dies_at = dies_at
        try:
            Lists(shop).hand_in(THREE)
            reads = shop.registrar.reads
        except Crash:
            with shop.records.reading() as unit:
                drafted_at_most = max(drafted_at_most, len(unit.orders.all()))
        Mortal.dies_at = 0
        results = Lists(shop).hand_in(THREE)
        assert len(results) == 3
        assert len(_bought(shop)) == len(set(_bought(shop)))
        references = [row.order.reference for row in results if row.order]
        assert [shop.settled(reference).state for reference in references] == [OrderState.ACTIVE] * 3
        assert _bought(shop) == NAMES
        shop.records.close()
    assert reads < 99
    assert drafted_at_most == 3


def test_an_order_that_was_drafted_just_before_the_kill_is_found_by_its_reference(
    lists: Lists, shop: Shop
) -> None:
    proposal = lists.plan(THREE)
    slug = proposal.slug
    rows = tuple(BatchRow(number=row.number, name=NAMES[row.number - 1]) for row in proposal.rows)
    with shop.records.changing("drafter") as unit:
        unit.batches.keep(
            Batch(
                slug=slug, kind=proposal.kind, digest=proposal.digest, drafted_by="drafter",
                drafted_at=shop.clock.now(), rows=rows,
            )
        )  # fmt: skip
        unit.commit()
    shop.orders.draft(shop.wish(name=NAMES[1]), by="drafter", reference=reference_of(slug, 2), batch=slug)
    results = lists.hand_in(THREE)
    assert [row.order is not None for row in results] == [True] * 3
    assert _bought(shop) == NAMES


@pytest.mark.parametrize("mishap", [Mishap.LOST_BEFORE, Mishap.LOST_AFTER, Mishap.GARBLED])
def test_an_unclear_row_is_left_to_be_looked_for_and_never_sent_again(
    lists: Lists, shop: Shop, mishap: Mishap
) -> None:
    shop.registrar.mishaps = [mishap]
    for _ in range(3):
        results = lists.hand_in(THREE)
        order = results[0].order
        assert order is not None
        assert order.state is OrderState.UNKNOWN
    assert shop.registrar.paid_requests == 3
    assert shop.wrongs([row.order.reference for row in results if row.order]) == []


def test_three_unclear_answers_in_a_row_hold_the_rest_back(lists: Lists, shop: Shop) -> None:
    text = "name\n" + "".join(f"example{number}.com\n" for number in range(6))
    shop.registrar.mishaps = [Mishap.LOST_AFTER, Mishap.GARBLED, Mishap.LOST_BEFORE]
    results = lists.hand_in(text)
    assert [bool(row.held_back) for row in results] == [False] * 3 + [True] * 3
    assert "3 answers of account house in a row were unclear" in results[-1].held_back
    assert shop.registrar.paid_requests == 3
    assert all(not row.held_back for row in lists.hand_in(text))
    assert shop.registrar.paid_requests == 6


def test_an_unclear_answer_between_clear_ones_holds_nothing_back(lists: Lists, shop: Shop) -> None:
    shop.registrar.mishaps = [Mishap.LOST_AFTER, Mishap.PENDING, Mishap.LOST_AFTER]
    assert [row.held_back for row in lists.hand_in(THREE)] == ["", "", ""]
    assert shop.registrar.paid_requests == 3


def test_a_refused_row_is_told_and_the_others_are_bought(lists: Lists, shop: Shop) -> None:
    shop.registrar.mishaps = [Mishap.REFUSED]
    results = lists.hand_in(THREE)
    assert [row.order.state for row in results if row.order] == [
        OrderState.REFUSED, OrderState.ACTIVE, OrderState.ACTIVE,
    ]  # fmt: skip
    assert lists.plan(THREE).is_over


def test_a_row_that_could_not_be_sent_through_goes_when_the_list_comes_again(
    lists: Lists, shop: Shop
) -> None:
    shop.registrar.mishaps = [Mishap.NEVER_SENT]
    first = lists.hand_in(THREE)
    assert first[0].order
    assert first[0].order.state is OrderState.APPROVED
    lists.hand_in(THREE)
    assert sorted(_bought(shop)) == NAMES


@pytest.mark.parametrize(
    ("mishaps", "money", "reason"),
    [([Mishap.ACCESS], 1000, StopReason.ACCESS), ([], 1, StopReason.FUNDS)],
)
def test_an_account_that_stands_still_holds_the_rest_back_without_a_call(
    lists: Lists, shop: Shop, mishaps: list[Mishap], money: int, reason: StopReason
) -> None:
    shop.registrar.mishaps = mishaps
    shop.registrar.money = Decimal(money)
    proposal = lists.plan(THREE)
    slug = lists.keep(proposal)
    lists.approve(slug)
    results = lists.send(slug)
    reads = shop.registrar.reads
    assert lists.send(slug)[0].held_back
    assert shop.registrar.reads <= reads + 1
    assert shop.registrar.paid_requests == (1 if reason is StopReason.ACCESS else 0)
    assert [row.order.state for row in results if row.order] == [OrderState.APPROVED] * 3
    assert all(reason.value in row.held_back for row in results[1:])
    with shop.records.changing("drafter") as unit:
        unit.stops.resume("house")
        unit.commit()
    shop.registrar.money = Decimal(1000)
    lists.hand_in(THREE)
    assert _bought(shop) == NAMES


def test_the_days_limit_holds_the_rest_back_and_the_next_day_it_goes_on(shop: Shop) -> None:
    spending = Spending(most_per_day=Decimal(25))
    shop.orders = shop.opened(spending=spending)
    lists = Lists(shop, spending)
    results = lists.hand_in(THREE)
    assert _bought(shop) == NAMES[:2]
    assert "a day may cost" in results[2].held_back
    lists.hand_in(THREE)
    assert _bought(shop) == NAMES[:2]
    shop.clock.advance(shop.clock.now() - shop.clock.now().replace(day=1))
    lists.hand_in(THREE)
    assert _bought(shop) == NAMES


def test_a_total_above_what_one_person_may_spend_needs_a_second_one(shop: Shop) -> None:
    spending = Spending(second_person_above=Decimal(30))
    shop.orders = shop.opened(spending=spending)
    lists = Lists(shop, spending)
    slug = lists.keep(lists.plan(THREE))
    with pytest.raises(SecondPersonNeeded):
        lists.approve(slug)
    for row in lists.plan(THREE).rows:
        with pytest.raises(SecondPersonNeeded):
            shop.orders.approve(row.reference, "drafter")
    assert shop.registrar.paid_requests == 0
    assert len(lists.approve(slug, by="approver")) == 3
    lists.send(slug, by="approver")
    assert _bought(shop) == NAMES


def test_a_total_that_one_person_may_spend_needs_nobody_else(lists: Lists, shop: Shop) -> None:
    assert not lists.plan(THREE).needs_second_person(lists.spending)
    assert len(lists.hand_in(THREE)) == 3
    assert _bought(shop) == NAMES


def test_what_was_confirmed_is_the_most_that_is_spent(lists: Lists, shop: Shop) -> None:
    proposal = lists.plan(THREE, price_limit="90.00")
    assert proposal.totals == [Money(amount=Decimal(36))]
    shop.registrar.price = Money(amount=Decimal(13))
    slug = lists.keep(proposal)
    lists.approve(slug)
    results = lists.send(slug)
    assert all("above the limit of 12.00 USD" in row.problem for row in results)
    assert shop.registrar.ledger == []


def test_a_price_that_rises_after_the_drafting_is_refused_by_the_registrar(lists: Lists, shop: Shop) -> None:
    slug = lists.keep(lists.plan(THREE))
    lists.approve(slug)
    shop.registrar.price = Money(amount=Decimal(13))
    assert all(row.order and row.order.state is OrderState.REFUSED for row in lists.send(slug))
    assert shop.registrar.ledger == []


def test_rows_with_problems_are_told_and_never_ordered(lists: Lists, shop: Shop) -> None:
    text = (
        "name,years,tech\nno name,1,\nexample.com,1,nobody\nexample.net,1,\nexample.org,11,\n"
        "www.example.ca,1,\nEXAMPLE.NET.,2,\nexample.info,1,\n"
    )
    proposal = lists.plan(text)
    assert [row.number for row in proposal.rows if not row.problem] == [2]
    problems = [row.problem for row in proposal.problems]
    for said, problem in zip(
        ("not a domain name", "nobody", "2 times", "from 1 to 10", "a registry sells", "2 times"),
        problems,
        strict=True,
    ):
        assert said in problem
    lists.hand_in(text)
    assert _bought(shop) == ["example.info"]


def test_a_row_whose_problem_is_put_right_is_ordered_when_the_list_comes_again(
    lists: Lists, shop: Shop
) -> None:
    shop.registrar.free = Availability.UNCLEAR
    assert len(lists.plan(THREE).problems) == 3
    assert all(row.problem for row in lists.hand_in(THREE))
    shop.registrar.free = Availability.FREE
    proposal = lists.plan(THREE)
    assert proposal.repeats is not None
    assert proposal.has_to_be_confirmed
    lists.hand_in(THREE)
    assert _bought(shop) == NAMES


def test_a_name_that_is_open_in_another_order_is_a_problem(lists: Lists, shop: Shop) -> None:
    shop.draft(name=NAMES[0])
    first, *others = lists.plan(THREE).rows
    assert "open already" in first.problem
    assert [row.problem for row in others] == ["", ""]


def test_an_account_whose_key_is_refused_ends_the_planning(lists: Lists, shop: Shop) -> None:
    shop.registrar.access_refused = True
    with pytest.raises(AccessRefused):
        lists.plan(THREE)


def test_names_are_renewed_once_however_often_the_list_comes(lists: Lists, shop: Shop) -> None:
    for name in NAMES[:2]:
        shop.holding(name)
    text = "example.com\nexample.net\n"
    lists.hand_in(text, OrderKind.RENEW)
    lists.hand_in("name;years\nExample.NET;1\nexample.com;\n", OrderKind.RENEW)
    assert _bought(shop) == NAMES[:2]
    assert [shop.registrar.held[name].expires_at.year for name in NAMES[:2]] == [2028, 2028]


def test_a_new_round_is_made_on_purpose_and_when_the_former_is_over(lists: Lists, shop: Shop) -> None:
    shop.holding(NAMES[0])
    shop.registrar.mishaps = [Mishap.LOST_AFTER]
    lists.hand_in("example.com", OrderKind.RENEW)
    with pytest.raises(NotNow, match="not over yet: 1 of its orders are open"):
        lists.plan("example.com", OrderKind.RENEW, again=True)
    [row] = lists.plan("example.com", OrderKind.RENEW).rows
    shop.settled(row.reference)
    again = lists.plan("example.com", OrderKind.RENEW, again=True)
    assert (again.round, again.repeats) == (2, None)
    assert "renewed" in again.rows[0].problem
    shop.clock.advance(shop.clock.now() - shop.clock.now().replace(year=2025))
    again = lists.plan("example.com", OrderKind.RENEW, again=True)
    assert again.rows[0].problem == ""
    assert again.rows[0].reference != row.reference


def test_a_first_round_that_is_asked_for_again_is_the_first(lists: Lists) -> None:
    assert lists.plan(THREE, again=True).round == 1


def test_totals_are_told_currency_by_currency() -> None:
    usd, cad = Money(amount=Decimal("1.10")), Money(amount=Decimal(2), currency="CAD")
    assert totals([usd, cad, usd]) == [cad, Money(amount=Decimal("2.20"))]
    assert totals([]) == []
