"""An account's names taken over in one go: read, and every one that can be ours is."""

from collections.abc import Collection

from orders.importing import Outcome, Reading, Taken, choose_client, judged, take
from orders.terms import RegistrarFor
from portfolio.clock import Clock
from records import Records
from whois_sync.compare import differences


def take_over(
    records: Records,
    registrar_for: RegistrarFor,
    clock: Clock,
    account: str,
    *,
    client: str,
    only: Collection[str] | None = None,
    by: str = "first-colleague",
) -> list[Taken]:
    """Read the account and take what is new, of `only` where given; that may have names it does not hold."""
    reading = Reading(records, registrar_for, clock, account, by=by)
    reading.list_names()
    _ = [*reading.rest()]
    choose_client(records, account, client, by=by)
    new = [
        one.entry.name
        for one in judged(records, account, differences)
        if one.outcome is Outcome.NEW and (only is None or one.entry.name in only)
    ]
    return [*take(records, account, by=by, clock=clock, differ=differences, names=new)] if new else []
