"""Names that we hold, and who stands on them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, func, literal, tuple_, update
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.contacts import ContactRole
from portfolio.held import SAID_BY_REGISTRAR, HeldDomain
from portfolio.names import DomainName, HostName
from portfolio.registration import Registration, Status
from records.columns import MomentText
from records.errors import NotHeld
from records.tables import AccountRow, ClientRow, ContactRow, DomainRoleRow, DomainRow, NoticePolicyRow
from records.transaction import Transaction


class Domains:
    """The names, as our records believe them to be."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def hold(self, held: HeldDomain) -> HeldDomain:
        """
        Keep a name as held for its client.

        Raises `AlreadyHeld` when it is held already, `NotHeld` when its client, account or a contact is not.
        """
        self._raise_if_unknown(ClientRow, held.client, "client")
        self._raise_if_unknown(AccountRow, held.account, "account")
        self._raise_if_contacts_unknown(held.roles)
        self._transaction.keep(
            _row(held), *_role_rows(held.name, held.roles), taken=f"{held.name} is held already"
        )
        self._transaction.tell(AuditTag.DOMAIN_HELD, held.name, f"for client {held.client} at {held.account}")
        return held

    def get(self, name: DomainName) -> HeldDomain:
        """Return what we hold of the name. Raises `NotHeld`."""
        return self._held([self._transaction.find(DomainRow, name, f"{name} is not held")])[0]

    def all(self, client: str | None = None) -> list[HeldDomain]:
        """Return every name, or those of one client, in the order of names."""
        query = select(DomainRow).order_by(col(DomainRow.name))
        if client is not None:
            self._raise_if_unknown(ClientRow, client, "client")
            query = query.where(col(DomainRow.client) == client)
        return self._held(self._transaction.session.exec(query).all())

    def names(self) -> Iterator[DomainName]:
        """Yield the name of everything we hold, in the order of names, from few rows at a time."""
        query = select(DomainRow.name).order_by(col(DomainRow.name))
        for name in self._transaction.session.exec(query, execution_options={"yield_per": 1000}):
            yield DomainName(name)

    def of_contact(self, slug: str) -> list[HeldDomain]:
        """Return every name that the contact stands on, in any role. Raises `NotHeld` for no such contact."""
        self._raise_if_unknown(ContactRow, slug, "contact")
        stands_on = select(DomainRoleRow.name).where(col(DomainRoleRow.contact) == slug)
        query = select(DomainRow).where(col(DomainRow.name).in_(stands_on)).order_by(col(DomainRow.name))
        return self._held(self._transaction.session.exec(query).all())

    def expiring_before(self, at: datetime) -> list[HeldDomain]:
        """
        Return the names that are paid until some time before `at`, the most urgent first.

        Counted from the registrar's own date where it is known, else from the registry's; a bare date is its
        first instant. Names without either date are not among them: nothing is known of them.
        """
        paid_until = func.coalesce(
            col(DomainRow.registrar_expires_at), col(DomainRow.expires_at), type_=MomentText()
        )
        query = select(DomainRow).where(paid_until < at).order_by(paid_until, col(DomainRow.name))
        return self._held(self._transaction.session.exec(query).all())

    def with_notices_by(
        self, day: date, *, after: tuple[date, str] | None, most: int
    ) -> list[tuple[date, str]]:
        """
        Return names for which a notice may have come due by `day`, with the day from which that may be.

        At most `most` of them, those that have waited longest first; `after` is the last pair of the page
        before.
        """
        look = tuple_(col(DomainRow.notices_from), col(DomainRow.name))
        query = select(col(DomainRow.notices_from), col(DomainRow.name))
        query = query.where(col(DomainRow.notices_from) <= day)
        if after is not None:
            query = query.where(look > tuple_(*(literal(part) for part in after)))
        query = query.order_by(col(DomainRow.notices_from), col(DomainRow.name)).limit(most)
        return [(day_, name) for day_, name in self._transaction.session.exec(query)]

    def look_for_notices(self, name: DomainName, *, from_: date) -> None:
        """Say that before the day `from_` no notice comes due for the name. Not audited: it is worked out."""
        _ = self._transaction.actor
        statement = update(DomainRow).where(col(DomainRow.name) == name).values(notices_from=from_)
        self._transaction.session.connection().execute(statement)

    def notices_by(self, policy: str) -> bool:
        """
        Say by which policy (its fingerprint) notices come due; return whether it is another than before.

        Then every name is looked at again.
        """
        _ = self._transaction.actor
        known = self._transaction.session.get(NoticePolicyRow, 1)
        if known is not None and known.fingerprint == policy:
            return False
        self._transaction.session.merge(NoticePolicyRow(fingerprint=policy))
        self._transaction.session.flush()
        self._transaction.session.connection().execute(update(DomainRow).values(notices_from=date.min))
        return True

    def set_roles(self, name: DomainName, roles: Mapping[ContactRole, str]) -> HeldDomain:
        """Make `roles` all the roles of the name. Raises `NotHeld` for the name or a contact."""
        held = self.get(name)
        self._raise_if_contacts_unknown(roles)
        _ = self._transaction.actor
        self._transaction.session.execute(delete(DomainRoleRow).where(col(DomainRoleRow.name) == name))
        self._transaction.session.expire_all()
        self._transaction.keep(*_role_rows(name, roles), taken=f"{name} has these roles already")
        self.look_for_notices(name, from_=date.min)
        told = ", ".join(f"{role} {slug}" for role, slug in sorted(roles.items()))
        self._transaction.tell(AuditTag.DOMAIN_ROLES_SET, name, told)
        return held.model_copy(update={"roles": dict(roles)})

    def refresh(self, name: DomainName, registration: Registration) -> HeldDomain:
        """
        Take over what the sponsoring registrar says of the name; what it did not speak of stays as it is.

        Raises `NotHeld`, and `ValueError` when `registration` is about another name.
        """
        if registration.name != name:
            raise ValueError(f"{registration.name} is not {name}")
        held = self.get(name)
        refreshed = held.model_copy(
            update=_spoken_of(registration) | {"refreshed_at": self._transaction.clock.now()}
        )
        values = _row(refreshed).model_dump(exclude={"name", "client", "account", "notices_from"})
        if any(getattr(held, field) != getattr(refreshed, field) for field in _NOTICED):
            values["notices_from"] = date.min
        statement = update(DomainRow).where(col(DomainRow.name) == name).values(**values)
        self._transaction.move(statement, moved=f"{name} is not held any more")
        self._transaction.tell(AuditTag.DOMAIN_REFRESHED, name)
        return refreshed

    def want_signed(self, name: DomainName, *, signed: bool | None) -> HeldDomain:
        """
        Keep what a person says of the name's DNSSEC: signed, not signed, or None for nothing said.

        Raises `NotHeld`.
        """
        held = self.get(name)
        statement = update(DomainRow).where(col(DomainRow.name) == name).values(delegation_signed=signed)
        self._transaction.move(statement, moved=f"{name} is not held any more")
        told = "nothing said" if signed is None else "signed" if signed else "not signed"
        self._transaction.tell(AuditTag.DOMAIN_SIGNED_SET, name, told)
        return held.model_copy(update={"delegation_signed": signed})

    def set_account(self, name: DomainName, account: str) -> HeldDomain:
        """Write down that another account of ours holds the name now. Raises `NotHeld`."""
        held = self.get(name)
        self._raise_if_unknown(AccountRow, account, "account")
        statement = update(DomainRow).where(col(DomainRow.name) == name).values(account=account)
        self._transaction.move(statement, moved=f"{name} is not held any more")
        self._transaction.tell(AuditTag.DOMAIN_ACCOUNT_SET, name, f"{held.account} to {account}")
        return held.model_copy(update={"account": account})

    def _raise_if_contacts_unknown(self, roles: Mapping[ContactRole, str]) -> None:
        query = select(ContactRow.slug).where(col(ContactRow.slug).in_(sorted(set(roles.values()))))
        known = set(self._transaction.session.exec(query)) if roles else set()
        for contact in roles.values():
            if contact not in known:
                raise NotHeld(f"there is no contact {contact!r}")

    def _raise_if_unknown(
        self, table: type[ClientRow | AccountRow | ContactRow], slug: str, what: str
    ) -> None:
        self._transaction.find(table, slug, f"there is no {what} {slug!r}")

    def _held(self, rows: Sequence[DomainRow]) -> list[HeldDomain]:
        query = select(DomainRoleRow)
        if len(rows) == 1:
            query = query.where(col(DomainRoleRow.name) == rows[0].name)
        roles: dict[str, dict[ContactRole, str]] = {}
        for role in self._transaction.session.exec(query) if rows else ():
            roles.setdefault(role.name, {})[ContactRole(role.role)] = role.contact
        return [_held_of(row, roles.get(row.name, {})) for row in rows]


_NOTICED = ("registered_at", "expires_at", "registrar_expires_at", "statuses", "auto_renew")
"""What of a name decides which notices come due."""


def _spoken_of(registration: Registration) -> dict[str, object]:
    said = {field: getattr(registration, field) for field in SAID_BY_REGISTRAR}
    return {field: value for field, value in said.items() if value is not None}


def _row(held: HeldDomain) -> DomainRow:
    return DomainRow(
        name=held.name,
        client=held.client,
        account=held.account,
        registered_at=held.registered_at,
        expires_at=held.expires_at,
        registrar_expires_at=held.registrar_expires_at,
        nameservers=None if held.nameservers is None else sorted(map(str, held.nameservers)),
        statuses=None if held.statuses is None else sorted(status.value for status in held.statuses),
        delegation_signed=held.delegation_signed,
        auto_renew=held.auto_renew,
        refreshed_at=held.refreshed_at,
    )


def _role_rows(name: DomainName, roles: Mapping[ContactRole, str]) -> list[DomainRoleRow]:
    return [DomainRoleRow(name=name, role=role, contact=contact) for role, contact in roles.items()]


def _held_of(row: DomainRow, roles: dict[ContactRole, str]) -> HeldDomain:
    hosts, statuses = row.nameservers, row.statuses
    return HeldDomain(
        name=DomainName(row.name),
        client=row.client,
        account=row.account,
        roles=roles,
        registered_at=row.registered_at,
        expires_at=row.expires_at,
        registrar_expires_at=row.registrar_expires_at,
        nameservers=None if hosts is None else frozenset(map(HostName, hosts)),
        statuses=None if statuses is None else frozenset(map(Status, statuses)),
        delegation_signed=row.delegation_signed,
        auto_renew=row.auto_renew,
        refreshed_at=row.refreshed_at,
    )
