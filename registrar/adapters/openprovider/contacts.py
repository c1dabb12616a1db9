"""Contacts in Openprovider's spelling and back, and the handles that they stand under."""

import re
from collections.abc import Iterable, Iterator, Mapping

from portfolio.contacts import Contact, ContactRole, Language, Phone
from portfolio.handles import Handle
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.openprovider import wire
from registrar.adapters.openprovider.reading import PAGE, held_among, said
from registrar.adapters.openprovider.setting import Setting
from registrar.contract import Receipt
from registrar.errors import StatusProhibits, Unsupported
from registrar.exchange import Unreadable
from registrar.handled_contacts import HandledContacts
from registrar.handles import TellsHandleUse
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.offsets import every_row_from
from registrar.plain_contact import unholdable
from registrar.spelling import seen_phone, seen_subdivision

_LOCALES = {Language.ENGLISH: "en_GB", Language.FRENCH: "fr_FR"}
_FIELDS = dict(
    zip(ContactRole, ("owner_handle", "admin_handle", "tech_handle", "billing_handle"), strict=True)
)
_HOUSE = re.compile(r"(.*[^\d\s].*\S) (\d+[A-Za-z]?)")  # a house number at the end of a line, as it is stored


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
        body = {**written(contact), "comments": reference}
        private = tuple(_texts(contact))
        call = Call("CreateCustomer", "customers", None, "POST", body, private=private)
        return self._line.change(call, lambda reply: said(reply, "handle"))

    def handle_contact(self, handle: Handle) -> SeenContact:
        def told(reply: JsonReply) -> SeenContact:
            customer = reply.as_a(wire.One).data
            if customer.handle != handle:
                raise Unreadable("the reply is about another contact")
            return seen(customer)

        return self._line.read(Call("GetCustomer", f"customers/{handle}"), told)

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        def told(records: list[wire.Domain]) -> dict[ContactRole, Handle]:
            held = held_among(records)
            return {role: handle for role, field in _FIELDS.items() if (handle := getattr(held, field))}

        return self._records(name, told)

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        record = self._held(name)
        if ContactRole.REGISTRANT in handles and not record.modify_owner_allowed:
            raise StatusProhibits("its registrant changes by a trade only", registrar=self.slug, name=name)
        for handle in sorted(set(handles.values())):
            self.handle_contact(handle)
        return self._update(record, on_roles(handles))

    def alike(self, contact: Contact) -> Iterable[Handle]:
        def part_at(offset: int) -> tuple[list[wire.Customer], int]:
            call = Call("ListCustomers", f"customers?limit={PAGE}&offset={offset}")
            part = self._line.read(call, lambda reply: reply.as_a(wire.Customers))
            return part.results, part.total

        everyone = every_row_from(part_at, registrar=self.slug, operation="ListCustomers")
        return [one.handle for one in everyone if one.email.lower() == contact.email.lower()]

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        return frozenset(self._names(status="ACT", contact_handle=handle))


def written(contact: Contact) -> dict[str, object]:
    """Return a contact in the vendor's spelling."""
    address, given = contact.address, contact.given or ""
    house = _HOUSE.fullmatch(address.street[0])
    initials = "".join(f"{part[0]}.".upper() for part in re.split(r"[\s-]+", given) if part)
    whole: dict[str, object] = {
        "name": {"first_name": given, "last_name": contact.family, "initials": initials},
        "company_name": contact.organization or "",
        "address": {
            "street": house[1] if house else address.street[0],
            "number": house[2] if house else "",
            "suffix": "".join(address.street[1:]),
            "zipcode": address.postal_code,
            "city": address.city,
            "state": (address.subdivision or "").partition("-")[2],
            "country": address.country,
        },
        "phone": _parts(contact.phone),
        "email": contact.email,
        "locale": _LOCALES[contact.language],
    }
    return whole | ({"fax": _parts(contact.fax)} if contact.fax else {})


def _parts(phone: Phone) -> dict[str, str]:
    country, _, number = phone.epp.partition(".")
    return {"country_code": country, "area_code": number[:3], "subscriber_number": number[3:]}


def _texts(contact: Contact) -> Iterator[str]:
    """What of a request may stand in no error."""
    address, phones = contact.address, (contact.phone, contact.fax)
    yield from (part for phone in phones if phone for part in _parts(phone).values())
    texts = (
        contact.given,
        contact.family,
        contact.organization,
        *address.street,
        address.city,
        contact.email,
    )
    yield from (text for text in (contact.name, *texts, address.postal_code) if text)


def seen(customer: wire.Customer) -> SeenContact:
    """Return a contact as the vendor shows it."""
    name, address = customer.name, customer.address
    line = _joined(address, "street", "number", by=" ")
    return SeenContact(
        handle=customer.handle,
        name=_joined(name, "first_name", "last_name", by=" "),
        organization=customer.company_name,
        street=tuple(text for text in (line, address.get("suffix")) if text),
        city=address.get("city"),
        state=seen_subdivision(address.get("state"), address.get("country")),
        postal_code=address.get("zipcode"),
        country=(address.get("country") or "").upper(),
        phone=_number(customer.phone),
        fax=_number(customer.fax),
        email=customer.email,
    )


def _joined(told: wire.Texts, *keys: str, by: str = "") -> str:
    return by.join(text for key in keys if (text := told.get(key)))


def _number(phone: wire.Texts) -> str | None:
    number = _joined(phone, "area_code", "subscriber_number")
    return seen_phone(f"{phone.get('country_code')}.{number}") if number else None
