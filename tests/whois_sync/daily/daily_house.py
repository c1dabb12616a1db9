"""A house whose day's run is told: names in one account, a public record by name, days that go by."""

from collections.abc import Callable
from datetime import date, timedelta, timezone

from portfolio.contacts import ContactRole
from portfolio.drift import Plan
from portfolio.finding import Finding
from portfolio.held import Slug
from portfolio.names import DomainName
from portfolio.observation import Observation
from sandbox.clock import MovableClock
from tests.whois_sync.fakes import SLUGS, FakePublic, FakeRegistrar, House
from tests.whois_sync.pieces import OURS, a_held
from whois_sync.check.caution import Caution
from whois_sync.check.run import Check
from whois_sync.compare import Sponsor
from whois_sync.daily import DriftRun, Outcome

ZONE = timezone(timedelta(hours=-5))
MORE = tuple(DomainName(f"example-{n}.com") for n in range(12))
SPONSORS = {"example-registrar": Sponsor(names=("Example Registrar Inc.",), iana_ids=frozenset({"9999"}))}
CALM = Caution(max_share=1, min_names=1000)


class PublicByName(FakePublic):
    """A public record that can be told what to say of one name."""

    def __init__(self, clock: MovableClock) -> None:
        super().__init__(clock)
        self.of: dict[DomainName, Callable[[Observation], Observation]] = {}

    def look_up(self, name: DomainName) -> Observation:
        seen = super().look_up(name)
        return self.of[name](seen) if name in self.of else seen


class DailyHouse(House):
    """The house; `budget` is what its settings allow a machine to repair in a day."""

    budget = 0
    caution = CALM

    @property
    def check(self) -> Check:
        return Check(self.records, self.registrar_for, self.public, self.clock, sponsors=SPONSORS)

    @property
    def account(self) -> "DailyRegistrar":
        assert isinstance(self.registrar, DailyRegistrar)
        return self.registrar

    @property
    def in_public(self) -> PublicByName:
        assert isinstance(self.public, PublicByName)
        return self.public

    @property
    def today(self) -> date:
        return self.clock.now().astimezone(ZONE).date()

    def run(self) -> DriftRun:
        """A new run, of a process of its own."""
        return DriftRun(
            self.records,
            self.check,
            self.repairs,
            self.registrar_for,
            self.clock,
            zone=ZONE,
            caution=self.caution,
            automatic_per_day=self.budget,
        )

    def day(self, *, dry_run: bool = False) -> Outcome:
        """The day's run, from beginning to end."""
        run = self.run()
        list(run.looks(by="job:check"))
        return run.conclude(self.today, by="job:check", dry_run=dry_run)

    def days_go_by(self, days: float = 1) -> None:
        self.clock.move_to(self.clock.now() + timedelta(days=days))

    def findings(self, name: DomainName | None = None) -> list[Finding]:
        """What is open, of one name or of all."""
        with self.records.reading() as unit:
            return [one for one in unit.findings.all(open_only=True) if name in (None, one.name)]

    def paths(self, name: DomainName | None = None) -> list[str]:
        return [f"{one.path} at {one.source.value}" for one in self.findings(name)]

    def plans(self) -> list[Plan]:
        with self.records.reading() as unit:
            return [*unit.plans.all()]

    def holds(self, *names: DomainName) -> None:
        """Hold more names, each with three contacts of its own who look like everybody else's."""
        with self.records.changing("founder") as unit:
            for number, name in enumerate(names):
                roles: dict[ContactRole, Slug] = {}
                for role, contact in OURS.items():
                    roles[role] = f"{SLUGS[role]}-{number}"
                    unit.contacts.add("bakery", roles[role], contact)
                unit.domains.hold(a_held(name=name, roles=roles))
                self.account.hold(name)
            unit.commit()

    def accept(self, name: DomainName, path: str) -> None:
        with self.records.changing("chief") as unit:
            for finding in unit.findings.open_of(name):
                if finding.path == path:
                    unit.findings.accept(name, path, finding.source, why="it is meant to be so")
            unit.commit()


class DailyRegistrar(FakeRegistrar):
    """The account; names may be added to it and taken away."""

    def hold(self, name: DomainName) -> None:
        fresh = FakeRegistrar(name)
        self.registrations.update(fresh.registrations)
        self.shown.update(fresh.shown)

    def shows(self, at: DomainName, role: ContactRole, **fields: object) -> None:
        self.shown[at][role] = self.shown[at][role].model_copy(update=fields)
