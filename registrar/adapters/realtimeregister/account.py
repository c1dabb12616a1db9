"""One account's line to Realtime Register: questions, lists in pages, changes and what became of them."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from portfolio.names import DomainName
from registrar.adapters.realtimeregister import wire
from registrar.adapters.realtimeregister.codes import MANNER, Codec
from registrar.contract import Receipt
from registrar.json_line import Call
from registrar.json_reply import JsonReply, TheirsT
from registrar.offsets import RowT, every_row_from
from registrar.processes import Processes, Progress
from registrar.told import hosts_told, raise_if_other

_NOTHING = dict.fromkeys(("FAILED", "CANCELLED", "INVALID"), Progress.FAILED)
_PROGRESS = {"COMPLETED": Progress.DONE} | _NOTHING


class Account(Processes):
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

    def _progress(self, number: str) -> Progress:
        return progress_of(self._look(Call("getProcess", f"processes/{number}"), wire.Process))

    def _update(self, name: DomainName, body: Mapping[str, object]) -> Receipt:
        """Change what `body` names of a name, and leave the rest; an empty 200 says that it is done."""
        yes = frozenset({200, 202})
        return self._change(
            Call("updateDomain", f"domains/{name}/update", name, "POST", body, yes=yes, bare=yes)
        )


def rows_of(kind: type[TheirsT]) -> Callable[[JsonReply], list[TheirsT]]:
    """Return how the rows of a page are read."""
    return lambda reply: reply.rows_at("entities", kind)


def progress_of(process: wire.Process) -> Progress:
    """Return how far a process has come."""
    return _PROGRESS.get(process.status, Progress.UNDER_WAY)
