"""The vendor's address: JSON over HTTP's verbs, everything inside of "data", pages with their totals."""

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from email.utils import format_datetime

from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.refusal import RegistryRefuses
from sandbox.vendors.dnsimple import names, people
from sandbox.vendors.dnsimple.asked import ACCOUNT, Asked, Refusal, operation_of, read
from sandbox.vendors.dnsimple.changes import CHANGES, put_registrants, signers
from sandbox.vendors.office import Dialect, Office, sandbox_sponsor

_READS: Mapping[str, Callable[[Office, Asked], object]] = {
    "whoami": lambda _office, _asked: {"user": None, "account": {"id": int(ACCOUNT)}},
    "getTldExtendedAttributes": names.extended_attributes,
    "getDomain": names.get_domain,
    "getContact": lambda office, asked: people.written(office, people.found(office, int(asked.subject))),
    "checkDomain": names.check_domain,
    "getDomainPrices": names.get_prices,
    "getDomainTransfer": names.get_transfer,
    "getDomainDelegation": names.get_delegation,
    "getDomainTransferLock": names.get_lock,
}
_LISTS: Mapping[str, Callable[[Office, Asked], list[dict[str, object]]]] = {
    "listDomains": names.list_domains,
    "listContacts": lambda office, _: [people.written(office, kept) for kept in people.all_of(office)],
    "listDomainDelegationSignerRecords": lambda office, asked: signers(office, asked.name),
}


class Dnsimple(Dialect):
    """DNSimple as its documents describe it, for the account 1010. What is accepted is done at once."""

    slug = "dnsimple"
    username = ACCOUNT
    path = "/v2"
    currency = "USD"
    sponsor = sandbox_sponsor("dnsimple", "Sandbox Simple Registrar Inc.")

    def operation_of(self, request: HttpRequest) -> str:
        try:
            return operation_of(request)[0]
        except Refusal:
            return "unknown"

    def answered(self, request: HttpRequest) -> HttpResponse:
        answer = self._told(request)
        return replace(answer, headers={**answer.headers, **self._rate(left=2399)})

    def _rate(self, *, left: int) -> dict[str, str]:
        """What every answer says of how many requests an hour are taken, and until when those count."""
        until = int(self.office.clock.now().timestamp()) + 30
        told = {"Limit": "2400", "Remaining": str(left), "Reset": str(until)}
        return {f"X-RateLimit-{word}": number for word, number in told.items()}

    def _told(self, request: HttpRequest) -> HttpResponse:
        told = request.headers.get("authorization", "")
        put_registrants(self.office)
        try:
            is_ours = hmac.compare_digest(told.encode(), f"Bearer {self.secret}".encode())
            return self._done(read(request)) if is_ours else _refused(Refusal(401, "Authentication failed"))
        except Refusal as refusal:
            return _refused(refusal)
        except RegistryRefuses as refused:
            return _refused(Refusal(400, refused.detail, {}))

    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        del request
        date = {"Date": format_datetime(self.office.clock.now(), usegmt=True)}
        return _json(429, {"message": "quota exceeded"}, self._rate(left=0) | date)

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        told = json.loads(answer.body) if answer.body else {}
        data = told.get("data")
        if isinstance(data, dict):
            data |= {key: f"other-{data[key]}" for key in ("name", "domain") if key in data}
            data |= {"domain_id": data["domain_id"] + 1} if "domain_id" in data else {}
        return _json(answer.status, told, answer.headers)

    def _done(self, asked: Asked) -> HttpResponse:
        if asked.operation in _LISTS:
            return self._paged(asked, _LISTS[asked.operation](self.office, asked))
        if asked.operation in _READS:
            return _json(200, {"data": _READS[asked.operation](self.office, asked)})
        status, told = CHANGES[asked.operation](self.office, asked)
        return HttpResponse(204) if told is None else _json(status, {"data": told})

    def _paged(self, asked: Asked, rows: list[dict[str, object]]) -> HttpResponse:
        number = int(asked.query.get("page", "1"))
        size = min(int(asked.query.get("per_page", "30")), 100, self.office.largest_page)
        pagination = {
            "current_page": number,
            "per_page": size,
            "total_entries": len(rows) + self.office.miscounts,
            "total_pages": -(-len(rows) // size),
        }
        return _json(200, {"data": rows[size * (number - 1) : size * number], "pagination": pagination})


def _refused(refusal: Refusal) -> HttpResponse:
    errors = {} if refusal.errors is None else {"errors": refusal.errors}
    return _json(refusal.status, {"message": refusal.message, **errors})


def _json(status: int, told: object, headers: Mapping[str, str] | None = None) -> HttpResponse:
    body = json.dumps(told, ensure_ascii=False).encode()
    return HttpResponse(status, {"Content-Type": "application/json", **(headers or {})}, body)
