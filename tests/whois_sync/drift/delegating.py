"""A registrar that sets name servers and the transfer lock, and a person who asks for it."""

from collections.abc import Callable

from portfolio.drift import NameField, Plan
from portfolio.names import DomainName, HostName
from portfolio.registration import Status
from registrar.contract import Receipt, SetsLock, SetsNameservers
from registrar.errors import OutcomeUnknown
from tests.whois_sync.fakes import FakeRegistrar, House
from tests.whois_sync.pieces import NAME

NAMESERVERS, STATUSES = NameField.NAMESERVERS, NameField.STATUSES
THEIRS = frozenset({HostName("ns1.example.org"), HostName("ns2.example.org")})
LOCK = Status.CLIENT_TRANSFER_PROHIBITED


class DelegatingRegistrar(FakeRegistrar, SetsNameservers, SetsLock):
    """An account whose delegation and lock can be set; `written` is what was asked for."""

    def __init__(self, *names: DomainName) -> None:
        super().__init__(*names)
        self.written: list[object] = []

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        return self._write(hosts, lambda: self.delegated_to(hosts, at=name))

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        return self._write(locked, lambda: self.with_statuses(name, *([LOCK] if locked else [])))

    def delegated_to(self, hosts: frozenset[HostName], *, at: DomainName = NAME) -> None:
        self.registrations[at] = self.registrations[at].model_copy(update={"nameservers": hosts})

    def _write(self, what: object, do: Callable[[], None]) -> Receipt:
        self.written.append(what)
        if self.answering:
            raise self.answering
        if not self.forgets:
            do()
        if self.loses_the_answer:
            raise OutcomeUnknown("no answer")
        return self.receipt


def asked(house: House, field: NameField = NAMESERVERS, *, by: str = "clerk") -> Plan:
    """What becomes of a person's wish to have the field repaired."""
    return house.repairs.propose_of_name(house.check.check(NAME), field, by=by)


def number(plan: Plan) -> int:
    assert plan.id is not None
    return plan.id


def unlocked_at_registrar(registrar: FakeRegistrar) -> None:
    registrar.with_statuses(NAME, Status.OK)


def approved(house: House, field: NameField = NAMESERVERS) -> int:
    """A plan for the field, asked for by the clerk and approved by the chief."""
    plan = asked(house, field)
    house.repairs.approve(number(plan), by="chief")
    return number(plan)
