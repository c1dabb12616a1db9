"""Orders at vendors that keep none: each carries a mark in the name's note, by which it is found again."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date

from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar import contract
from registrar.buying.guards import raise_if_moved
from registrar.buying.marks import Noted, Stage, mark, marked, verdict
from registrar.buying.shop import Shop
from registrar.errors import AccessRefused, NotFound, RegistrarError, StatusProhibits


class MarkedOrders(Shop, contract.Renews, contract.Restores, contract.FindsOrders):
    """Renews and restores with a mark that is set right before, and finds orders of every kind by theirs."""

    @abstractmethod
    def noted(self, name: DomainName, *, deleted: bool = False) -> Sequence[Noted]:
        """Return every record of a name: those that are held, ordered or failed, or those `deleted`."""
        ...

    @abstractmethod
    def put_note(self, name: DomainName, record: Noted, note: str) -> object:
        """Make `note` the record's whole note, by one change."""
        ...

    @abstractmethod
    def extended(self, name: DomainName, record: Noted, years: int) -> contract.Receipt:
        """Send a renewal, once, to a vendor that guards nothing."""
        ...

    @abstractmethod
    def restored(self, name: DomainName, record: Noted) -> contract.Receipt:
        """Send a restore, once."""
        ...

    def renew(self, request: contract.RenewalRequest) -> contract.Receipt:
        name, reference = request.name, request.reference
        held = [record for record in self.noted(name) if record.stage is Stage.HELD]
        if len(held) != 1:
            raise NotFound("not in this account", registrar=self.slug, operation="renew", name=name)
        day, until = marked(held[0].note, OrderKind.RENEW, reference), held[0].until
        if day and until and until > date.fromisoformat(day):
            return contract.Receipt(reference=held[0].number)
        raise_if_moved(until, request, registrar=self.slug)
        self._affordable(name, OrderKind.RENEW, request.years, request.price_limit)
        self._mark(name, held[0], OrderKind.RENEW, reference, until)
        return self.extended(name, held[0], request.years)

    def restore(self, request: contract.RestoreRequest) -> contract.Receipt:
        name = request.name
        self._raise_if_here(name)
        deleted = self.noted(name, deleted=True)
        if not deleted:
            raise NotFound(
                "it never was in this account", registrar=self.slug, operation="restore", name=name
            )
        self._affordable(name, OrderKind.RESTORE, 1, request.price_limit)
        newest = max(deleted, key=lambda record: int(record.number))
        self._mark(name, newest, OrderKind.RESTORE, request.reference, None)
        return self.restored(name, newest)

    def find_order(self, sought: contract.OrderSought) -> contract.OrderAnswer:
        try:
            records = [*self.noted(sought.name), *self.noted(sought.name, deleted=True)]
        except AccessRefused:
            raise
        except RegistrarError as err:
            return contract.OrderUnclear(reason=f"{err.operation}: {err.detail}")
        return verdict(records, sought)

    def _raise_if_here(self, name: DomainName) -> None:
        """Raise `StatusProhibits` for what would bring a name that is here, or on its way."""
        if {record.stage for record in self.noted(name)} & {Stage.HELD, Stage.PENDING}:
            raise StatusProhibits("it is here, or under way already", registrar=self.slug, name=name)

    def _mark(
        self, name: DomainName, record: Noted, kind: OrderKind, reference: str, day: date | None
    ) -> None:
        if marked(record.note, kind, reference) is None:
            self.put_note(name, record, f"{record.note} {mark(kind, reference, day)}".strip())
