"""A change of contacts is held against what the registry was told when the name was ordered."""

from portfolio.change import Reach
from portfolio.contacts import Contact
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import Order, OrderKind, OrderState
from tests.whois_sync.changes.changes_house import NAMES, edited
from tests.whois_sync.fakes import House
from tests.whois_sync.pieces import ADMIN, NOON, OURS, REGISTRANT, TECH

CA, COM = NAMES[3], NAMES[0]
NO_PRICE = Money.model_validate({"amount": "0", "currency": "CAD"})


def _brought_by_order(house: House, name: DomainName, legal_type: str) -> None:
    order = Order(
        reference=f"ord-{legal_type.lower()}", kind=OrderKind.REGISTER, name=name, client="bakery",
        account="main", years=1, attributes={"ca.legal_type": legal_type}, price=NO_PRICE,
        price_limit=NO_PRICE, drafted_by="clerk", drafted_at=NOON,
    )  # fmt: skip
    with house.records.changing("clerk") as unit:
        unit.orders.draft(order)
        unit.orders.approve(order.reference)
        for from_, to in (
            (OrderState.APPROVED, OrderState.SUBMITTING),
            (OrderState.SUBMITTING, OrderState.ACTIVE),
        ):
            unit.orders.advance(order.reference, from_=from_, to=to)
        unit.commit()


def _reached(house: House, slug: str, contact: Contact) -> dict[DomainName, Reach]:
    return {reach.name: reach for reach in house.repairs.preview_edit(slug, contact).reached}


def _refusals(reach: Reach) -> list[str]:
    return [note for note in reach.notes if note.startswith("the registry may refuse it")]


def test_a_citizens_name_is_not_given_another_admin_without_a_word(house: House) -> None:
    _brought_by_order(house, CA, "CCT")
    other = OURS[ADMIN].model_copy(update={"given": "Other"})
    reached = _reached(house, "office", other)
    assert any("same person" in note for note in _refusals(reached[CA]))
    assert _refusals(reached[COM]) == []


def test_a_corporation_that_becomes_a_person_is_told_of(house: House) -> None:
    _brought_by_order(house, CA, "CCO")
    person = OURS[REGISTRANT].model_copy(update={"organization": None})
    told = _refusals(_reached(house, "owner", person)[CA])
    assert told
    assert not [note for note in told if person.email in note or (person.family or "-") in note]


def test_a_name_that_came_without_an_order_is_held_to_no_category(house: House) -> None:
    assert _refusals(_reached(house, "technician", edited())[CA]) == []


def test_a_province_that_ca_wants_is_missed_whatever_the_category(house: House) -> None:
    address = OURS[TECH].address.model_copy(update={"subdivision": None, "country": "CA"})
    told = _refusals(_reached(house, "technician", OURS[TECH].model_copy(update={"address": address}))[CA])
    assert any("province" in note for note in told)
