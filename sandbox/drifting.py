"""Changes that nobody told us of: what a drift story begins with."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from portfolio.contacts import Contact, ContactRole, Phone
from portfolio.names import DomainName
from portfolio.registration import Status
from sandbox.objects import DomainRecord
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.store import Store, host_names

_OF_THE_ADDRESS = ("street", "city", "subdivision", "postal_code", "country")


class Drifting(Store):
    """Edits made past every prohibition, as if by somebody else at the registrar or the registry."""

    def change_contact_behind_our_back(
        self, name: DomainName, role: ContactRole, **fields: object
    ) -> DomainRecord:
        """
        Change the named fields of one contact of one name; other names that share it keep it as it was.

        Fields are those of `Contact` and its address: `email="new@example.com"`, `phone="+1.6135550199"`,
        `street=("1 Main St",)`, `organization=None`. Raises `RegistryRefuses` (2303, 2306).
        """
        with self._lock:
            record = self._held(name)
            if role not in record.contacts:
                raise RegistryRefuses(ResultCode.DOES_NOT_EXIST, f"{name} has no {role} contact")
            handle = self._shelve(_edited(record.contacts[role], fields), record.sponsor.slug)
            self._change(name, handles=record.handles | {role: handle})
            self._log.add("registry", "drifted", name=name, detail=f"{role}: {', '.join(sorted(fields))}")
            return self._held(name)

    def change_nameservers_behind_our_back(
        self, name: DomainName, nameservers: Iterable[str]
    ) -> DomainRecord:
        """Make `nameservers` the delegation of the name. Raises `RegistryRefuses` (2303)."""
        with self._lock:
            self._held(name)
            self._change(name, nameservers=host_names(nameservers))
            self._log.add("registry", "drifted", name=name, detail="nameservers")
            return self._held(name)

    def change_statuses_behind_our_back(
        self, name: DomainName, *, add: Iterable[Status] = (), remove: Iterable[Status] = ()
    ) -> DomainRecord:
        """Set and lift statuses, the registry's own included. Raises `RegistryRefuses` (2303)."""
        with self._lock:
            self._held(name)
            self._change(name, statuses=(self._domains[name].statuses | set(add)) - set(remove))
            self._log.add("registry", "drifted", name=name, detail="statuses")
            return self._held(name)

    def drop_contact_behind_our_back(self, name: DomainName, role: ContactRole) -> DomainRecord:
        """Leave a role of the name without anybody. Raises `RegistryRefuses` (2303)."""
        with self._lock:
            record = self._held(name)
            handles = {kept: handle for kept, handle in record.handles.items() if kept is not role}
            self._change(name, handles=handles)
            self._log.add("registry", "drifted", name=name, detail=f"{role}: gone")
            return self._held(name)

    def sign_behind_our_back(self, name: DomainName, *, signed: bool) -> DomainRecord:
        """Put the delegation's DNSSEC data in, or take it away. Raises `RegistryRefuses` (2303)."""
        with self._lock:
            self._held(name)
            self._change(name, delegation_signed=signed)
            self._log.add("registry", "drifted", name=name, detail="dnssec")
            return self._held(name)

    def backdate(self, name: DomainName, *, registered_at: datetime, paid_until: datetime) -> DomainRecord:
        """
        Give a name other dates, as if it had been registered and paid then: a story may begin in the middle.

        What fell due before the clock's present is taken to have happened, and is told on the log at its own
        instant. Raises `RegistryRefuses` (2303).
        """
        with self._lock:
            self._held(name)
            self._change(
                name, registered_at=registered_at, paid_until=paid_until, last_changed_at=registered_at
            )
            self._log.add("registry", "backdated", name=name)
            return self._held(name)


def _edited(contact: Contact, fields: Mapping[str, object]) -> Contact:
    known = set(Contact.model_fields) | set(_OF_THE_ADDRESS) - {"address"}
    for field in sorted(set(fields) - known):
        raise RegistryRefuses(ResultCode.POLICY, f"a contact has no field {field}")
    whole = contact.model_dump()
    try:
        for field, value in fields.items():
            if field in _OF_THE_ADDRESS:
                whole["address"][field] = value
            elif field in ("phone", "fax") and isinstance(value, str):
                whole[field] = Phone.parse(value)
            else:
                whole[field] = value
        return Contact.model_validate(whole)
    except ValueError as err:
        raise RegistryRefuses(ResultCode.POLICY, "no contact can have these fields") from err
