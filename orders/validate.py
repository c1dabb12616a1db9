"""What is wrong with an order before any money is near it, a sentence for each problem."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from types import MappingProxyType

from orders.errors import OrderRefused
from orders.terms import Terms
from orders.wishes import ToRegister, ToRenew, ToRestore, ToTransfer, Wish
from portfolio.contacts import Contact, ContactRole
from portfolio.held import ContactVersion
from portfolio.names import DomainName
from portfolio.order import OrderKind, OrderState
from portfolio.tld import rules_for
from records import NotHeld, Unit
from registrar.attributes import lacking as attributes_lacking
from registrar.catalogue import ADAPTERS
from registrar.support import DOES, Answer, Spec

MOST_NAMESERVERS = 13  # what fits a 512-byte answer of a root or TLD server, and what registries accept
RENEWED_JUST_NOW = timedelta(days=30)
"""A second renewal within this time is more often a second click than a wish."""

KINDS: Mapping[type, OrderKind] = MappingProxyType({
    ToRegister: OrderKind.REGISTER,
    ToRenew: OrderKind.RENEW,
    ToTransfer: OrderKind.TRANSFER,
    ToRestore: OrderKind.RESTORE,
})  # fmt: skip


def raise_if_refused(terms: Terms, wish: Wish, unit: Unit) -> None:
    """Raise `OrderRefused` with every problem that the records and the TLD's rules show. Changes nothing."""
    problems = [*_with_other_orders(wish, unit)]
    match wish:
        case ToRegister() | ToTransfer():
            problems += _with_name(wish, unit)
            problems += _with_rules(wish)
            contacts = unit.contacts.newest(set(wish.roles.values()))
            problems += _with_people(wish, unit, contacts)
            problems += _with_category(wish, contacts)
            problems += _with_registrar(wish, unit, contacts)
            problems += _with_hosts(wish)
        case ToRenew() | ToRestore():
            problems += _with_held(terms, wish, unit)
    if problems:
        raise OrderRefused(problems)


def _with_other_orders(wish: Wish, unit: Unit) -> Iterator[str]:
    kind = KINDS[type(wish)]
    for order in unit.orders.of_name(wish.name):
        brings_in = {order.kind, kind} <= {OrderKind.REGISTER, OrderKind.TRANSFER}
        if order.state.is_open and (order.kind is kind or brings_in):
            yield f"an order to {order.kind} {wish.name} is open already: {order.reference}"


def _with_name(wish: ToRegister | ToTransfer, unit: Unit) -> Iterator[str]:
    if not wish.name.is_registrable:
        yield f"{wish.name} is not a name that a registry sells"
    yield from rules_for(wish.name).problems_with_letters(wish.name)
    if _is_held(wish.name, unit):
        yield f"{wish.name} is ours already"


def _with_held(terms: Terms, wish: ToRenew | ToRestore, unit: Unit) -> Iterator[str]:
    if not _is_held(wish.name, unit):
        yield f"{wish.name} is not ours: there is nothing to {KINDS[type(wish)]}"
        return
    account = unit.accounts.get(unit.domains.get(wish.name).account)
    if account.registrar in ADAPTERS:
        yield from _not_done(ADAPTERS[account.registrar], wish)
    if isinstance(wish, ToRestore):
        return
    rules = rules_for(wish.name)
    if not 1 <= wish.years <= rules.max_years:
        yield f"{rules.title} is renewed for 1 to {rules.max_years} years, not {wish.years}"
    if wish.again:
        return
    lost_at = unit.lost_orders.noted_at(wish.name)
    if lost_at is not None and terms.now - lost_at < RENEWED_JUST_NOW:
        yield (
            f"an order for {wish.name} left the house after the backup that the records come from;"
            " say so if it is to be renewed again"
        )
    for order in unit.orders.of_name(wish.name):
        is_done = order.kind is OrderKind.RENEW and order.state is OrderState.ACTIVE
        sent_at = order.progress.submitted_at
        if is_done and sent_at is not None and terms.now - sent_at < RENEWED_JUST_NOW:
            yield (
                f"{wish.name} was renewed on {sent_at.date()} already, by {order.reference};"
                " say so if it is to be renewed again"
            )


def _is_held(name: DomainName, unit: Unit) -> bool:
    try:
        unit.domains.get(name)
    except NotHeld:
        return False
    return True


def _with_rules(wish: ToRegister | ToTransfer) -> list[str]:
    rules = rules_for(wish.name)
    years = wish.years if isinstance(wish, ToRegister) else max(1, rules.min_years)
    return rules.problems_with(years=years, roles=frozenset(wish.roles), attributes=wish.attributes)


def _with_category(wish: ToRegister | ToTransfer, contacts: Mapping[str, ContactVersion]) -> Iterator[str]:
    """What the TLD's attributes ask of contacts, of the name and of our own records."""
    rules = rules_for(wish.name)
    yield from rules.problems_with_evidence(wish.name, wish.attributes)
    yield from rules.problems_with_contacts(_known(wish, contacts), wish.attributes)


def cautions_with(wish: Wish, unit: Unit) -> list[str]:
    """Return what may be wrong with a wish by rules that are not certain: it is told, and refuses nothing."""
    if not isinstance(wish, ToRegister | ToTransfer):
        return []
    contacts = unit.contacts.newest(set(wish.roles.values()))
    return rules_for(wish.name).cautions(wish.name, _known(wish, contacts), wish.attributes)


def _known(
    wish: ToRegister | ToTransfer, contacts: Mapping[str, ContactVersion]
) -> dict[ContactRole, Contact]:
    return {role: contacts[slug].contact for role, slug in wish.roles.items() if slug in contacts}


def _with_people(
    wish: ToRegister | ToTransfer, unit: Unit, contacts: Mapping[str, ContactVersion]
) -> Iterator[str]:
    for what, slug, store in (
        ("client", wish.client, unit.clients),
        ("account", wish.account, unit.accounts),
    ):
        try:
            store.get(slug)
        except NotHeld:
            yield f"there is no {what} {slug}"
    for role, slug in wish.roles.items():
        held = contacts.get(slug)
        if held is None:
            yield f"there is no contact {slug} (wanted as {role})"
        elif role is ContactRole.REGISTRANT and held.client != wish.client:
            yield f"contact {slug} (wanted as {role}) belongs to another client"


def _with_registrar(
    wish: ToRegister | ToTransfer, unit: Unit, contacts: Mapping[str, ContactVersion]
) -> Iterator[str]:
    """The vendor's own demands; the registry's are told already."""
    rules = rules_for(wish.name)
    try:
        spec = ADAPTERS[unit.accounts.get(wish.account).registrar]
    except (NotHeld, KeyError):
        return
    yield from _not_done(spec, wish)
    lacking = set(spec.roles_needed(rules)) - set(rules.roles) - set(wish.roles)
    yield from (f"{spec.title} needs a {role} contact" for role in sorted(lacking))
    yield from attributes_lacking(spec.slug, wish.name, wish.attributes)
    for role, slug in wish.roles.items():
        if slug in contacts:
            yield from spec.problems_with_contact(role, contacts[slug].contact)


def _not_done(spec: Spec, wish: Wish) -> Iterator[str]:
    """What the registrar does not do of the kind that is wished for, under the name's TLD."""
    kind = KINDS[type(wish)]
    support = spec.support_of(DOES[kind], tld=wish.name.tld)
    if support.answer is not Answer.CAN:
        yield f"{spec.title} {support.answer} {kind} .{wish.name.tld}: {support.note}"


def _with_hosts(wish: ToRegister | ToTransfer) -> Iterator[str]:
    hosts = wish.nameservers if isinstance(wish, ToRegister) else ()
    if len(set(hosts)) != len(hosts):
        yield "a nameserver is given twice"
    if hosts and not 2 <= len(set(hosts)) <= MOST_NAMESERVERS:
        yield f"give no nameservers, or 2 to {MOST_NAMESERVERS} of them"
