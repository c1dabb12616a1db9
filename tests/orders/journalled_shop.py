"""A shop whose database can be copied and put back, with the journal that stays."""

import shutil
from datetime import timedelta
from pathlib import Path

from orders import OrdersError, ToRenew
from orders.restored import LostOrder, lost_orders, settle_orders
from portfolio.names import DomainName
from records import Records, RecordsError
from tests.orders.shop import WINDOW, Shop
from tests.orders.taken_over import take_over

A, B, C = DomainName("example.com"), DomainName("example.net"), DomainName("example.org")


class JournalledShop(Shop):
    """A shop whose journal lies beside its database, and whose database can be copied and put back."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.records.close()
        self.reopen()
        self.records.anchor()

    def reopen(self) -> None:
        self.records = Records.open(
            f"sqlite:///{self.folder / 'records.db'}",
            key_file=self.folder / "key",
            clock=self.clock,
            journal=self.folder / "journal",
        )
        self.orders = self.opened()

    def backed_up(self) -> Path:
        self.records.close()
        shutil.copy(self.folder / "records.db", self.folder / "backup")
        self.reopen()
        return self.folder / "backup"

    def put_back(self, backup: Path) -> None:
        self.records.close()
        for part in ("records.db-wal", "records.db-shm"):
            (self.folder / part).unlink(missing_ok=True)
        shutil.copy(backup, self.folder / "records.db")
        self.reopen()

    def standing(self) -> list[LostOrder]:
        with self.records.reading() as unit:
            return lost_orders(unit, self.records.lost(unit))

    def merged(self) -> list[LostOrder]:
        with self.records.changing("first-colleague") as unit:
            lost = self.records.lost(unit)
            if unit.audit.quarantined_since() is None:
                unit.audit.quarantine("restored")
                unit.commit()
        return settle_orders(self.records, lambda _account: self.registrar, lost, by="first-colleague")

    def lifted(self) -> None:
        with self.records.changing("first-colleague") as unit:
            unit.audit.lift("settled")
            unit.commit()
        self.records.anchor()

    def is_quarantined(self) -> bool:
        with self.records.reading() as unit:
            return bool(self.records.why_quarantined(unit))

    def imports(self) -> None:
        take_over(self.records, lambda _account: self.registrar, self.clock, "house", client="acme")

    def goes_on(self) -> None:
        """What jobs and hasty staff do: every step that is due, and everything ordered that is not there."""
        for _ in range(6):
            for order in self.orders.due():
                try:
                    self.orders.step(order.reference, "job:orders")
                except RecordsError:
                    continue
            self.clock.advance(WINDOW + timedelta(minutes=1))
        for name in (A, B):
            self.wants(name)

    def wants(self, name: DomainName) -> None:
        try:
            reference = self.orders.draft(self.wish(name=name), by="drafter").reference
            self.orders.approve(reference, "approver")
            self.orders.submit(reference, "drafter")
        except (OrdersError, RecordsError):
            return

    def wants_renewed(self, name: DomainName) -> None:
        try:
            reference = self.orders.draft(ToRenew(name=name), by="drafter").reference
            self.orders.approve(reference, "approver")
            self.orders.submit(reference, "drafter")
        except (OrdersError, RecordsError):
            return
