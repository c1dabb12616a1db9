"""What a registrar does not do under a TLD is said before it is asked."""

import pytest

from orders import OrderRefused, ToRenew, ToTransfer
from portfolio.held import Environment, HeldDomain, RegistrarAccount
from portfolio.names import DomainName
from tests.orders.shop import ROLES, Shop


def _account(shop: Shop, registrar: str) -> str:
    account = RegistrarAccount(
        slug=f"at-{registrar}", registrar=registrar, environment=Environment.SANDBOX,
        endpoint="http://127.0.0.1:9/", username="sandbox",
    )  # fmt: skip
    with shop.records.changing("drafter") as unit:
        unit.accounts.add(account)
        unit.commit()
    return account.slug


def test_a_name_that_its_registry_renews_by_itself_is_not_renewed(shop: Shop) -> None:
    held = HeldDomain(
        name=DomainName("example.de"), client="acme", account=_account(shop, "gandi"), roles=ROLES
    )
    with shop.records.changing("drafter") as unit:
        unit.domains.hold(held)
        unit.commit()
    with pytest.raises(OrderRefused, match=r"cannot renew \.de: the registry renews by itself"):
        shop.orders.draft(ToRenew(name=held.name), by="drafter")


def test_a_name_that_moves_by_a_tag_is_not_asked_for_with_a_secret(shop: Shop) -> None:
    wish = ToTransfer(
        name=DomainName("example.uk"), client="acme", account=_account(shop, "gandi"), roles=ROLES
    )
    with pytest.raises(OrderRefused, match=r"cannot transfer \.uk: the losing registrar"):
        shop.orders.draft(wish, by="drafter")


def test_what_the_vendors_interface_does_not_offer_is_refused_for_every_tld(shop: Shop) -> None:
    wish = ToTransfer(
        name=DomainName("example.com"), client="acme", account=_account(shop, "porkbun"), roles=ROLES
    )
    with pytest.raises(OrderRefused, match=r"Porkbun cannot transfer \.com"):
        shop.orders.draft(wish, by="drafter")
