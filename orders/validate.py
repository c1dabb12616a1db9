"""What is wrong with an order before any money is near it, a sentence for each problem."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from orders.errors import OrderRefused
from portfolio.contacts import ContactRole
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.tld import rules_for
from records import NotHeld, Unit
from registrar.catalogue import ADAPTERS

MOST_NAMESERVERS = 13  # what fits a 512-byte answer of a root or TLD server, and what registries accept


@dataclass(frozen=True, kw_only=True)
class Wish:
    """
    What staff typed: a registration that is not an order yet.

    `roles` gives the slug of a contact for each role; `attributes` are the TLD's own, in our names.
    """

    name: DomainName
    client: str
    account: str
    years: int
    roles: Mapping[ContactRole, str]
    nameservers: tuple[HostName, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict[str, str])


def raise_if_refused(wish: Wish, unit: Unit) -> None:
    """Raise `OrderRefused` with every problem that the records and the TLD's rules show. Changes nothing."""
    problems = [
        *_with_name(wish, unit),
        *_with_rules(wish),
        *_with_people(wish, unit),
        *_with_registrar(wish, unit),
        *_with_hosts(wish),
    ]
    if problems:
        raise OrderRefused(problems)


def _with_name(wish: Wish, unit: Unit) -> Iterator[str]:
    if not wish.name.is_registrable:
        yield f"{wish.name} is not a name that a registry sells"
    try:
        unit.domains.get(wish.name)
    except NotHeld:
        pass
    else:
        yield f"{wish.name} is ours already"
    for order in unit.orders.all(open_only=True):
        if order.name == wish.name and order.kind is OrderKind.REGISTER:
            yield f"an order for {wish.name} is open already: {order.reference}"


def _with_rules(wish: Wish) -> list[str]:
    return rules_for(wish.name).problems_with(
        years=wish.years, roles=frozenset(wish.roles), attributes=wish.attributes
    )


def _with_people(wish: Wish, unit: Unit) -> Iterator[str]:
    for what, slug, store in (
        ("client", wish.client, unit.clients),
        ("account", wish.account, unit.accounts),
    ):
        try:
            store.get(slug)
        except NotHeld:
            yield f"there is no {what} {slug}"
    for role, slug in wish.roles.items():
        try:
            held = unit.contacts.get(slug)
        except NotHeld:
            yield f"there is no contact {slug} (wanted as {role})"
            continue
        if role is ContactRole.REGISTRANT and held.client != wish.client:
            yield f"contact {slug} (wanted as {role}) belongs to another client"


def _with_registrar(wish: Wish, unit: Unit) -> Iterator[str]:
    """The vendor's own demands; the registry's are told already."""
    rules = rules_for(wish.name)
    try:
        spec = ADAPTERS[unit.accounts.get(wish.account).registrar]
    except (NotHeld, KeyError):
        return
    lacking = set(spec.roles_needed(rules)) - set(rules.roles) - set(wish.roles)
    yield from (f"{spec.title} needs a {role} contact" for role in sorted(lacking))


def _with_hosts(wish: Wish) -> Iterator[str]:
    hosts = wish.nameservers
    if len(set(hosts)) != len(hosts):
        yield "a nameserver is given twice"
    if hosts and not 2 <= len(set(hosts)) <= MOST_NAMESERVERS:
        yield f"give no nameservers, or 2 to {MOST_NAMESERVERS} of them"
