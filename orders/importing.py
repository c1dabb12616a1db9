"""Taking the names that a registrar's account holds into our records, with the contacts found there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import ValidationError

from orders.terms import RegistrarFor
from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.held import HeldDomain, RegistrarAccount
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.policy.renewal import paid_until
from portfolio.registration import Registration
from portfolio.values import day_of, problems_in
from records import NotHeld, Records
from registrar.contract import Registrar, TellsContacts
from registrar.errors import RegistrarError
from registrar.support import require


@dataclass(frozen=True)
class Adoption:
    """What became of one name. `why_not` says why it was not taken."""

    name: DomainName
    done: str = ""
    why_not: str = ""
    held_already: bool = False
    expires: date | None = None
    contacts: dict[str, str] = field(default_factory=dict[str, str])


class NotTaken(ValueError):
    """The registrar's record of a contact is not complete enough to be ours; the message has no values."""


def import_names(
    records: Records,
    registrar_for: RegistrarFor,
    account_slug: str,
    *,
    client: str,
    only: Sequence[DomainName] = (),
    by: str,
    dry_run: bool = False,
) -> list[Adoption]:
    """
    Read every name of the account and hold those that are not held yet; the registrar is only read.

    `only` limits it to some names. Equal contacts become one contact of the client. A name that cannot be
    taken is told with its reason and stops no other. Raises `NotHeld` for an unknown account or client.
    """
    with records.reading() as unit:
        account = unit.accounts.get(account_slug)
        unit.clients.get(client)
    registrar = registrar_for(account)
    names = [name for name in registrar.holdings() if not only or name in only]
    return [_adopt(records, registrar, account, name, client, by, dry_run=dry_run) for name in names]


def contact_from(seen: SeenContact) -> Contact:
    """Return the contact that a registrar's record shows; raises `NotTaken` when it is not complete."""
    given, family = _split(seen.name, seen.organization)
    try:
        return Contact.model_validate(
            {
                "given": given,
                "family": family,
                "organization": seen.organization,
                "address": PostalAddress.model_validate(
                    {
                        "street": seen.street or (),
                        "city": seen.city or "",
                        "subdivision": seen.state if seen.state and "-" in seen.state else None,
                        "postal_code": seen.postal_code,
                        "country": seen.country or "",
                    }
                ),
                "phone": Phone.parse(seen.phone or ""),
                "fax": Phone.parse(seen.fax) if seen.fax else None,
                "email": seen.email or "",
            }
        )
    except ValidationError as error:
        raise NotTaken(problems_in(error)) from error
    except ValueError as error:
        raise NotTaken(str(error)) from error


def _split(name: str | None, organization: str | None) -> tuple[str | None, str | None]:
    """A person's name in two parts: the registrar's record has it whole, so the last word is the family's."""
    if not name or name == organization:
        return None, None
    given, _, family = name.rpartition(" ")
    return given or None, family


def _adopt(
    records: Records,
    registrar: Registrar,
    account: RegistrarAccount,
    name: DomainName,
    client: str,
    actor: str,
    *,
    dry_run: bool,
) -> Adoption:
    if _is_held(records, name):
        return Adoption(name, why_not="held already", held_already=True)
    try:
        registration = registrar.info(name)
        seen = require(registrar, TellsContacts).contacts(name)
        contacts = {role: contact_from(contact) for role, contact in seen.items()}
    except (RegistrarError, NotTaken) as error:
        return Adoption(name, why_not=str(error))
    paid = paid_until(registration)
    expires = day_of(paid) if paid else None
    if dry_run:
        return Adoption(name, done="would be taken", expires=expires)
    slugs = _hold(records, account, registration, contacts, client, actor)
    return Adoption(
        name, done="taken", expires=expires, contacts={role.value: slug for role, slug in slugs.items()}
    )


def _is_held(records: Records, name: DomainName) -> bool:
    with records.reading() as unit:
        try:
            unit.domains.get(name)
        except NotHeld:
            return False
        return True


def _hold(
    records: Records,
    account: RegistrarAccount,
    registration: Registration,
    contacts: dict[ContactRole, Contact],
    client: str,
    actor: str,
) -> dict[ContactRole, str]:
    with records.changing(actor) as unit:
        known = {version.contact: version.slug for version in unit.contacts.of_client(client)}
        taken = {version.slug for version in unit.contacts.all()}
        fresh = _fresh_slugs(client, taken)
        slugs: dict[ContactRole, str] = {}
        for role, contact in contacts.items():
            if contact not in known:
                known[contact] = unit.contacts.add(client, next(fresh), contact).slug
            slugs[role] = known[contact]
        unit.domains.hold(HeldDomain.of(registration, client=client, account=account.slug, roles=slugs))
        unit.commit()
    return slugs


def _fresh_slugs(client: str, taken: set[str]) -> Iterator[str]:
    number = 1
    while True:
        slug = f"{client}-{number}"
        if slug not in taken:
            yield slug
        number += 1
