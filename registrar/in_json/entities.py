"""Lists in JSON by `limit` and `offset`, with rows under `entities` and their number under `pagination`."""

from collections.abc import Callable

from registrar.in_json.account import JsonAccount
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply, TheirsT
from registrar.lists.offsets import RowT, every_row_from

_LARGEST = 100


class EntityLists(JsonAccount):
    """Reads lists whole, or not at all."""

    def _entities(
        self, call: Call, told: Callable[[JsonReply], list[RowT]], key: Callable[[RowT], object]
    ) -> list[RowT]:
        """
        Return every row of the list that `call` asks for, as `told` reads a page; `key` tells rows apart.

        Raises what a read raises.
        """

        def part_at(offset: int) -> tuple[list[RowT], int]:
            path = f"{call.path}{'&' if '?' in call.path else '?'}limit={_LARGEST}&offset={offset}"
            page = Call(call.operation, path, call.name)
            return self._line.read(page, lambda reply: (told(reply), reply.part("pagination.total", int)))

        return every_row_from(part_at, registrar=self.slug, operation=call.operation, key=key)


def entities(kind: type[TheirsT]) -> Callable[[JsonReply], list[TheirsT]]:
    """Return how the rows of a page are read as `kind`."""
    return lambda reply: reply.rows_at("entities", kind)
