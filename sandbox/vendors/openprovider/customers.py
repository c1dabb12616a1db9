"""Customers: contacts under handles, in the vendor's spelling and back."""

from pydantic import ValidationError

from portfolio.contacts import Contact, Language, Phone, PostalAddress
from sandbox.vendors.openprovider.asked import Items, Refusal, items, text

_EMPTY = {"initials": 100, "first_name": 102, "last_name": 105}


def contact(body: Items) -> Contact:
    """Read a customer. Raises `Refusal` with the code of what is missing."""
    name, address = items(body.get("name")), items(body.get("address"))
    for key, code in _EMPTY.items():
        if not text(name, key):
            raise Refusal(code, f"Empty {key}!")
    if not text(address, "zipcode"):
        raise Refusal(115, "Empty zipcode field!")
    country, state = text(address, "country"), text(address, "state")
    line = " ".join(part for part in (text(address, "street"), text(address, "number")) if part)
    try:
        return Contact(
            given=text(name, "first_name"),
            family=text(name, "last_name"),
            organization=text(body, "company_name") or None,
            address=PostalAddress(
                street=tuple(part for part in (line, text(address, "suffix")) if part),
                city=text(address, "city"),
                subdivision=f"{country}-{state}" if state else None,
                postal_code=text(address, "zipcode"),
                country=country,
            ),
            phone=_phone(items(body.get("phone"))),
            fax=_phone(items(body["fax"])) if "fax" in body else None,
            email=text(body, "email"),
            language=Language.FRENCH if text(body, "locale").startswith("fr") else Language.ENGLISH,
        )
    except (ValidationError, ValueError):
        raise Refusal(199, "An unknown error has occurred!") from None


def _phone(told: Items) -> Phone:
    if not text(told, "area_code") or not text(told, "subscriber_number"):
        raise Refusal(136, "Your telephone number is incomplete!")
    return Phone.parse(
        f"{text(told, 'country_code')}.{text(told, 'area_code')}{text(told, 'subscriber_number')}"
    )


def customer(handle: str, who: Contact, *, whole: bool) -> dict[str, object]:
    """Return a customer as the vendor tells it; lists leave the fax out."""
    address = who.address
    told: dict[str, object] = {
        "handle": handle,
        "name": {
            "first_name": who.given or "",
            "last_name": who.family or "",
            "initials": f"{(who.given or 'X')[0]}.",
            "full_name": who.name,
            "prefix": "",
        },
        "company_name": who.organization or "",
        "address": {
            "street": address.street[0],
            "number": "",
            "suffix": address.street[1] if len(address.street) > 1 else "",
            "zipcode": address.postal_code or "",
            "city": address.city,
            "state": (address.subdivision or "").partition("-")[2],
            "country": address.country,
        },
        "phone": _parts(who.phone),
        "email": who.email,
        "locale": "fr_FR" if who.language is Language.FRENCH else "en_GB",
        "is_deleted": False,
    }
    return told | ({"fax": _parts(who.fax)} if whole and who.fax else {})


def _parts(phone: Phone) -> dict[str, str]:
    country, _, number = phone.epp.partition(".")
    return {"country_code": country, "area_code": number[:3], "subscriber_number": number[3:]}
