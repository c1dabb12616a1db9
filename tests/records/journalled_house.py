"""A house with a journal: an order on its way, whether anything may leave, and backups put back."""

import shutil
from pathlib import Path
from typing import TypedDict, Unpack

from portfolio.order import OrderState
from records import Quarantined, Records
from tests.records.house import StoppedClock, order


def claim(records: Records, reference: str = "ord-1", **changes: object) -> None:
    with records.changing("drafter") as unit:
        unit.orders.draft(order(reference, **changes))
        unit.commit()
    with records.changing("approver") as unit:
        unit.orders.approve(reference)
        records.raise_if_quarantined(unit)
        unit.orders.advance(reference, from_=OrderState.APPROVED, to=OrderState.SUBMITTING)
        unit.commit()


def is_quarantined(records: Records) -> bool:
    with records.reading() as unit:
        try:
            records.raise_if_quarantined(unit)
        except Quarantined:
            return True
    return False


class Opening(TypedDict):
    """What it takes to open a restored database."""

    key_file: Path
    clock: StoppedClock
    journal: Path


class Copy:
    """A backup of the database's file, and putting it back."""

    def __init__(self, records: Records, url: str, folder: Path) -> None:
        self.url, self.file = url, Path(url.removeprefix("sqlite:///"))
        self.kept = folder / "backup"
        with records._engine.execution_options(writes=True).connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql(f"VACUUM INTO '{self.kept}'")
            connection.exec_driver_sql("BEGIN")

    def put_back(self, records: Records, **opening: Unpack[Opening]) -> Records:
        records.close()
        for part in ("-wal", "-shm"):
            self.file.with_name(self.file.name + part).unlink(missing_ok=True)
        shutil.copy(self.kept, self.file)
        return Records.open(self.url, **opening)
