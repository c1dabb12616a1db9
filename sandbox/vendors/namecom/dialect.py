"""The vendor's address: JSON over HTTP's verbs, a status for every no, one answer for each key."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import timedelta
from email.utils import format_datetime
from threading import RLock

from portfolio.clock import Clock
from portfolio.money import Money
from sandbox.faults import Faults
from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.log import EventLog
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.registry import Registry
from sandbox.vendors.namecom.asked import Asked, operation_of, read
from sandbox.vendors.namecom.office import CHANNEL, SPONSOR, USERNAME, Answered, Kept, Office, Prices, Refusal
from sandbox.vendors.namecom.operations import OPERATIONS, take_note_of_transfers

KEYS_LAST = timedelta(hours=12)
_AS_STATUS = {
    ResultCode.POLICY: 400,
    ResultCode.VALUE_SYNTAX: 400,
    ResultCode.VALUE_OUT_OF_RANGE: 400,
    ResultCode.INVALID_AUTH_INFO: 400,
    ResultCode.EXISTS: 400,
    ResultCode.DOES_NOT_EXIST: 404,
}


class NameCom:
    """
    Name.com as its document describes it, for the user "sandbox-test".

    What the account buys is charged to `balance` and stands on the log's ledger, with the idempotency key of
    a registration as its reference.
    """

    def __init__(
        self, registry: Registry, faults: Faults, log: EventLog, clock: Clock, token: str, balance: Money
    ) -> None:
        self.faults = faults
        self.token = token
        self.office = Office(registry, log, clock, balance)
        self._clock = clock
        self._lock = RLock()
        registry.accredit(SPONSOR, payer=self.office.pay_auto_renewal)

    @property
    def prices(self) -> Prices:
        """The price list, to be changed at will."""
        return self.office.prices

    def channel_of(self, request: HttpRequest) -> str:
        """Return "namecom:" and the operation; "namecom:unknown" where there is none."""
        try:
            return f"{CHANNEL}:{operation_of(request)[0]}"
        except Refusal:
            return f"{CHANNEL}:unknown"

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Do what the request says and answer it."""
        with self._lock:
            try:
                return self._answered(request)
            except Refusal as refusal:
                return _refused(refusal)
            except RegistryRefuses as refused:
                return _refused(
                    Refusal(_AS_STATUS.get(refused.code, 409), "Invalid argument", refused.detail)
                )

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        """Say that there were too many requests, and when there may be more; nothing is done."""
        del request
        now = self._clock.now()
        until = {
            "X-RateLimit-Reset": str(int(now.timestamp()) + 30),
            "Date": format_datetime(now, usegmt=True),
        }
        return _written(429, {"message": "Rate Limit Exceeded"}, until)

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        """Do what the request says, and tell another name in the place of the one that it is about."""
        answer = self.answer(request)
        told = json.loads(answer.body)
        for part in (told, told.get("domain"), told.get("transfer")):
            if isinstance(part, dict) and "domainName" in part:
                part["domainName"] = f"other-{part['domainName']}"
        return _written(answer.status, told)

    def settle(self) -> None:
        """Let losing registrars let go."""
        with self._lock:
            for name in self.office.transfers:
                record = self.office.registry.look_up(name)
                if record is not None and record.transfer is not None:
                    self.office.registry.approve_transfer(name, by=record.sponsor.slug)
            take_note_of_transfers(self.office)

    def kept(self) -> Kept:
        """Return what has to be written down, so that `restore` can go on from there."""
        with self._lock:
            office = self.office
            return Kept(
                balance=office.balance,
                orders=tuple(office.orders.values()),
                transfers=tuple(office.transfers.values()),
                answered=tuple(office.answered.values()),
            )

    def restore(self, kept: Kept) -> None:
        """Go on from what `kept` holds."""
        with self._lock:
            self.office.set_balance(kept.balance)
            self.office.orders = {order.number: order for order in kept.orders}
            self.office.transfers = {transfer.name: transfer for transfer in kept.transfers}
            self.office.answered = {answered.key: answered for answered in kept.answered}

    def _answered(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get("authorization", "")
        right = base64.b64encode(f"{USERNAME}:{self.token}".encode()).decode("ascii")
        if not hmac.compare_digest(told.encode(), f"Basic {right}".encode()):
            raise Refusal(401, "Unauthorized")
        take_note_of_transfers(self.office)
        asked = read(request)
        if asked.operation != "CreateDomain" or asked.key is None:
            return _written(200, OPERATIONS[asked.operation](self.office, asked))
        return self._once(asked, asked.key, hashlib.sha256(request.body).hexdigest())

    def _once(self, asked: Asked, key: str, body_hash: str) -> HttpResponse:
        """Carry out an order, or give the answer again that its key had in the last twelve hours."""
        known, now = self.office.answered.get(key), self._clock.now()
        if known is None or now - known.at >= KEYS_LAST:
            body = json.dumps(OPERATIONS[asked.operation](self.office, asked))
            self.office.answered[key] = Answered(key=key, body_hash=body_hash, at=now, answer=body)
            return _json(200, body, {"X-Idempotency-Key": key})
        if known.body_hash != body_hash:
            raise Refusal(409, "Idempotency key has been reused for a different request")
        return _json(200, known.answer, {"X-Idempotency-Key": key, "X-Idempotent-Replay": "1"})


def _refused(refusal: Refusal) -> HttpResponse:
    return _written(refusal.status, {"message": refusal.message, "details": refusal.details})


def _written(status: int, told: object, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return _json(status, json.dumps(told, ensure_ascii=False), headers or {})


def _json(status: int, body: str, headers: Mapping[str, str]) -> HttpResponse:
    return HttpResponse(status, {"Content-Type": "application/json", **headers}, body.encode())
