"""A house with some names, a registrar that does as it is told, and a public record that follows it."""

from portfolio.change import ContactChange, Progress, Step
from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.observation import Observation, Provenance, Seen, SeenContact, Source, Unreadable, Why
from sandbox.clock import MovableClock
from tests.whois_sync.fakes import FakeRegistrar, House
from tests.whois_sync.pieces import EXPIRY, HOSTS, NAME, OURS, TECH

NAMES = (NAME, DomainName("example.net"), DomainName("example.org"), DomainName("example.ca"))
NEW_EMAIL = "new-desk@example.net"
FORMER = SeenContact.of(OURS[TECH])


class FollowingPublic:
    """A public record that shows what the registrar does; it can lag, hide, leave out, or not answer."""

    def __init__(self, clock: MovableClock, registrar: FakeRegistrar) -> None:
        self._clock = clock
        self.registrar = registrar
        self.lagging: dict[DomainName, dict[ContactRole, SeenContact]] = {}
        self.instead: dict[DomainName, SeenContact] = {}
        self.silent: set[DomainName] = set()

    def look_up(self, name: DomainName) -> Observation:
        said = Provenance(source=Source.RDAP, server="rdap.example.net", observed_at=self._clock.now())
        if name in self.silent:
            return Unreadable(name=name, provenance=said, why=Why.THROTTLED)
        roles = self.lagging.get(name) or dict(self.registrar.shown[name])
        if name in self.instead:
            roles = dict.fromkeys(roles, self.instead[name])
        return Seen(name=name, provenance=said, expires_at=EXPIRY, nameservers=HOSTS, roles=roles)

    def lags(self, name: DomainName) -> None:
        self.lagging[name] = dict(self.registrar.shown[name])


def registrar_of(house: House) -> FakeRegistrar:
    assert isinstance(house.registrar, FakeRegistrar)
    return house.registrar


def public_of(house: House) -> FollowingPublic:
    assert isinstance(house.public, FollowingPublic)
    return house.public


def edited(**fields: object) -> Contact:
    return OURS[TECH].model_copy(update=fields or {"email": NEW_EMAIL})


def asked(
    house: House, contact: Contact | None = None, *, slug: str = "technician", by: str = "clerk"
) -> int:
    """Preview an edit and save it; the change's number."""
    change = house.repairs.ask(house.repairs.preview_edit(slug, contact or edited()), by=by)
    assert change is not None
    return number(change)


def number(change: ContactChange | None) -> int:
    assert change is not None
    assert change.id is not None
    return change.id


def advanced(house: House, change: int, *, by: str = "job:changes") -> dict[str, Step]:
    return steps(list(house.repairs.advance_change(change, by=by)))


def steps(told: list[Progress]) -> dict[str, Step]:
    return {one.name: one.step for one in told}


def all_at(step: Step) -> dict[str, Step]:
    return dict.fromkeys(sorted(NAMES), step)


def change_of(house: House, change: int) -> ContactChange:
    with house.records.reading() as unit:
        return unit.changes.get(change)
