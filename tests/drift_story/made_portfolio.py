"""A portfolio that is in order: names in the registry, and the same names in our records."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from typing import NamedTuple

from portfolio.contacts import ContactRole
from portfolio.held import HeldDomain, RegistrarAccount, Slug
from portfolio.names import DomainName, HostName
from portfolio.registration import Status
from records import Records
from sandbox.registry import Registry
from tests.drift_story.made_people import People, made_people, roles_for

START = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOSTS = frozenset({HostName("ns1.example.net"), HostName("ns2.example.net")})
LOCK = Status.CLIENT_TRANSFER_PROHIBITED
ACCOUNT = "main"

OF_A_HUNDRED = {
    "com": 34, "ca": 26, "org": 10, "net": 8, "ee": 5, "de": 5, "biz": 3, "info": 3, "mobi": 3, "pro": 3,
}  # fmt: skip
"""How many of a hundred names each TLD has; `.de` and `.ee` are asked by port 43, the others by RDAP."""

MORE_TLDS = tuple(sorted(set(OF_A_HUNDRED) - {"ca", "com", "ee", "net", "org"}))


class Made(NamedTuple):
    """A name as it was made: ours, locked, paid until a date that our records know."""

    name: DomainName
    client: Slug
    roles: dict[ContactRole, Slug]
    individual: bool
    paid_until: datetime


class Portfolio(NamedTuple):
    """Names and who stands on them."""

    names: tuple[Made, ...]
    people: People


def made_portfolio(count: int) -> Portfolio:
    """Return `count` names, the same ones for the same count. Nothing is registered yet."""
    clients = max(4, count // 33)
    return Portfolio(tuple(_names(count, clients)), made_people(clients))


def paid_until(portfolio: Portfolio, dates: Mapping[DomainName, datetime]) -> Portfolio:
    """Return the portfolio with other dates for some names."""
    names = (made._replace(paid_until=dates.get(made.name, made.paid_until)) for made in portfolio.names)
    return portfolio._replace(names=tuple(names))


def register(portfolio: Portfolio, registry: Registry) -> None:
    """Let the registry have every name, as if it had been with our registrar for years."""
    for made in portfolio.names:
        registry.create(
            made.name,
            by="opensrs",
            years=1,
            contacts=portfolio.people.contacts(made.roles),
            nameservers=sorted(HOSTS),
            attributes={"ca.legal_type": "CCT" if made.individual else "CCO"}
            if made.name.tld == "ca"
            else {},
        )
        registry.update(made.name, by="opensrs", add_statuses=[LOCK])
        registry.sign_behind_our_back(made.name, signed=True)
        registry.backdate(
            made.name, registered_at=made.paid_until - timedelta(days=4 * 365), paid_until=made.paid_until
        )


def hold(portfolio: Portfolio, records: Records, account: RegistrarAccount) -> None:
    """Hold every name, in one transaction."""
    with records.changing("founder") as unit:
        for client in portfolio.people.clients:
            unit.clients.add(client)
        unit.accounts.add(account)
        for person in portfolio.people.by_slug.values():
            unit.contacts.add(person.client, person.slug, person.contact)
        for made in portfolio.names:
            unit.domains.hold(held(made))
        unit.commit()


def held(made: Made) -> HeldDomain:
    """Return the name as our records have it: dates are days, as our registrar tells them."""
    return HeldDomain(
        name=made.name,
        client=made.client,
        account=ACCOUNT,
        roles=made.roles,
        registered_at=(made.paid_until - timedelta(days=4 * 365)).date(),
        expires_at=made.paid_until.date(),
        registrar_expires_at=made.paid_until.date(),
        nameservers=HOSTS,
        statuses=frozenset({LOCK}),
        delegation_signed=True,
        auto_renew=False,
    )


def _names(count: int, clients: int) -> Iterator[Made]:
    for number, tld in enumerate(islice(cycle(_tlds()), count)):
        individual = tld == "ca" and number % 3 == 0
        client, roles = roles_for(number, clients, individual=individual)
        is_idn = number % 25 == 7 and tld not in ("de", "ee")
        name = DomainName(f"{'exémple' if is_idn else 'example'}-{number:04d}.{tld}")
        expires_at = START + timedelta(days=40 + number * 7 % 300)
        yield Made(name, client, roles, individual, expires_at)


def _tlds() -> tuple[str, ...]:
    """A hundred TLDs, each as often as its share, well mixed."""
    places = [((turn + 0.5) / share, tld) for tld, share in OF_A_HUNDRED.items() for turn in range(share)]
    return tuple(tld for _, tld in sorted(places))
