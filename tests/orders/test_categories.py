"""What a .ca is registered as: held against its contacts before money is near, the agreement written down."""

import pytest

from orders import OrderRefused
from orders.validate import cautions_with
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from tests.orders.shop import ROLES, Shop

CA = DomainName("example.ca")


def test_a_citizens_name_whose_admin_is_somebody_else_is_refused_with_what_to_do(shop: Shop) -> None:
    with pytest.raises(OrderRefused) as refused:
        shop.draft(name=CA, attributes={"ca.legal_type": "CCT"})
    [problem] = refused.value.problems
    assert "must be the same person; name the registrant as admin" in problem


def test_a_citizen_who_is_their_own_admin_gets_the_name(shop: Shop) -> None:
    roles = ROLES | {ContactRole.ADMIN: ROLES[ContactRole.REGISTRANT]}
    order = shop.draft(name=CA, roles=roles, attributes={"ca.legal_type": "CCT"})
    assert order.attributes["ca.legal_type"] == "CCT"


def test_the_name_of_a_marks_owner_holds_the_mark(shop: Shop) -> None:
    attributes = {"ca.legal_type": "OMK", "ca.mark": "Another"}
    with pytest.raises(OrderRefused, match="exact words of the mark"):
        shop.draft(name=CA, attributes=attributes)
    assert shop.draft(name=CA, attributes=attributes | {"ca.mark": "Example"})


def test_an_accepted_agreement_is_kept_with_who_wrote_it_down_and_when(shop: Shop) -> None:
    order = shop.draft(
        name=CA, attributes={"ca.legal_type": "CCO", "ca.agreement_version": "2.0"}, by="first-colleague"
    )
    assert order.attributes["ca.agreement_version"] == "2.0"
    assert order.attributes["ca.agreement_by"] == "first-colleague"
    assert order.attributes["ca.agreement_at"] == "2026-11-02T14:30:00Z"
    with shop.records.reading() as unit:
        assert unit.orders.get(order.reference).attributes == order.attributes


def test_what_is_not_certain_is_told_and_stops_nobody(shop: Shop) -> None:
    roles = ROLES | {ContactRole.ADMIN: ROLES[ContactRole.REGISTRANT]}
    wish = shop.wish(name=CA, roles=roles, attributes={"ca.legal_type": "CCT"})
    with shop.records.reading() as unit:
        [caution] = cautions_with(wish, unit)
    assert "names an organization too" in caution
