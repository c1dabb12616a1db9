"""Contacts in Openprovider's spelling and back, and the handles that they stand under."""

import re
from collections.abc import Iterator, Mapping

from portfolio.contacts import Contact, ContactRole, Language, Phone
from portfolio.handles import Handle, fingerprint
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.adapters.openprovider import wire
from registrar.adapters.openprovider.reading import HELD, PAGE, held_among
from registrar.adapters.openprovider.setting import Setting
from registrar.adapters.openprovider.wire import Customer, Domain, Made, Page, Reply
from registrar.contract import Receipt, SetsContacts, TellsContacts
from registrar.errors import ReplyNotUnderstood, StatusProhibits, Unsupported
from registrar.exchange import Unreadable
from registrar.fresh_handles import put_fresh
from registrar.handles import FindsHandles, KeepsHandles, TellsHandleUse
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.spelling import is_latin, seen_phone, seen_subdivision

_LOCALES = {Language.ENGLISH: "en_GB", Language.FRENCH: "fr_FR"}
_FIELDS = {
    ContactRole.REGISTRANT: "owner_handle",
    ContactRole.ADMIN: "admin_handle",
    ContactRole.TECH: "tech_handle",
    ContactRole.BILLING: "billing_handle",
}
_HOUSE = re.compile(r"(.*[^\d\s].*\S) (\d+[A-Za-z]?)")  # a house number at the end of a line, as it is stored


class Handles(Setting, KeepsHandles, FindsHandles, TellsHandleUse, TellsContacts, SetsContacts):
    """Contacts under handles; one that exists is never edited."""

    chooses_handles = False

    def as_kept(self, contact: Contact) -> SeenContact:
        return SeenContact.of(contact)

    def create_handle(self, contact: Contact, *, reference: str) -> Handle:
        body, private = written(contact, slug=self.slug), (*_texts(contact), contact.name)
        call = Call(
            "CreateCustomer", "customers", None, "POST", body | {"comments": reference}, private=private
        )
        return self._line.change(call, lambda reply: reply.as_a(Reply[Made]).data.handle)

    def handle_contact(self, handle: Handle) -> SeenContact:
        def told(reply: JsonReply) -> SeenContact:
            customer = reply.as_a(Reply[Customer]).data
            if customer.handle != handle:
                raise Unreadable("the reply is about another contact")
            return seen(customer)

        return self._line.read(Call("GetCustomer", f"customers/{handle}"), told)

    def handles(self, name: DomainName) -> Mapping[ContactRole, Handle]:
        return self._records(name, lambda records: _handles_on(held_among(records)))

    def put_handles(self, name: DomainName, handles: Mapping[ContactRole, Handle]) -> Receipt:
        record = self._held(name)
        if ContactRole.REGISTRANT in handles and not record.modify_owner_allowed:
            raise StatusProhibits("its registrant changes by a trade only", registrar=self.slug, name=name)
        for handle in sorted(set(handles.values())):
            self.handle_contact(handle)
        return self._update(record, on_roles(handles))

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        handles = self.handles(name)
        found = {handle: self.handle_contact(handle) for handle in sorted(set(handles.values()))}
        return {role: found[handle] for role, handle in handles.items()}

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        return put_fresh(self, name, contacts)

    def find_handles(self, contact: Contact) -> frozenset[Handle]:
        sought = fingerprint(self.as_kept(contact))
        alike = [one.handle for one in self._customers() if one.email.lower() == contact.email.lower()]
        return frozenset(handle for handle in alike if fingerprint(self.handle_contact(handle)) == sought)

    def _customers(self) -> list[Customer]:
        """Every contact of the account. Raises `ReplyNotUnderstood` where the pages do not add up."""
        found: dict[str, Customer] = {}
        offset, total = 0, 1
        while offset < total:
            call = Call("ListCustomers", f"customers?limit={PAGE}&offset={offset}")
            page = self._line.read(call, lambda reply: reply.as_a(Reply[Page[Customer]]).data)
            found |= {one.handle: one for one in page.results}
            is_odd = offset and page.total != total
            offset, total = offset + len(page.results), page.total
            if is_odd or offset != len(found) or (not page.results and offset < total):
                raise ReplyNotUnderstood(
                    "the pages do not add up", registrar=self.slug, operation=call.operation
                )
        return list(found.values())

    def names_with(self, handle: Handle) -> frozenset[DomainName]:
        return frozenset(self._names("ListDomains", status=HELD, contact_handle=handle))


def on_roles(handles: Mapping[ContactRole, Handle]) -> dict[str, object]:
    """Return the vendor's fields for the handles of roles."""
    return {_FIELDS[role]: handle for role, handle in handles.items()}


def _handles_on(record: Domain) -> dict[ContactRole, Handle]:
    return {role: handle for role, field in _FIELDS.items() if (handle := getattr(record, field))}


def unholdable(contact: Contact) -> Iterator[str]:
    """Yield, in words, what of a contact there is no place for."""
    address, phones = contact.address, [phone for phone in (contact.phone, contact.fax) if phone]
    fine = {
        "a name without given and family name": contact.given and contact.family,
        "an address without postal code": address.postal_code,
        "a third street line": len(address.street) <= 2,
        "a phone's extension": not any(phone.extension for phone in phones),
        "so short a phone number": all(len(phone.epp.partition(".")[2]) > 4 for phone in phones),
        "a letter that is not Latin": is_latin(contact),
    }
    yield from (what for what, is_fine in fine.items() if not is_fine)


def written(contact: Contact, *, slug: str) -> dict[str, object]:
    """Return a contact in the vendor's spelling. Raises `Unsupported`, nothing having been sent."""
    if problems := [*unholdable(contact)]:
        raise Unsupported(f"{'; '.join(problems)} cannot be held; nothing was sent", registrar=slug)
    address, given = contact.address, contact.given or ""
    house = _HOUSE.fullmatch(address.street[0])
    initials = "".join(f"{part[0]}.".upper() for part in re.split(r"[\s-]+", given) if part)
    return {
        "name": {"first_name": given, "last_name": contact.family, "initials": initials},
        "company_name": contact.organization or "",
        "address": {
            "street": house[1] if house else address.street[0],
            "number": house[2] if house else "",
            "suffix": address.street[1] if len(address.street) > 1 else "",
            "zipcode": address.postal_code,
            "city": address.city,
            "state": (address.subdivision or "").partition("-")[2],
            "country": address.country,
        },
        "phone": _parts(contact.phone),
        "email": contact.email,
        "locale": _LOCALES[contact.language],
    } | ({"fax": _parts(contact.fax)} if contact.fax else {})


def _parts(phone: Phone) -> dict[str, str]:
    country, _, number = phone.epp.partition(".")
    return {"country_code": country, "area_code": number[:3], "subscriber_number": number[3:]}


def _texts(contact: Contact) -> Iterator[str]:
    phones = [phone for phone in (contact.phone, contact.fax) if phone]
    yield from (number[-7:] for phone in phones for number in (phone.number,))
    address = contact.address
    texts = (
        contact.given,
        contact.family,
        contact.organization,
        *address.street,
        address.city,
        contact.email,
    )
    yield from (text for text in (*texts, address.postal_code) if text)


def seen(customer: Customer) -> SeenContact:
    """Return a contact as the vendor shows it."""
    name, address = customer.name, customer.address
    lines = (" ".join(part for part in (address.street, address.number) if part), address.suffix)
    return SeenContact(
        handle=customer.handle,
        name=" ".join(part for part in (name.first_name, name.last_name) if part),
        organization=customer.company_name,
        street=tuple(line for line in lines if line),
        city=address.city,
        state=seen_subdivision(address.state, address.country),
        postal_code=address.zipcode,
        country=address.country.upper(),
        phone=_joined(customer.phone),
        fax=_joined(customer.fax),
        email=customer.email,
    )


def _joined(phone: wire.Phone) -> str | None:
    number = f"{phone.area_code}{phone.subscriber_number}"
    return seen_phone(f"{phone.country_code}.{number}") if number else None
