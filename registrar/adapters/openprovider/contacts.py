"""Contacts in Openprovider's spelling and back, and the handles that they stand under."""

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from portfolio.contacts import Contact, ContactRole, Language
from portfolio.handles import Handle
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.openprovider import wire
from registrar.adapters.openprovider.setting import Setting
from registrar.contract import Receipt
from registrar.errors import StatusProhibits, Unsupported
from registrar.exchange import Unreadable
from registrar.handled_contacts import HandledContacts
from registrar.handles import TellsHandleUse
from registrar.inline_contacts import values_in
from registrar.json_envelope import Data
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.parted_contact import from_parts, house_of, in_parts, initials_of
from registrar.plain_contact import unholdable
from registrar.spelling import seen_subdivision
from registrar.token_account import said

_LOCALES = {Language.ENGLISH: "en_GB", Language.FRENCH: "fr_FR"}
_FIELDS = dict(
    zip(ContactRole, ("owner_handle", "admin_handle", "tech_handle", "billing_handle"), strict=True)
)


def on_roles(handles: Mapping[ContactRole, Handle]) -> dict[str, object]:
    """Return the vendor's fields for the handles of roles."""
    return {_FIELDS[role]: handle for role, handle in handles.items()}


def not_held(contact: Contact) -> Iterator[str]:
    """Yield what of a contact there is no place for; a province there need not be."""
    return (what for what in unholdable(contact) if what != "an address without province or state")


class Handles(Setting, HandledContacts, TellsHandleUse):
    """Contacts under handles; one that exists is never edited."""

    chooses_handles = False

    def as_kept(self, contact: Contact) -> SeenContact:
        return SeenContact.of(contact)

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        if problems := [*not_held(contact)]:
            raise Unsupported(f"{'; '.join(problems)} cannot be held; nothing was sent", registrar=self.slug)
        body = written(contact)
        private = values_in([body, contact.name, contact.address.street])
        call = Call(
            "CreateCustomer", "customers", None, "POST", body | {"comments": reference}, None, private
        )
        return self._line.change(call, lambda reply: said(reply, "handle"))

    def handle_contact(self, handle: Handle) -> SeenContact:
        def told(reply: JsonReply) -> SeenContact:
            customer = reply.as_a(Data[wire.Customer]).data
            if customer.handle != handle:
                raise Unreadable("the reply is about another contact")
            return seen(customer)

        return self._line.read(Call("GetCustomer", f"customers/{quote(handle, safe='')}"), told)

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        held = self._held(name)
        return {role: handle for role, field in _FIELDS.items() if (handle := getattr(held, field))}

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        held = self._held(name)
        if ContactRole.REGISTRANT in handles and not held.modify_owner_allowed:
            raise StatusProhibits("its registrant changes by a trade only", registrar=self.slug, name=name)
        for handle in sorted(set(handles.values())):
            self.handle_contact(handle)
        return self._update(name, held.id, on_roles(handles))

    def alike(self, contact: Contact) -> Iterable[Handle]:
        everyone = self._every(wire.Customers, "ListCustomers", "customers")
        return [one.handle for one in everyone if one.email.lower() == contact.email.lower()]

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        return frozenset(self._names(status="ACT", contact_handle=handle))


def written(contact: Contact) -> dict[str, object]:
    """Return a contact in the vendor's spelling."""
    address, given = contact.address, contact.given or ""
    street, number = house_of(address.street[0])
    whole: dict[str, object] = {
        "name": {"first_name": given, "last_name": contact.family, "initials": initials_of(given)},
        "company_name": contact.organization or "",
        "address": {
            "street": street,
            "number": number,
            "suffix": "".join(address.street[1:]),
            "zipcode": address.postal_code,
            "city": address.city,
            "state": (address.subdivision or "").partition("-")[2],
            "country": address.country,
        },
        "phone": in_parts(contact.phone),
        "email": contact.email,
        "locale": _LOCALES[contact.language],
    }
    return whole | ({"fax": in_parts(contact.fax)} if contact.fax else {})


def seen(customer: wire.Customer) -> SeenContact:
    """Return a contact as the vendor shows it; a prefix ("van der") stands in its whole name only."""
    name, address = customer.name, customer.address
    line = _joined(address, "street", "number")
    return SeenContact(
        handle=customer.handle,
        name=name.get("full_name") or _joined(name, "first_name", "last_name"),
        organization=customer.company_name,
        street=tuple(text for text in (line, address.get("suffix")) if text),
        city=address.get("city"),
        state=seen_subdivision(address.get("state"), address.get("country")),
        postal_code=address.get("zipcode"),
        country=(address.get("country") or "").upper(),
        phone=from_parts(customer.phone),
        fax=from_parts(customer.fax),
        email=customer.email,
    )


def _joined(told: wire.Texts, *keys: str) -> str:
    return " ".join(text for key in keys if (text := told.get(key)))
