"""Promises of the fault matrix beyond the invariants: a function for each row, named after it."""

from collections.abc import Iterator
from datetime import timedelta

from tests.simulation.invariants import Seen
from tests.simulation.world import World

VISIBLE = timedelta(seconds=60)
MOST_LOOKS = 12
"""In half an hour of minutely runs: 1, 2, 5, 10 and 20 minutes apart, and some that were news."""


def r1_visible_at_once(world: World, seen: Seen) -> Iterator[str]:
    """An order whose answer was lost is shown as unclear within a minute of a process that runs."""
    for reference, since in list(world.unclear_since.items()):
        order = seen.orders.get(reference)
        waited = world.machine.clock.lived - max(since, world.up_since)
        if order is None:
            del world.unclear_since[reference]
        elif waited > 2 * VISIBLE and world.up_since > since:
            yield f"{reference} is lost for {waited}, and still says submitting"


def stops_for_access(world: World) -> bool:
    """Return whether the account stands still because its key is refused."""
    return bool(world.storage.rows("SELECT reason FROM account_stops WHERE reason = 'access refused'"))


def r16_one_call(world: World, what: str) -> Iterator[str]:
    """Of an account whose key is refused the jobs ask nothing more."""
    if world.by_job and stops_for_access(world):
        yield f"{what} is asked of an account whose key is refused"


def r24_a_list_is_one_job(world: World, _seen: Seen) -> Iterator[str]:
    """A list that is handed in again orders none of its rows a second time."""
    query = "SELECT name, count(*) FROM orders WHERE batch IS NOT NULL GROUP BY name HAVING count(*) > 1"
    for name, times in world.storage.rows(query):
        yield f"{name} was ordered {times} times by one list"


def r5_what_never_left_is_not_unclear(world: World, seen: Seen) -> Iterator[str]:
    """An order that was never about to leave is not told as unclear."""
    for reference, order in seen.orders.items():
        if order["state"] in ("unknown", "reconciling") and world.states.get(reference) == "approved":
            query = "SELECT 1 FROM audit_payloads WHERE subject = ? AND detail LIKE '%→ submitting%' LIMIT 1"
            if not world.storage.rows(query, reference):
                yield f"{reference} is {order['state']}, and was never about to leave"


def r16_orders_stand(world: World, seen: Seen) -> Iterator[str]:
    """An order that met a refused key, short money or a broken line keeps its approval."""
    for reference, refusal in world.refusals.items():
        order = seen.orders.get(reference)
        met = refusal in ("AccessRefused", "PaymentRefused", "TryAgain")
        if met and order is not None and order["state"] == "refused" and reference not in world.closed:
            yield f"{reference} is refused for {refusal}"


def r16_one_word(world: World, _seen: Seen) -> Iterator[str]:
    """An account that stands still is told once for each time, and each reason, that it came to a stand."""
    query = """
        SELECT tag, at, detail FROM audit_links JOIN audit_payloads USING (sequence)
        WHERE tag LIKE 'account:%ed' ORDER BY sequence
    """
    standing, resumed = "", None
    for row in world.storage.rows(query):
        if row["tag"] == "account:resumed":
            standing, resumed = "", (row["at"], row["detail"])
        elif row["tag"] == "account:stopped":
            if row["detail"] == standing or (row["at"], row["detail"]) == resumed:
                yield f"the account was told twice that it stands still: {standing or row['detail']}"
            standing = row["detail"]


def r8_a_difference_is_told(world: World, seen: Seen) -> Iterator[str]:
    """An active name whose contacts the registrar keeps otherwise has an open finding."""
    if not world.vendor.mishears:
        return
    found = {row["name"] for row in world.storage.rows("SELECT name FROM findings WHERE closed_at IS NULL")}
    for reference, order in seen.orders.items():
        brings_in = order["kind"] in ("register", "transfer")
        if brings_in and order["state"] == "active" and order["name"] not in found:
            yield f"{reference} is active, its contacts differ, and nobody is told"


def r17_goes_on_after_a_top_up(world: World, seen: Seen) -> Iterator[str]:
    """At the end, with money and access, nothing that may go by itself is left waiting."""
    for account, stop in seen.stops.items():
        if stop["reason"] != "funds short":  # that one ends with the next order, and there may be none
            yield f"{account} stands still for {stop['reason']}, with money and access"
    most = world.spending.most_per_day * 10_000
    for reference, order in seen.orders.items():
        may_go = order["kind"] != "transfer" and order["price_limit"] <= most
        if order["state"] == "approved" and may_go:
            yield f"{reference} is approved, could go, and does not"


def r21_looks_back_off(world: World, _seen: Seen) -> Iterator[str]:
    """Who looks again does so less and less often."""
    for reference, looks in world.minutely.items():
        if looks > MOST_LOOKS:
            yield f"{reference} was looked at {looks} times in half an hour"
