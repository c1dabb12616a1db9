from decimal import Decimal

import pytest

from orders import NotNow, OrderRefused, SecondPersonNeeded
from portfolio.contacts import ContactRole
from portfolio.held import HeldDomain
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderState
from registrar.contract import Availability
from registrar.errors import TryAgain, Unsupported
from tests.orders.shop import NAME, ROLES, Shop


def usd(amount: str) -> Money:
    return Money(amount=Decimal(amount))


def kept(shop: Shop) -> int:
    with shop.records.reading() as unit:
        return len(unit.orders.all())


def test_a_draft_has_price_limit_and_a_reference_of_its_own(shop: Shop) -> None:
    order = shop.draft()
    assert order.state is OrderState.DRAFT
    assert order.price == order.price_limit == usd("12.00")
    assert order.reference.startswith("ns-")
    assert shop.order(order.reference) == order
    assert shop.registrar.ledger == []


def test_defaults_of_the_registry_are_part_of_the_order(shop: Shop) -> None:
    order = shop.draft(name=DomainName("example.ca"), attributes={"ca.legal_type": "CCO"})
    assert order.attributes == {"ca.legal_type": "CCO", "ca.language": "en", "ca.trademark": "no"}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"name": DomainName("www.example.com")}, "not a name that a registry sells"),
        ({"name": DomainName("co.uk")}, "not a name that a registry sells"),
        ({"client": "nobody"}, "there is no client nobody"),
        ({"account": "nowhere"}, "there is no account nowhere"),
        ({"years": 11}, "1 to 10 years"),
        ({"years": 0}, "1 to 10 years"),
        ({"roles": {ContactRole.REGISTRANT: "acme-owner"}}, "needs a tech contact"),
        ({"roles": ROLES | {ContactRole.TECH: "gone"}}, "there is no contact gone"),
        ({"roles": ROLES | {ContactRole.REGISTRANT: "other-owner"}}, "belongs to another client"),
        ({"name": DomainName("example.ca")}, "needs ca.legal_type"),
        ({"name": DomainName("example.ca"), "attributes": {"ca.legal_type": "XXX"}}, "must be one of"),
        ({"attributes": {"ca.legal_type": "CCO"}}, "has no attribute"),
        (
            {
                "name": DomainName("example.ca"),
                "attributes": {"ca.legal_type": "CCO"},
                "roles": ROLES | {ContactRole.BILLING: "acme-tech"},
            },
            "takes no billing contact",
        ),
        ({"nameservers": [HostName("ns1.example.net")]}, "give no nameservers, or 2"),
        ({"nameservers": [HostName("ns1.example.net")] * 2}, "given twice"),
    ],
)
def test_what_is_wrong_is_said_before_money_is_near(shop: Shop, changes: dict, problem: str) -> None:
    with pytest.raises(OrderRefused) as refused:
        shop.draft(**changes)
    assert any(problem in sentence for sentence in refused.value.problems)
    assert kept(shop) == 0
    assert shop.registrar.paid_requests == 0


def test_every_problem_is_said_at_once(shop: Shop) -> None:
    with pytest.raises(OrderRefused) as refused:
        shop.draft(client="nobody", account="nowhere", years=0, roles={})
    assert len(refused.value.problems) >= 6


def test_a_name_that_is_ours_is_not_bought_again(shop: Shop) -> None:
    with shop.records.changing("drafter") as unit:
        unit.domains.hold(HeldDomain(name=NAME, client="acme", account="house", roles=ROLES))
        unit.commit()
    with pytest.raises(OrderRefused, match="is ours already"):
        shop.draft()


@pytest.mark.parametrize("spelling", ["example.com", "EXAMPLE.com.", "ｅxample.com"])
def test_one_name_has_one_open_order_however_it_is_spelled(shop: Shop, spelling: str) -> None:
    first = shop.draft()
    with pytest.raises(OrderRefused, match=f"open already: {first.reference}"):
        shop.draft(name=DomainName(spelling))
    assert kept(shop) == 1


def test_a_taken_name_is_refused_and_an_unclear_answer_is_not_a_yes(shop: Shop) -> None:
    shop.registrar.free = Availability.TAKEN
    with pytest.raises(OrderRefused, match="is taken"):
        shop.draft()
    shop.registrar.free = Availability.UNCLEAR
    with pytest.raises(OrderRefused, match="does not say clearly"):
        shop.draft()
    assert kept(shop) == 0


def test_a_price_above_the_limit_is_refused(shop: Shop) -> None:
    with pytest.raises(OrderRefused, match=r"costs 12.00 USD, above the limit of 11.99 USD"):
        shop.draft(price_limit=usd("11.99"))
    assert shop.draft(price_limit=usd("12.00")).price_limit == usd("12.00")


def test_a_limit_in_another_currency_is_no_limit(shop: Shop) -> None:
    with pytest.raises(OrderRefused, match="priced in USD"):
        shop.draft(price_limit=Money(amount=Decimal("99.00"), currency="CAD"))


def test_a_premium_name_needs_a_limit_and_a_second_person(shop: Shop) -> None:
    shop.registrar.premium = True
    with pytest.raises(OrderRefused, match="premium"):
        shop.draft()
    order = shop.draft(price_limit=usd("20.00"))
    assert order.detail == "premium name"
    with pytest.raises(SecondPersonNeeded):
        shop.orders.approve(order.reference, "drafter")
    assert shop.order(order.reference).state is OrderState.DRAFT
    assert shop.orders.approve(order.reference, "approver").approved_by == "approver"


@pytest.mark.parametrize(("limit", "needed"), [("100.00", False), ("100.01", True)])
def test_above_the_limit_the_approver_is_not_the_drafter(shop: Shop, limit: str, needed: bool) -> None:
    order = shop.draft(price_limit=usd(limit))
    if needed:
        with pytest.raises(SecondPersonNeeded):
            shop.orders.approve(order.reference, "drafter")
        shop.orders.approve(order.reference, "approver")
    else:
        shop.orders.approve(order.reference, "drafter")
    assert shop.order(order.reference).state is OrderState.APPROVED


def test_an_amount_in_another_currency_needs_a_second_person(shop: Shop) -> None:
    shop.registrar.price = Money(amount=Decimal("5.00"), currency="CAD")
    order = shop.draft()
    with pytest.raises(SecondPersonNeeded):
        shop.orders.approve(order.reference, "drafter")


def test_an_order_is_approved_once(shop: Shop) -> None:
    reference = shop.approved()
    with pytest.raises(NotNow, match="is approved, not draft"):
        shop.orders.approve(reference, "approver")


def test_a_withdrawn_order_makes_room_for_another(shop: Shop) -> None:
    reference = shop.approved()
    assert shop.orders.close(reference, "drafter").state is OrderState.REFUSED
    shop.draft()
    with pytest.raises(NotNow):
        shop.orders.close(reference, "drafter")


def test_a_registrar_that_cannot_be_asked_leaves_nothing_behind(shop: Shop) -> None:
    shop.registrar.reads_fail = True
    with pytest.raises(TryAgain):
        shop.draft()
    assert kept(shop) == 0


def test_a_registrar_that_does_not_register_is_refused_at_the_edge(shop: Shop) -> None:
    class OnlyLooks:
        slug = "looks"

    shop.registrar = OnlyLooks()
    with pytest.raises(Unsupported):
        shop.draft()
    assert kept(shop) == 0


def test_no_refusal_names_a_person(shop: Shop) -> None:
    with pytest.raises(OrderRefused) as refused:
        shop.draft(roles=ROLES | {ContactRole.TECH: "other-owner"}, years=99)
    assert "Reader" not in str(refused.value)
    assert "@" not in str(refused.value)


def test_a_tech_contact_may_be_the_houses_own(shop: Shop) -> None:
    order = shop.draft(roles=ROLES | {ContactRole.TECH: "other-owner"})
    assert order.roles[ContactRole.TECH] == "other-owner"


def test_a_preview_is_checked_and_priced_and_kept_nowhere(shop: Shop) -> None:
    previewed = shop.orders.preview(shop.wish(), by="drafter")
    assert previewed.price == shop.draft().price
    assert kept(shop) == 1
