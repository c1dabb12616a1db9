"""What a registrar tells of one name, as ours: its record, its contacts, and what of them cannot be ours."""

from collections.abc import Mapping

from pydantic import ValidationError

from portfolio.contacts import Contact, ContactRole, Phone
from portfolio.importing import Found
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from registrar.contacts.spelling import seen_subdivision
from registrar.contract import Registrar, TellsContacts
from registrar.errors import Unsupported
from registrar.support import require

_NEEDED = ("street", "city", "country", "phone", "email")
_OURS = {"given": "name", "family": "name", "subdivision": "state"}


class NotTaken(ValueError):
    """The registrar's record of a contact cannot be ours; `problems` by field, none with a value."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {why}" for field, why in problems.items()))
        self.problems = dict(problems)


def found_at(registrar: Registrar, name: DomainName) -> tuple[Found, tuple[str, ...]]:
    """
    Return what the registrar holds of the name, and why some of its contacts cannot be ours.

    Raises a `RegistrarError` when an answer is not clear, `NetError` when there was none.
    """
    registration = registrar.info(name).model_copy(update={"contacts": {}})
    try:
        seen = require(registrar, TellsContacts).contacts(name)
    except Unsupported as error:
        return Found(registration=registration), (f"contacts: {error.detail}",)
    contacts: dict[ContactRole, Contact] = {}
    none = ("registrant: the registrar shows none",)
    problems = [] if ContactRole.REGISTRANT in seen else [*none]
    for role in (role for role in ContactRole if role in seen):
        try:
            contacts[role] = contact_from(seen[role])
        except NotTaken as error:
            problems += (f"{role} {field}: {why}" for field, why in error.problems.items())
    return Found(registration=registration, contacts=contacts), tuple(problems)


def contact_from(seen: SeenContact) -> Contact:
    """Return the contact that a registrar's record shows; raises `NotTaken` when it cannot be ours."""
    problems = {field: _lacking(seen, field) for field in _NEEDED if not getattr(seen, field)}
    if not (seen.name or seen.organization):
        problems["name"] = _lacking(seen, "name")
    given, family = _split(seen.name, seen.organization)
    subdivision = seen_subdivision(seen.state, seen.country) or ""
    told = {
        "given": given,
        "family": family,
        "organization": seen.organization or None,
        "address": {
            "street": seen.street or (),
            "city": seen.city,
            "subdivision": subdivision if subdivision.startswith(f"{seen.country}-") else None,
            "postal_code": seen.postal_code or None,
            "country": seen.country,
        },
        "phone": _phone(seen.phone, "phone", problems),
        "fax": _phone(seen.fax, "fax", problems),
        "email": seen.email,
    }
    try:
        contact = Contact.model_validate(told)
    except ValidationError as error:
        raise NotTaken(problems | _new_problems(error, problems)) from None
    if problems:
        raise NotTaken(problems)
    return contact


def _lacking(seen: SeenContact, field: str) -> str:
    hidden = field in seen.hidden
    return "the registrar does not show it" if hidden else "the registrar's record has none"


def _phone(text: str | None, field: str, problems: dict[str, str]) -> Phone | None:
    try:
        return Phone.parse(text) if text else None
    except ValueError as error:
        problems[field] = str(error)
        return None


def _new_problems(error: ValidationError, known: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for problem in error.errors(include_input=False, include_url=False):
        words = [str(part) for part in problem["loc"] if isinstance(part, str)]
        field = words[-1] if words else "contact"
        if field not in known and not (field == "contact" and known):
            found[_OURS.get(field, field)] = problem["msg"].removeprefix("Value error, ")
    return found


def _split(name: str | None, organization: str | None) -> tuple[str | None, str | None]:
    """A person's name in two parts: the registrar's record has it whole, so the last word is the family's."""
    if not name or name == organization:
        return None, None
    given, _, family = name.strip().rpartition(" ")
    return given or None, family
