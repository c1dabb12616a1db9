"""A few names that are there already, all made up: so that the servers have something to show."""

from collections.abc import Mapping
from datetime import timedelta

from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.names import DomainName
from portfolio.registration import Status
from sandbox.life import years_on
from sandbox.registry import Registry

_OTTAWA = PostalAddress(
    street=("1 Example Street", "Suite 800"),
    city="Ottawa",
    subdivision="CA-ON",
    postal_code="K2P 1L4",
    country="CA",
)
_QUEBEC = PostalAddress(
    street=("12, rue de l'Exemple",), city="Québec", subdivision="CA-QC", postal_code="G1R 1S6", country="CA"
)
_HARBOUR_LIGHT = Contact(
    given="One",
    family="Example",
    organization="Harbour Light Example Ltd.",
    address=_OTTAWA,
    phone=Phone.parse("+1.6135550141"),
    email="one@harbourlight.example.com",
)
_WEB_DESK = Contact(
    given="Web",
    family="Desk",
    organization="Elsewhere Web Works",
    address=_OTTAWA,
    phone=Phone.parse("+1.6135550142x7"),
    email="desk@elsewhere.example.net",
)
_PERSON = Contact(
    given="Élue",
    family="Exemple",
    address=_QUEBEC,
    phone=Phone.parse("+1.6135550143"),
    email="elue@example.org",
)
_HOSTS = ("ns1.elsewhere.example.net", "ns2.elsewhere.example.net")


# Days since the registration, years paid, name, holder, what the TLD asks beside contacts.
_HELD = (
    (500, 2, "harbourlight-example.ca", _HARBOUR_LIGHT, {"ca.legal_type": "CCO"}),
    (400, 2, "elue-example.ca", _PERSON, {"ca.legal_type": "CCT"}),
    (345, 1, "harbourlight-example.com", _HARBOUR_LIGHT, {}),
    (200, 1, "harbourlight-example.ee", _HARBOUR_LIGHT, {}),
    (90, 1, "atelier-example.org", _PERSON, {}),
    (2, 1, "just-registered-example.net", _HARBOUR_LIGHT, {}),
)
_RESERVED = "reserved-example.com"


def settle_in(registry: Registry, clock: Clock) -> list[DomainName]:
    """
    Register other people's names at the registrar "elsewhere", dated some time before the clock's present.

    Names that are taken already are left as they are. Returns the new ones, the oldest first.
    """
    registry.reserve(DomainName(_RESERVED))
    settled: list[DomainName] = []
    for days, years, text, registrant, attributes in _HELD:
        name, registered_at = DomainName(text), clock.now() - timedelta(days=days)
        if registry.look_up(name) is None:
            _register(registry, name, years, registrant, attributes)
            registry.backdate(name, registered_at=registered_at, paid_until=years_on(registered_at, years))
            settled.append(name)
    return settled


def _register(
    registry: Registry, name: DomainName, years: int, registrant: Contact, attributes: Mapping[str, str]
) -> None:
    roles = {
        ContactRole.REGISTRANT: registrant,
        ContactRole.ADMIN: registrant,
        ContactRole.TECH: _WEB_DESK,
    }
    registry.create(
        name, by="elsewhere", years=years, contacts=roles, nameservers=_HOSTS, attributes=attributes
    )
    registry.update(name, by="elsewhere", add_statuses=[Status.CLIENT_TRANSFER_PROHIBITED])
