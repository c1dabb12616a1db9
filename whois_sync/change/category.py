"""What the registry asked for when a name was ordered, held against the contacts that it is to have."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.held import HeldDomain
from portfolio.order import OrderState
from portfolio.tld import rules_for
from records import Unit

MAY_REFUSE = "the registry may refuse it: {problem}"


def category_notes(unit: Unit, held: HeldDomain, taking: Mapping[ContactRole, Contact]) -> tuple[str, ...]:
    """
    Return a sentence, without anybody's data, for each rule that the name's contacts would not keep.

    `taking` are the contacts that take roles of the name. The category and the like are those of the newest
    order of ours that brought the name; of a name that came without one, only the rules for every category
    are held against it.
    """
    kept = unit.contacts.newest(set(held.roles.values()))
    contacts = {role: kept[slug].contact for role, slug in held.roles.items() if slug in kept}
    problems = rules_for(held.name).problems_with_contacts({**contacts, **taking}, _attributes(unit, held))
    return tuple(MAY_REFUSE.format(problem=problem) for problem in problems)


def _attributes(unit: Unit, held: HeldDomain) -> dict[str, str]:
    done = [order for order in unit.orders.of_name(held.name) if order.state is OrderState.ACTIVE]
    return next((order.attributes for order in reversed(done) if order.attributes), {})
