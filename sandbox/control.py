"""The control port: moves the clock, orders faults, makes names drift, and shows what really happened."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated
from urllib.parse import unquote, urlsplit

from pydantic import Field, ValidationError, model_validator

from portfolio.contacts import ContactRole
from portfolio.names import DomainName, NotAName
from portfolio.values import Instant, PersonalValue, Value
from sandbox.clock import MovableClock
from sandbox.faults import Fault, Faults
from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.log import EventLog
from sandbox.mail import Mailbox
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.registry import Registry

_ROUTES = {
    "GET /clock": "the sandbox's present",
    "POST /clock": '{"move_to": "2027-03-01T00:00:00Z"} or {"advance_days": 30}',
    "GET /faults": "what is ordered and not yet served",
    "POST /faults": '{"to": "opensrs:sw_register", "fault": "lost after", "times": 1}',
    "POST /drift": '{"name": "...", "role": "admin", "fields": {"email": "..."}}, or name and nameservers',
    "POST /settle": "let pending orders and transfers be completed now",
    "POST /lag": '{"minutes": 10}: lists of names and of orders show only what is older than that',
    "GET /names": "every registered name",
    "GET /names/<name>": "the registry's whole record of a name",
    "GET /log": "what really happened",
    "GET /mail": "what the mail server has taken",
}


_FIRST_YEAR, _LAST_YEAR = 1985, 2200


class _ClockMove(Value):
    move_to: Instant | None = None
    advance_days: Annotated[float, Field(ge=-3660, le=3660)] | None = None

    @model_validator(mode="after")
    def _is_one_of_the_two(self) -> "_ClockMove":
        if (self.move_to is None) == (self.advance_days is None):
            raise ValueError("give move_to or advance_days")
        if self.move_to is not None and not _FIRST_YEAR <= self.move_to.year <= _LAST_YEAR:
            raise ValueError(f"the clock goes from {_FIRST_YEAR} to {_LAST_YEAR}")
        return self


class _FaultOrder(Value):
    to: str
    fault: Fault
    times: Annotated[int, Field(ge=1, le=1000)] = 1


class _Drift(PersonalValue):
    name: DomainName
    role: ContactRole | None = None
    fields: dict[str, str | list[str] | None] = {}
    nameservers: list[str] | None = None

    @model_validator(mode="after")
    def _says_what(self) -> "_Drift":
        if (self.nameservers is None) == (self.role is None or not self.fields):
            raise ValueError("give role and fields, or nameservers")
        return self


class _Lag(Value):
    minutes: Annotated[float, Field(ge=0, le=10080)]


class ControlPort:
    """An app for `HttpServer`. Answers JSON; an error is 400, 404 or 409 with a sentence."""

    def __init__(
        self,
        *,
        clock: MovableClock,
        registry: Registry,
        faults: Faults,
        log: EventLog,
        mailbox: Mailbox,
        settle: Callable[[], None],
        lag: Callable[[timedelta], None],
    ) -> None:
        self._clock = clock
        self._registry = registry
        self._faults = faults
        self._log = log
        self._mailbox = mailbox
        self._settle = settle
        self._lag = lag

    def channel_of(self, request: HttpRequest) -> str:
        """Return "control", for every request."""
        del request
        return "control"

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Do what is asked."""
        path = urlsplit(request.path).path.rstrip("/")
        doing = self._routes().get((request.method, path))
        try:
            if doing is not None:
                return _json(doing(request.body))
            if request.method == "GET" and path.startswith("/names/"):
                return _json(self._record(unquote(path.removeprefix("/names/"))))
        except ValidationError as err:
            return _refusal(HTTPStatus.BAD_REQUEST, "; ".join(str(e["msg"]) for e in err.errors()))
        except NotAName as err:
            return _refusal(HTTPStatus.BAD_REQUEST, str(err))
        except RegistryRefuses as err:
            is_absent = err.code is ResultCode.DOES_NOT_EXIST
            return _refusal(HTTPStatus.NOT_FOUND if is_absent else HTTPStatus.CONFLICT, err.detail)
        return _refusal(HTTPStatus.NOT_FOUND, "no such path; GET / lists what there is")

    def _routes(self) -> dict[tuple[str, str], Callable[[bytes], object]]:
        return {
            ("GET", ""): lambda _: _ROUTES,
            ("GET", "/clock"): lambda _: self._present(),
            ("POST", "/clock"): self._move,
            ("GET", "/faults"): lambda _: self._faults.waiting(),
            ("POST", "/faults"): self._order,
            ("POST", "/drift"): self._drift,
            ("POST", "/settle"): self._complete,
            ("POST", "/lag"): self._let_lists_lag,
            ("GET", "/names"): lambda _: self._registry.names(),
            ("GET", "/log"): lambda _: [entry.model_dump(mode="json") for entry in self._log.entries],
            ("GET", "/mail"): lambda _: self._mail(),
        }

    def _present(self) -> dict[str, str]:
        return {"now": _iso(self._clock.now())}

    def _move(self, body: bytes) -> dict[str, str]:
        move = _ClockMove.model_validate_json(body)
        if move.move_to is not None:
            self._clock.move_to(move.move_to)
        else:
            self._clock.advance(timedelta(days=move.advance_days or 0))
        return self._present()

    def _complete(self, body: bytes) -> dict[str, str]:
        del body
        self._settle()
        return self._present()

    def _let_lists_lag(self, body: bytes) -> dict[str, float]:
        lag = _Lag.model_validate_json(body)
        self._lag(timedelta(minutes=lag.minutes))
        return lag.model_dump()

    def _order(self, body: bytes) -> dict[str, list[Fault]]:
        order = _FaultOrder.model_validate_json(body)
        self._faults.order(order.fault, to=order.to, times=order.times)
        return self._faults.waiting()

    def _drift(self, body: bytes) -> object:
        drift = _Drift.model_validate_json(body)
        if drift.nameservers is not None:
            self._registry.change_nameservers_behind_our_back(drift.name, drift.nameservers)
        elif drift.role is not None:
            self._registry.change_contact_behind_our_back(drift.name, drift.role, **drift.fields)
        return self._record(drift.name)

    def _record(self, text: str) -> object:
        return self._registry.info(DomainName(text)).model_dump(mode="json")

    def _mail(self) -> list[dict[str, object]]:
        return [
            {
                "from": message.envelope_from,
                "to": list(message.envelope_to),
                "received_at": _iso(message.received_at),
                "subject": str(message.message["Subject"] or ""),
                "message_id": str(message.message["Message-ID"] or ""),
                "text": message.text,
            }
            for message in self._mailbox.messages
        ]


def _iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _json(content: object, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    return HttpResponse(status, {"Content-Type": "application/json"}, text.encode())


def _refusal(status: HTTPStatus, reason: str) -> HttpResponse:
    return _json({"error": reason}, status)
