"""Names in redemption: whose they are, when they were deleted, and `redeem`, which brings them back."""

from portfolio.order import OrderKind
from portfolio.values import day_of
from sandbox.objects import DomainRecord
from sandbox.refusal import RegistryRefuses
from sandbox.vendors.opensrs.answers import Refusal, Reply, done
from sandbox.vendors.opensrs.asked import Asked
from sandbox.vendors.opensrs.envelope import Node
from sandbox.vendors.opensrs.office import SPONSOR, Deletion, Office
from sandbox.vendors.opensrs.stamps import seconds, stamp


def belongs_to_rsp(office: Office, asked: Asked) -> Reply:
    """Whether the name is in the reseller's profiles; one that is deleted is not, though it may come back."""
    try:
        record = office.held(asked.domain())
    except Refusal:
        return done("Query successful", belongs_to_rsp="0")
    return done("Query successful", belongs_to_rsp="1", domain_expdate=stamp(record.registrar_expires_at))


def get_deleted_domains(office: Office, asked: Asked) -> Reply:
    """Every name that ever was deleted from the profiles, also when it came back; with `domain`, that one."""
    wanted = asked.text("domain").lower()
    found = [deletion for deletion in _deletions(office) if wanted in ("", deletion.name)]
    shown: list[Node] = [_told(deletion) for deletion in found]
    attributes: dict[str, Node] = {"del_domains": shown, "total": str(len(found)), "page": "1"}
    return Reply(200, "Command successful", attributes)


def redeem(office: Office, asked: Asked) -> Reply:
    """
    Bring a name back from redemption, for the restore's price, which no command tells.

    The reply tells nothing else, and no order is kept. Which code says that a name is not in redemption is
    not documented; here it is 480.
    """
    name = asked.domain()
    record = office.deleted(name)
    if record is None:
        office.held(name)
        raise Refusal(480, "Domain is not in redemption")
    price = office.prices.of(name, kind=OrderKind.RESTORE, years=1)
    if not office.charge(price, name=name, reference=None, detail="redemption"):
        raise Refusal(440, "Exceeded quota: insufficient funds")
    try:
        office.registry.restore(name, by=SPONSOR)
    except RegistryRefuses as refused:
        office.give_back(price, name=name, reference=None, detail="redemption")
        raise Refusal(480, "Domain is not in redemption") from refused
    office.brought_back.append(_deletion_of(record))
    return Reply(200, "Command completed successfully")


def _deletions(office: Office) -> list[Deletion]:
    """Those that were undone, and those that stand, the newest first."""
    gone = (office.deleted(name) for name in office.registry.names(sponsor=SPONSOR))
    found = [*office.brought_back, *(_deletion_of(record) for record in gone if record is not None)]
    return sorted(found, key=lambda deletion: deletion.deleted_at, reverse=True)


def _deletion_of(record: DomainRecord) -> Deletion:
    deleted_at = record.deleted_at or record.last_changed_at
    return Deletion(name=record.name, deleted_at=deleted_at, expired_at=record.registrar_expires_at)


def _told(deletion: Deletion) -> dict[str, Node]:
    return {
        "name": deletion.name.upper(),
        "delete_date": str(day_of(deletion.deleted_at)),
        "delete_date_epoch": seconds(deletion.deleted_at),
        "expiredate": stamp(deletion.expired_at),
        "expiredate_epoch": seconds(deletion.expired_at),
        "reason": "Expired",
    }
