"""One account's line to Realtime Register: questions, lists in pages, changes and what became of them."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from portfolio.names import DomainName
from registrar.adapters.realtimeregister import wire
from registrar.adapters.realtimeregister.codes import MANNER, Codec
from registrar.contract import Receipt
from registrar.errors import OutcomeUnknown, RegistrarError
from registrar.json_account import JsonAccount
from registrar.json_line import Call
from registrar.json_reply import JsonReply, TheirsT
from registrar.offsets import RowT, every_row_from
from registrar.told import hosts_told, raise_if_other, raise_unless

NOTHING_CAME = frozenset({"FAILED", "CANCELLED", "INVALID"})
"""States of a process that came to nothing; COMPLETED is done, and any other is under way or unclear."""


class Account(JsonAccount):
    """`secret` is the key, `username` the customer's handle."""

    slug = "realtimeregister"
    manner = MANNER

    def _codec(self) -> Codec:
        return Codec(endpoint=self._endpoint, manner=self.manner, headers=self._headers)

    def _headers(self, call: Call) -> Mapping[str, str]:
        del call
        return {"Authorization": f"ApiKey {self._secret.get_secret_value()}", "Accept": "application/json"}

    def _ours(self, path: str) -> str:
        return f"customers/{quote(self._username, safe='')}/{path}"

    def _domain(self, name: DomainName) -> wire.Domain:
        def told(reply: JsonReply) -> wire.Domain:
            domain = reply.as_a(wire.Domain)
            raise_if_other(name, domain.domain_name)
            hosts_told(domain.ns)
            return domain

        return self._line.read(Call("getDomain", f"domains/{name}", name), told)

    def _rows(
        self,
        operation: str,
        path: str,
        told: Callable[[JsonReply], list[RowT]],
        key: Callable[[RowT], object],
    ) -> list[RowT]:
        """Return every row of a list, each of which `key` tells from the others."""

        def part_at(offset: int) -> tuple[list[RowT], int]:
            where = f"{path}{'&' if '?' in path else '?'}limit=100&offset={offset}"
            call = Call(operation, where)
            return self._line.read(call, lambda reply: (told(reply), reply.part("pagination.total", int)))

        return every_row_from(part_at, registrar=self.slug, operation=operation, key=key)

    def _change(self, call: Call, read: Callable[[JsonReply], object] = lambda _: None) -> Receipt:
        """Send a change, once; look once at what is only accepted; `read` reads the yes of what is done."""

        def told(reply: JsonReply) -> Receipt:
            is_accepted, number = reply.status == 202, _process_in(reply)
            raise_unless("the reply does not name its process", is_so=bool(number) or not is_accepted)
            if not is_accepted:
                read(reply)
            return Receipt(pending=is_accepted, reference=number)

        receipt = self._line.change(call, told)
        return self._looked_at(call, receipt) if receipt.pending else receipt

    def _looked_at(self, call: Call, receipt: Receipt) -> Receipt:
        number = receipt.reference
        try:
            status = self._look(Call("getProcess", f"processes/{number}"), wire.Process).status
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
        yes = frozenset({200, 202})
        return self._change(
            Call("updateDomain", f"domains/{name}/update", name, "POST", body, yes=yes, bare=yes)
        )


def rows_of(kind: type[TheirsT]) -> Callable[[JsonReply], list[TheirsT]]:
    """Return how the rows of a page are read."""
    return lambda reply: reply.rows_at("entities", kind)


def _process_in(reply: JsonReply) -> str | None:
    """Return the number of the process that a yes started: in its body, or in its headers."""
    told = reply.items.get("processId", reply.headers.get("x-process-id"))
    number = str(told)
    raise_unless("the process has no number", is_so=told is None or (number.isascii() and number.isdecimal()))
    return None if told is None else number
