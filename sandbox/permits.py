"""Whether a command may be carried out on a name: sponsorship, statuses, phases (RFC 5731 section 2.3)."""

from enum import StrEnum

from portfolio.lifecycle import Phase
from portfolio.registration import Status
from sandbox.objects import DomainRecord
from sandbox.refusal import RegistryRefuses, ResultCode


class Command(StrEnum):
    """A command that statuses can prohibit."""

    UPDATE = "update"
    RENEW = "renew"
    TRANSFER = "transfer"
    DELETE = "delete"


_PROHIBITED_BY = {
    Command.UPDATE: (Status.CLIENT_UPDATE_PROHIBITED, Status.SERVER_UPDATE_PROHIBITED),
    Command.RENEW: (Status.CLIENT_RENEW_PROHIBITED, Status.SERVER_RENEW_PROHIBITED),
    Command.TRANSFER: (Status.CLIENT_TRANSFER_PROHIBITED, Status.SERVER_TRANSFER_PROHIBITED),
    Command.DELETE: (Status.CLIENT_DELETE_PROHIBITED, Status.SERVER_DELETE_PROHIBITED),
}
_DELETED = (Phase.REDEMPTION, Phase.PENDING_DELETE)

SETTABLE = frozenset(status for status in Status if status.startswith("client"))
"""The statuses that a registrar may set by itself; the registry sets all others."""


def raise_if_not_sponsor(record: DomainRecord, by: str) -> None:
    """Raise `RegistryRefuses` (2201) unless the registrar `by` sponsors the name."""
    if record.sponsor.slug != by:
        raise RegistryRefuses(ResultCode.NOT_AUTHORIZED, f"{record.name} is sponsored by another registrar")


def raise_if_prohibited(record: DomainRecord, command: Command) -> None:
    """Raise `RegistryRefuses` (2304, 2300) where a status or the phase of the name forbids the command."""
    if record.transfer is not None:
        raise RegistryRefuses(ResultCode.PENDING_TRANSFER, f"a transfer of {record.name} is pending")
    if record.phase in _DELETED:
        raise RegistryRefuses(ResultCode.STATUS_PROHIBITS, f"{record.name} is in {record.phase}")
    for status in _PROHIBITED_BY[command]:
        if status in record.statuses:
            raise RegistryRefuses(ResultCode.STATUS_PROHIBITS, f"{status} forbids to {command} {record.name}")


def raise_if_not_settable(statuses: frozenset[Status]) -> None:
    """Raise `RegistryRefuses` (2306) for a status that only the registry sets."""
    for status in sorted(statuses - SETTABLE):
        raise RegistryRefuses(ResultCode.POLICY, f"only the registry sets {status}")
