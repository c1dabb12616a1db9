"""Vendors in JSON that do changes by processes: one that is only accepted is looked at, and found later."""

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Generic, TypeVar

from registrar.answers.told import raise_unless
from registrar.contract import (
    OrderAbsent,
    OrderAnswer,
    OrderFailed,
    OrderFound,
    OrderSought,
    OrderUnclear,
    Receipt,
)
from registrar.errors import OutcomeUnknown, RegistrarError
from registrar.in_json.account import JsonAccount
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply

ProcessT = TypeVar("ProcessT")


class Progress(Enum):
    """How far a process has come; what nobody documents is UNDER_WAY, which promises nothing."""

    UNDER_WAY = auto()
    DONE = auto()
    FAILED = auto()


class Processes(JsonAccount):
    """Changes that are answered by 202 are accepted, under the number that `_process_in` finds."""

    @abstractmethod
    def _progress(self, number: str) -> Progress:
        """Ask how far a process has come. Raises what a read raises."""
        ...

    def _process_in(self, reply: JsonReply) -> str | None:
        """Return the number of the process that a yes started: in its body, or in its headers."""
        told = reply.items.get("processId", reply.headers.get("x-process-id"))
        is_number = str(told).isascii() and str(told).isdecimal()
        raise_unless("the process has no number", is_so=told is None or is_number)
        return None if told is None else str(told)

    def _change(self, call: Call, read: Callable[[JsonReply], object] = lambda _: None) -> Receipt:
        """
        Send a change, once; look once at what is only accepted; `read` reads the yes of what is done.

        Raises what a change raises, and `OutcomeUnknown`, with the number, for what came to nothing.
        """

        def told(reply: JsonReply) -> Receipt:
            is_accepted, number = reply.status == 202, self._process_in(reply)
            raise_unless("the reply does not name its process", is_so=bool(number) or not is_accepted)
            if not is_accepted:
                read(reply)
            return Receipt(pending=is_accepted, reference=number)

        receipt = self._line.change(call, told)
        return self._looked_at(call, receipt.reference) if receipt.pending else receipt

    def _looked_at(self, call: Call, number: str | None) -> Receipt:
        try:
            progress = self._progress(number or "")
        except RegistrarError:
            progress = Progress.UNDER_WAY
        if progress is Progress.FAILED:
            detail = "the registrar's process came to nothing; it was sent once"
            raise OutcomeUnknown(
                detail, registrar=self.slug, operation=call.operation, name=call.name, vendor_reference=number
            )
        return Receipt(pending=progress is not Progress.DONE, reference=number)


@dataclass(frozen=True)
class Listed(Generic[ProcessT]):
    """One process of a name, as a list has it; `is_of_kind` where it may be an order of the sought kind."""

    number: str
    progress: Progress
    is_of_kind: bool
    process: ProcessT


def verdict(
    listed: Sequence[Listed[ProcessT]],
    sought: OrderSought,
    *,
    is_ours: Callable[[ProcessT], bool],
    is_held: Callable[[], bool],
) -> OrderAnswer:
    """
    Return what became of an order, by all processes of its name, the newest first.

    `is_ours` says that a process carries our reference, `is_held` that the order's name is here by another
    way. Raises what they raise.
    """
    known = sought.vendor_reference
    if known is not None and known not in {one.number for one in listed}:
        return OrderUnclear(reason="the list lacks an order that is known")
    of_kind = [one for one in listed if one.is_of_kind]
    for one in of_kind:
        if one.number == known or is_ours(one.process):
            if one.progress is Progress.FAILED:
                return OrderFailed(reference=one.number)
            return OrderFound(done=one.progress is Progress.DONE, reference=one.number)
    if _any_alive(of_kind):
        return OrderUnclear(reason="there is an order of this kind, and nothing tells whose it is")
    return OrderUnclear(reason="we hold the name by another order") if is_held() else OrderAbsent()


def _any_alive(listed: Iterable[Listed[ProcessT]]) -> bool:
    return any(one.progress is not Progress.FAILED for one in listed)
