"""One account's line to Realtime Register: questions, lists in pages, changes and what became of them."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from urllib.parse import quote

from pydantic import SecretStr

from net.client import HttpClient
from portfolio.names import DomainName
from registrar.adapters.realtimeregister import wire
from registrar.adapters.realtimeregister.codes import MANNER, Codec
from registrar.contract import Receipt
from registrar.errors import OutcomeUnknown, RegistrarError, ReplyNotUnderstood
from registrar.exchange import Unreadable
from registrar.json_line import Call, json_line
from registrar.json_reply import JsonReply, TheirsT
from registrar.told import hosts_told, raise_if_other

PAGE = 100
NOTHING_CAME = frozenset({"FAILED", "CANCELLED", "INVALID"})
"""States of a process that came to nothing; COMPLETED is done, and any other is under way or unclear."""


class Account:
    """`secret` is the key, `username` the customer's handle; `attempts` bounds how often a read is sent."""

    slug = "realtimeregister"

    def __init__(
        self, http: HttpClient, *, endpoint: str, username: str, secret: SecretStr, attempts: int = 4
    ) -> None:
        self._http = http
        self._customer = username
        codec = Codec(endpoint=endpoint, manner=MANNER, headers=partial(_headers, key=secret))
        self._line = json_line(http, codec, registrar=self.slug, attempts=attempts)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._http.close()

    def _ours(self, path: str) -> str:
        return f"customers/{quote(self._customer, safe='')}/{path}"

    def _told(
        self, operation: str, path: str, kind: type[TheirsT], name: DomainName | None = None
    ) -> TheirsT:
        return self._line.read(Call(operation, path, name), lambda reply: reply.as_a(kind))

    def _domain(self, name: DomainName) -> wire.Domain:
        def told(reply: JsonReply) -> wire.Domain:
            domain = reply.as_a(wire.Domain)
            raise_if_other(name, domain.domain_name)
            hosts_told(domain.ns)
            return domain

        return self._line.read(Call("getDomain", f"domains/{name}", name), told)

    def _pages(
        self, operation: str, path: str, kind: type[wire.RowT], query: str = ""
    ) -> Iterator[tuple[list[wire.RowT], int, bool]]:
        """Yield each page's rows, the total, and whether more are to come; none after an empty one."""
        offset, more = 0, True
        while more:
            where = f"{path}?{query}limit={PAGE}&offset={offset}"
            page = self._told(operation, where, wire.Listing[kind])
            offset += len(page.entities)
            more = offset < page.pagination.total
            yield page.entities, page.pagination.total, more
            more = more and bool(page.entities)

    def _rows(
        self,
        operation: str,
        path: str,
        kind: type[wire.RowT],
        key: Callable[[wire.RowT], object],
        query: str = "",
    ) -> list[wire.RowT]:
        """Return every row, each of which `key` tells from the others."""
        rows: list[wire.RowT] = []
        totals: set[int] = set()
        for page, total, _more in self._pages(operation, path, kind, query):
            rows += page
            totals.add(total)
        if totals != {len(rows)} or len({key(row) for row in rows}) != len(rows):
            detail = "the pages of the list do not add up"
            raise ReplyNotUnderstood(detail, registrar=self.slug, operation=operation)
        return rows

    def _process(self, number: str) -> wire.Process:
        return self._told("getProcess", f"processes/{number}", wire.Process)

    def _change(self, call: Call, read: Callable[[JsonReply], object] = lambda _: None) -> Receipt:
        """Send a change, once; look once at what is only accepted; `read` reads the yes of what is done."""

        def told(reply: JsonReply) -> Receipt:
            if reply.status != 202:
                read(reply)
                return Receipt()
            return Receipt(pending=True, reference=str(reply.as_a(wire.Accepted).process_id))

        receipt = self._line.change(call, told)
        return self._looked_at(call, receipt.reference) if receipt.reference else receipt

    def _looked_at(self, call: Call, number: str) -> Receipt:
        try:
            status = self._process(number).status
        except RegistrarError:
            status = "not told"
        if status in NOTHING_CAME:
            detail = f"the registrar's process ended as {status}; it was sent once"
            raise OutcomeUnknown(
                detail, registrar=self.slug, operation=call.operation, name=call.name, vendor_reference=number
            )
        return Receipt(pending=status != "COMPLETED", reference=number)

    def _update(self, name: DomainName, body: Mapping[str, object]) -> Receipt:
        """Change what `body` names of a name, and leave the rest; an empty 200 says that it is done."""
        path, done = f"domains/{name}/update", frozenset({200})
        return self._change(Call("updateDomain", path, name, "POST", body, yes=done | {202}, bare=done))


def unreadable_unless(detail: str, *, is_so: bool) -> None:
    """Raise `Unreadable` for a yes that shows something else than what was asked for."""
    if not is_so:
        raise Unreadable(detail)


def _headers(call: Call, *, key: SecretStr) -> dict[str, str]:
    del call
    return {"Authorization": f"ApiKey {key.get_secret_value()}", "Accept": "application/json"}
