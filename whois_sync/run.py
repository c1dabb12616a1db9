"""The daily check: every held name is looked at in its account and in public, and compared."""

import logging
from collections.abc import Iterable, Iterator, Mapping

from portfolio.audit import Actor
from portfolio.clock import Clock
from portfolio.contacts import Contact, ContactRole
from portfolio.held import HeldDomain, RegistrarAccount
from portfolio.names import DomainName
from portfolio.observation import Observation, Provenance, Source, Unreadable, Why
from portfolio.policy.drift import remedy_for
from portfolio.stop import StopReason
from portfolio.tld import rules_for
from records import Records
from registrar.errors import RegistrarError
from whois_sync.compare import Sponsor, compare
from whois_sync.observe import LooksUp, RegistrarFor, observe_public, observe_registrar, why_of
from whois_sync.report import NameReport, NotChecked
from whois_sync.settling import settle_findings

_log = logging.getLogger("whois_sync")


class Check:
    """
    Looks and compares; the answers are kept in the records, with findings that are settled by them.

    An account that refuses our credentials stands still from then on, for orders too, until it is put right.

    `sponsors` says, by registrar's slug, whom the public record should name; without it that row is left out.
    """

    def __init__(
        self,
        records: Records,
        registrar_for: RegistrarFor,
        public: LooksUp,
        clock: Clock,
        *,
        sponsors: Mapping[str, Sponsor] | None = None,
    ) -> None:
        self._records = records
        self._registrar_for = registrar_for
        self._public = public
        self._clock = clock
        self._sponsors = sponsors or {}

    def check(self, name: DomainName, *, by: Actor = "job:check") -> NameReport:
        """Look at one name and compare. Raises `records.NotHeld` for a name that we do not hold."""
        return self._check(name, by, refusing=set())

    def check_all(
        self, names: Iterable[DomainName] | None = None, *, by: Actor = "job:check"
    ) -> Iterator[NameReport | NotChecked]:
        """
        Yield a report a name: of `names`, or of every name that we hold.

        A name that fails is a `NotChecked` and the run goes on. An account that refuses our credentials is
        not asked again: its other names are checked in public only.
        """
        if names is None:
            with self._records.reading() as unit:
                names = [held.name for held in unit.domains.all()]
        refusing: set[str] = set()
        for name in names:
            try:
                report: NameReport | NotChecked = self._check(name, by, refusing)
            except Exception as err:  # noqa: BLE001 - one item of a batch: the others must still be checked
                _log.error("name=%s check=failed error=%s", name, type(err).__name__)
                report = NotChecked(name=name, why=type(err).__name__)
            yield report

    def _check(self, name: DomainName, by: Actor, refusing: set[str]) -> NameReport:
        held, account, contacts = self._ours(name, refusing)
        at_registrar = self._at_registrar(name, account, refusing)
        in_public = observe_public(self._public, name)
        rows = compare(
            held,
            contacts,
            at_registrar,
            in_public,
            rules_for(name),
            sponsor=self._sponsors.get(account.registrar),
        )
        with self._records.changing(by) as unit:
            unit.observations.keep(at_registrar)
            unit.observations.keep(in_public)
            settle_findings(unit, name, rows, at=self._clock.now())
            if account.slug in refusing:
                unit.stops.stop(account.slug, StopReason.ACCESS, detail="refused at a check")
            unit.commit()
        remedies = {row.path: remedy for row in rows if (remedy := remedy_for(row, held, at_registrar))}
        _log.info(
            "name=%s registrar=%s public=%s drift=%d", name, at_registrar.kind, in_public.kind, len(remedies)
        )
        return NameReport(
            name=name,
            account=account.slug,
            checked_at=self._clock.now(),
            registrar=at_registrar,
            public=in_public,
            rows=rows,
            remedies=remedies,
        )

    def _ours(
        self, name: DomainName, refusing: set[str]
    ) -> tuple[HeldDomain, RegistrarAccount, dict[ContactRole, Contact]]:
        with self._records.reading() as unit:
            held = unit.domains.get(name)
            contacts = {role: unit.contacts.get(slug).contact for role, slug in held.roles.items()}
            stop = unit.stops.of(held.account)
            if stop is not None and stop.reason is StopReason.ACCESS:
                refusing.add(held.account)
            return held, unit.accounts.get(held.account), contacts

    def _at_registrar(self, name: DomainName, account: RegistrarAccount, refusing: set[str]) -> Observation:
        said = Provenance(source=Source.REGISTRAR, server=account.registrar, observed_at=self._clock.now())
        if account.slug in refusing:
            detail = "the account refused us and is not asked again until that is put right"
            return Unreadable(name=name, provenance=said, why=Why.REFUSED, detail=detail)
        try:
            observation = observe_registrar(self._registrar_for(account), name, self._clock)
        except RegistrarError as err:
            observation = Unreadable(name=name, provenance=said, why=why_of(err), detail=str(err))
        if isinstance(observation, Unreadable) and observation.why is Why.REFUSED:
            refusing.add(account.slug)
        return observation
