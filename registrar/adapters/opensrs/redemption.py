"""
Bringing names back at OpenSRS, and how a name in redemption is told from another.

The vendor keeps no order of it and tells no price. A name in redemption is not in the account
(`belongs_to_rsp`), and among those that were deleted from it (`get_deleted_domains`).
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from portfolio.names import DomainName
from registrar.adapters.opensrs import reading
from registrar.adapters.opensrs.codec import Command, Line, raise_if_part_failed
from registrar.adapters.opensrs.codes import ASYNCHRONOUS
from registrar.adapters.opensrs.wire import Item, Reply, assocs, flag, said
from registrar.contract import Availability, Receipt, RestoreRequest
from registrar.errors import NotFound, NotSponsored, Refused, StatusProhibits
from registrar.exchange import Unreadable


def restore(line: Line, request: RestoreRequest) -> Receipt:
    """
    Ask for the restore, once, of a name that is in redemption as far as the account shows.

    Its price is in the reseller's list and in no answer, so that the limit cannot be compared.
    """
    _raise_if_not_in_redemption(line, request.name)
    command = Command("redeem", request.name, {"domain": request.name}, is_order=True)

    def told(reply: Reply) -> Receipt:
        raise_if_part_failed(reply)
        return Receipt(pending=reply.code == ASYNCHRONOUS)

    return line.change(command, told)


def is_in_account(line: Line, name: DomainName) -> bool:
    """
    Return whether the account has the name, alive.

    The vendor says no to a name that is expired and deleted as it does to somebody else's; some such answers
    are refusals ("Unknown Domain").
    """

    def told(reply: Reply) -> bool:
        belongs = flag(reply.attributes, "belongs_to_rsp")
        if belongs is None:
            raise Unreadable("the reply does not tell whose the name is")
        return belongs

    try:
        return line.read(Command("belongs_to_rsp", name, {"domain": name}), told)
    except (NotFound, NotSponsored):
        return False


def deleted_on(line: Line, name: DomainName) -> date | None:
    """
    Return the day on which the name was last deleted from this account, None for never.

    The vendor's list is of every name that ever was, whatever became of it since.
    """
    command = Command("get_deleted_domains", name, {"domain": name})
    try:
        return max(line.read(command, lambda reply: _days(name, reply)), default=None)
    except NotFound:
        return None


def _days(name: DomainName, reply: Reply) -> list[date]:
    entries = assocs(reply.attributes, "del_domains")
    return [_day(entry) for entry in entries if said(entry, "name").lower().rstrip(".") == name]


def _day(entry: Mapping[str, Item]) -> date:
    """The vendor's seconds since 1970, as the day they fall on in UTC."""
    seconds = said(entry, "delete_date_epoch")
    if not re.fullmatch(r"[0-9]{1,11}", seconds):
        raise Unreadable("the reply's delete_date_epoch is not an instant")
    return datetime.fromtimestamp(int(seconds), UTC).date()


def _raise_if_not_in_redemption(line: Line, name: DomainName) -> None:
    """Raise `StatusProhibits`; `NotFound` or `NotSponsored` for a name that never was in the account."""
    if is_in_account(line, name):
        raise _prohibited(name, "the name is in the account, and not in redemption")
    if deleted_on(line, name) is None:
        raise _never_ours(line, name)


def _never_ours(line: Line, name: DomainName) -> Refused:
    if reading.availability(line, name).availability is Availability.FREE:
        return NotFound("nobody holds the name", registrar="opensrs", operation="redeem", name=name)
    return NotSponsored(
        "the name was never in this account", registrar="opensrs", operation="redeem", name=name
    )


def _prohibited(name: DomainName, detail: str) -> StatusProhibits:
    return StatusProhibits(f"{detail}; nothing was sent", registrar="opensrs", operation="redeem", name=name)
