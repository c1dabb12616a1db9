"""Orders at vendors that list what was asked of a name, process by process, with its command."""

from collections.abc import Mapping
from typing import ClassVar

from portfolio.order import OrderKind
from registrar.buying.guards import is_there
from registrar.buying.processes import Listed, Processes, Progress, verdict
from registrar.contacts.fresh import is_made_for
from registrar.contract import FindsOrders, OrderAnswer, OrderSought, OrderUnclear
from registrar.errors import Refused, ReplyNotUnderstood, TryAgain
from registrar.handles import KeepsHandles
from registrar.in_json.entities import EntityLists, entities
from registrar.in_json.line import Call
from registrar.in_json.reply import Theirs

REASON = "ordered by its registrant"
"""The reason of an order where one is wanted."""

_NOTHING = dict.fromkeys(("FAILED", "CANCELLED", "INVALID"), Progress.FAILED)
_PROGRESS = {"COMPLETED": Progress.DONE} | _NOTHING


class _Process(Theirs):
    id: int
    status: str
    type: str
    action: str
    identifier: str | None = None
    command: dict[str, object] | None = None

    @property
    def progress(self) -> Progress:
        return _PROGRESS.get(self.status, Progress.UNDER_WAY)

    @property
    def what(self) -> str:
        """What it does to a name; a transfer's own type tells more than its action."""
        return (self.action if self.type == "domain" else self.type).lower()


class ProcessOrders(EntityLists, Processes, KeepsHandles, FindsOrders):
    """
    Finds orders by the vendor's number, or by what their commands carry of ours.

    That is the reason that `reasoned` gives, or a registrant's handle that was made for the order. `actions`
    are the vendor's words for the kinds of orders.
    """

    actions: ClassVar[Mapping[OrderKind, str]]

    def find_order(self, sought: OrderSought) -> OrderAnswer:
        brings = sought.kind in (OrderKind.REGISTER, OrderKind.TRANSFER)
        try:
            return verdict(
                self._listed(sought),
                sought,
                is_ours=lambda process: self._is_ours(process, sought),
                is_held=lambda: brings and is_there(self.handles, sought.name),
            )
        except (TryAgain, ReplyNotUnderstood, Refused) as err:
            return OrderUnclear(reason=err.detail)

    def _progress(self, number: str) -> Progress:
        return self._look(Call("getProcess", f"processes/{number}"), _Process).progress

    def _listed(self, sought: OrderSought) -> list[Listed[_Process]]:
        call = Call("listProcesses", f"processes?identifier:eq={sought.name}")
        found = self._entities(call, entities(_Process), lambda one: one.id)
        return [
            Listed(str(one.id), one.progress, one.what.endswith(self.actions[sought.kind]), one)
            for one in sorted(found, key=lambda one: one.id, reverse=True)
            if one.identifier == sought.name
        ]

    def _is_ours(self, process: _Process, sought: OrderSought) -> bool:
        command = process.command or {}
        handle = command.get("registrant")
        if "reason" in command or not isinstance(handle, str):
            return command.get("reason") == reasoned(sought.reference)
        return is_made_for(self, handle, sought.name, sought.reference)


def reasoned(reference: str) -> str:
    """Return the reason of an order with our reference; a registry may see it."""
    return f"{REASON}, {reference}"
