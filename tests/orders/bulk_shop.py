"""A shop where lists are handed in."""

from collections.abc import Callable

from orders.bulk import RowResult, approve_batch, keep_batch, run_batch
from orders.listed import TO_REGISTER, TO_RENEW, Listed, to_register, to_renew
from orders.proposing import Proposal, plan_batch
from orders.table import read_table
from portfolio.order import Order, OrderKind
from portfolio.policy.spending import Spending
from tests.orders.shop import Shop

USUAL = {
    "client": "acme", "account": "house",
    "registrant": "acme-owner", "admin": "acme-admin", "tech": "acme-tech",
}  # fmt: skip
THREE = "name\nexample.com\nexample.net\nexample.org\n"


class Lists:
    """Hands lists in at a shop, as the console does."""

    def __init__(self, shop: Shop, spending: Spending | None = None) -> None:
        self.shop = shop
        self.spending = spending or Spending()

    def read(self, text: str, kind: OrderKind = OrderKind.REGISTER, **defaults: str) -> list[Listed]:
        if kind is OrderKind.RENEW:
            lines = read_table(text.encode(), columns=TO_RENEW, plain=True)
            return to_renew(lines, defaults=defaults, currency="USD")
        lines = read_table(text.encode(), columns=TO_REGISTER)
        return to_register(lines, defaults=USUAL | defaults, currency="USD")

    def plan(
        self, text: str, kind: OrderKind = OrderKind.REGISTER, *, by: str = "drafter", again: bool = False,
        **defaults: str,
    ) -> Proposal:  # fmt: skip
        listed = self.read(text, kind, **defaults)
        return plan_batch(self.shop.orders, self.shop.records, listed, kind=kind, by=by, again=again)

    def keep(self, proposal: Proposal, *, by: str = "drafter") -> str:
        return keep_batch(
            self.shop.orders, self.shop.records, proposal,
            by=by, at=self.shop.clock.now(), spending=self.spending,
        ).slug  # fmt: skip

    def approve(self, slug: str, *, by: str = "drafter") -> list[Order]:
        return approve_batch(self.shop.orders, self.shop.records, slug, by=by)

    def send(self, slug: str, *, by: str = "drafter") -> list[RowResult]:
        return list(run_batch(self.shop.orders, self.shop.records, slug, by=by))

    def hand_in(
        self, text: str, kind: OrderKind = OrderKind.REGISTER, *, by: str = "drafter", again: bool = False,
        confirmed: Callable[[Proposal], None] = lambda _proposal: None,
    ) -> list[RowResult]:  # fmt: skip
        proposal = self.plan(text, kind, by=by, again=again)
        confirmed(proposal)
        slug = self.keep(proposal, by=by)
        self.approve(slug, by=by)
        return self.send(slug, by=by)
