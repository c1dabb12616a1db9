"""Who holds the two histories against the records: at each call, and after each step."""

from collections.abc import Callable, Iterator
from typing import Any

from portfolio.names import DomainName
from portfolio.order import OrderKind
from records import Records
from tests.simulation import invariants as hold
from tests.simulation import rows
from tests.simulation.invariants import Seen, seen
from tests.simulation.vendor import Purchase
from tests.simulation.world import Violation, World

AFTER_EACH_STEP: tuple[Callable[[World, Seen], Iterator[str]], ...] = (
    hold.i1_bought_at_most_once,
    hold.i2_every_purchase_has_its_order,
    hold.i3_active_means_bought,
    hold.i4_mailed_at_most_once,
    hold.i5_no_notice_is_silently_missed,
    hold.i10_nothing_personal_leaks,
    rows.r1_visible_at_once,
    rows.r5_what_never_left_is_not_unclear,
    rows.r16_one_word,
    rows.r24_a_list_is_one_job,
    rows.r16_orders_stand,
)
AT_THE_END: tuple[Callable[[World, Seen], Iterator[str]], ...] = (
    hold.i7_the_books_agree,
    hold.i11_nothing_hangs,
    rows.r8_a_difference_is_told,
    rows.r17_goes_on_after_a_top_up,
    rows.r21_looks_back_off,
)


def watch(world: World) -> None:
    """Look at every call of this world from now on."""

    def leaving(kind: OrderKind, request: Any) -> None:
        _told(world, "I6", hold.i6_written_before_done(world, request))
        _told(world, "I8", hold.i8_sent_as_approved(world, kind, request))
        _told(world, "I9", hold.i9_every_disclosure_is_told(world, request))
        _told(world, "I12", hold.i12_one_at_a_time(world, request))
        _told(world, "R16", rows.r16_one_call(world, str(kind)))

    def asked(what: str, _name: DomainName | None) -> None:
        _told(world, "R16", rows.r16_one_call(world, what))

    def bought(purchase: Purchase) -> None:
        _told(world, "I7", hold.i7_money(world, purchase))

    world.when_leaving.append(leaving)
    world.when_asked.append(asked)
    world.when_bought.append(bought)
    world.when_posted.append(lambda key: _told(world, "I4", hold.i4_claimed_before_sent(world, key)))


def look(world: World) -> Seen:
    """Hold everything against everything, as it stands between two steps. Raises `Violation`."""
    now = seen(world)
    for invariant in AFTER_EACH_STEP:
        _told(world, _name(invariant), invariant(world, now))
    _raise_if_wrong(world)
    _keep_in_mind(world, now)
    return now


def look_at_the_end(world: World, records: Records) -> None:
    """Hold what must be so once everything has come to rest. Raises `Violation`."""
    now = look(world)
    with world.machine.outside(), records.reading() as unit:
        _told(world, "I10", hold.i10_no_secret_is_kept(unit.orders.all()))
    for invariant in AT_THE_END:
        _told(world, _name(invariant), invariant(world, now))
    _raise_if_wrong(world)


def _keep_in_mind(world: World, now: Seen) -> None:
    for reference, order in now.orders.items():
        if world.states.get(reference) != order["state"]:
            world.states[reference] = order["state"]
            world.machine.tell(f"{reference} is {order['state']}")
        if order["state"] in ("unknown", "reconciling"):
            world.were_unclear.add(reference)
        elif order["state"] == "needs human":
            world.asked_a_person.add(reference)


def _told(world: World, name: str, found: Iterator[str]) -> None:
    for what in found:
        world.wrong(name, what)


def _raise_if_wrong(world: World) -> None:
    if world.wrongs:
        raise Violation(world.wrongs[0])


def _name(invariant: Callable[..., object]) -> str:
    return invariant.__name__.partition("_")[0].upper()
