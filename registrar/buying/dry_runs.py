"""Vendors in JSON that price a whole order by a dry run: agreed to as it was quoted, and sent once."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.answers.cents import Cents, Currency, money_in
from registrar.answers.told import raise_unless
from registrar.buying.price_limit import raise_if_dearer
from registrar.buying.processes import Processes
from registrar.contract import Quote, Receipt
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply, Theirs


@dataclass(frozen=True)
class Order:
    """What is bought, for how many years, and what of it is sent; `private` may stand in no error."""

    kind: OrderKind
    name: DomainName
    body: Mapping[str, object] = field(repr=False)
    years: int = 1
    private: tuple[str, ...] = field(default=(), repr=False)


class _Billable(Theirs):
    product: str
    action: str
    quantity: int | None = 1


class _Quoted(Theirs):
    total: Cents
    currency: Currency | None = None
    billables: list[_Billable] | None = None


class _DryRun(Theirs):
    quote: _Quoted


class DryRuns(Processes):
    """
    Orders with `?quote=true` are dry runs: the vendor checks one whole, tells its price, and does nothing.

    The price has parts (`billables`), which the order agrees to: the vendor refuses what has become dearer.
    Without a currency it is free.
    """

    @abstractmethod
    def _call(self, order: Order) -> Call:
        """Return the request of an order."""
        ...

    def _dry_run(self, order: Order) -> Quote:
        """Return what an order would cost now. Raises what a read raises."""
        return self._priced(order)[0]

    def _bought(self, order: Order, limit: Money, shows: Callable[[JsonReply], object]) -> Receipt:
        """
        Order what a dry run has just priced within `limit`; `shows` reads the yes of what is done at once.

        Raises `PriceRefused` above the limit, nothing being sent, and what a change raises.
        """
        quote, parts = self._priced(order)
        raise_if_dearer(quote, limit, registrar=self.slug)
        agreed = {"billables": [part.model_dump() for part in parts]} if parts else {}
        return self._change(replace(self._call(order), body={**order.body, **agreed}), shows)

    def _priced(self, order: Order) -> tuple[Quote, list[_Billable]]:
        def told(reply: JsonReply) -> tuple[Quote, list[_Billable]]:
            quote = reply.as_a(_DryRun).quote
            has_currency = quote.currency is not None or not quote.total
            raise_unless("the reply has a price without a currency", is_so=has_currency)
            price = money_in(quote.total, quote.currency or "USD")
            priced = Quote(name=order.name, kind=order.kind, years=order.years, price=price)
            return priced, quote.billables or []

        call = self._call(order)
        operation, path = f"{call.operation}?quote", f"{call.path}?quote=true"
        return self._line.read(
            replace(call, operation=operation, path=path, yes=frozenset({200}), bare=frozenset()), told
        )
