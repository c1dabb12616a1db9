"""A registrar whose ledger outlives every process of the house: a file, a line for each paid request."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar.contract import Receipt, RegistrationRequest, RenewalRequest, RestoreRequest, TransferRequest
from registrar.errors import ExpiryMismatch, NameTaken, StatusProhibits
from tests.orders.ledger_registrar import Held, LedgerRegistrar

NAMES = {
    OrderKind.REGISTER: DomainName("example.com"),
    OrderKind.RENEW: DomainName("example.net"),
    OrderKind.RESTORE: DomainName("example.org"),
}
EXPIRES_AT = datetime(2027, 3, 1, tzinfo=UTC)
LAPSED_AT = datetime(2026, 9, 20, tzinfo=UTC)

Paid = RegistrationRequest | RenewalRequest | TransferRequest | RestoreRequest


class LedgerOnDisk(LedgerRegistrar):
    """
    The registrar as it stands after what is in its file.

    It takes everything that it is sent, and charges it: whoever sends twice has bought twice.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.held[NAMES[OrderKind.RENEW]] = Held(EXPIRES_AT)
        self.held[NAMES[OrderKind.RESTORE]] = Held(LAPSED_AT, statuses={Status.REDEMPTION_PERIOD})
        self._file: Path | None = None
        for line in file.read_text("utf-8").splitlines() if file.exists() else ():
            self._again(json.loads(line))
        self._file = file

    def _paid(self, request: Paid, kind: OrderKind, carry_out: Callable[[], None]) -> Receipt:
        def taken_anyhow() -> None:
            with suppress(NameTaken, ExpiryMismatch, StatusProhibits):
                carry_out()

        if self._file is not None:
            _append(self._file, {"kind": kind, "request": request.model_dump(mode="json")})
        return super()._paid(request, kind, taken_anyhow)

    def _again(self, line: dict[str, object]) -> None:
        match line["kind"]:
            case OrderKind.REGISTER:
                self.register(RegistrationRequest.model_validate(line["request"]))
            case OrderKind.RENEW:
                self.renew(RenewalRequest.model_validate(line["request"]))
            case OrderKind.RESTORE:
                self.restore(RestoreRequest.model_validate(line["request"]))
            case kind:
                raise AssertionError(f"this ledger knows no {kind}")


def _append(file: Path, line: dict[str, object]) -> None:
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.write(opened, json.dumps(line).encode() + b"\n")
    os.fsync(opened)
    os.close(opened)
