"""`contact`: people and organizations, in versions; one change is seen for every name it reaches."""

from typing import Annotated

import typer

from console.cli import contact_changes
from console.cli.contact_changes import Yes
from console.cli.desk import AsJson, Desk, DryRun, desk_of
from console.contact_forms import ContactForm
from console.showing import out, show_fields, show_rows
from portfolio.contacts import Language
from portfolio.held import ContactVersion
from records import Records

commands = typer.Typer(help="Contacts: who stands for a name.", no_args_is_help=True)

Given = Annotated[str | None, typer.Option(help="Given names.")]
Family = Annotated[str | None, typer.Option(help="Family name.")]
Organization = Annotated[
    str | None, typer.Option(help="The organization; it becomes the holder of the name.")
]
Street = Annotated[list[str] | None, typer.Option(help="A street line; up to three times.")]
City = Annotated[str | None, typer.Option(help="City.")]
Province = Annotated[str | None, typer.Option(help="Province or state, ISO 3166-2: ON or CA-ON.")]
PostalCode = Annotated[str | None, typer.Option(help="Postal code.")]
Country = Annotated[str | None, typer.Option(help="Country, ISO 3166-1: CA.")]
Telephone = Annotated[str | None, typer.Option("--phone", help="+1.6135550123, with x12 for an extension.")]
Fax = Annotated[str | None, typer.Option(help="As --phone.")]
Email = Annotated[str | None, typer.Option(help="E-mail address.")]
ItsLanguage = Annotated[Language | None, typer.Option("--language", help="The language of letters.")]


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    contact_changes.add_to(commands)
    app.add_typer(commands, name="contact")


@commands.command("add")
def add(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(help="A short name for staff: bakery-owner")],
    client: Annotated[str, typer.Option(help="Whose contact it is.")],
    *,
    given: Given = None,
    family: Family = None,
    organization: Organization = None,
    street: Street = None,
    city: City = None,
    province: Province = None,
    postal_code: PostalCode = None,
    country: Country = None,
    phone: Telephone = None,
    fax: Fax = None,
    email: Email = None,
    language: ItsLanguage = None,
) -> None:
    """Add a contact of a client."""
    desk = desk_of(context)
    form = ContactForm(
        given=given, family=family, organization=organization, street=street, city=city, province=province,
        postal_code=postal_code, country=country, phone=phone, fax=fax, email=email, language=language,
    )  # fmt: skip
    contact = form.complete()
    with desk.app.records.changing(desk.actor) as unit:
        added = unit.contacts.add(client, slug, contact)
        unit.commit()
    out().print(f"contact {added.slug} added (version {added.version})")


@commands.command("edit")
def edit(
    context: typer.Context,
    slug: str,
    *,
    given: Given = None,
    family: Family = None,
    organization: Organization = None,
    street: Street = None,
    city: City = None,
    province: Province = None,
    postal_code: PostalCode = None,
    country: Country = None,
    phone: Telephone = None,
    fax: Fax = None,
    email: Email = None,
    language: ItsLanguage = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Make a new version of a contact, for every name; shows first what that reaches. Nothing is sent."""
    desk = desk_of(context)
    form = ContactForm(
        given=given, family=family, organization=organization, street=street, city=city, province=province,
        postal_code=postal_code, country=country, phone=phone, fax=fax, email=email, language=language,
    )  # fmt: skip
    _save(desk, slug, form, dry_run=dry_run, yes=yes, as_json=as_json)


def _save(desk: Desk, slug: str, form: ContactForm, *, dry_run: bool, yes: bool, as_json: bool) -> None:
    with desk.app.records.reading() as unit:
        current = unit.contacts.get(slug)
    changed = form.applied_to(current.contact)
    if changed == current.contact:
        why = f"contact {slug} is like that already (version {current.version})"
        contact_changes.saved_nothing(why, None, as_json=as_json)
        return
    contact_changes.save(
        desk,
        desk.app.repairs.preview_edit(slug, changed),
        refused=f"contact {slug} was not saved",
        dry_run=dry_run,
        yes=yes,
        as_json=as_json,
    )


@commands.command("show")
def show(
    context: typer.Context,
    slug: str,
    *,
    version: Annotated[int | None, typer.Option(help="An older version.")] = None,
    as_json: AsJson = False,
) -> None:
    """Show a contact in full, with the names that it stands for."""
    records = desk_of(context).app.records
    with records.reading() as unit:
        found = unit.contacts.get(slug, version)
    show_fields(_shown(found) | {"domains": _names_reached(records, slug)}, as_json=as_json)


@commands.command("list")
def list_(
    context: typer.Context, *, client: Annotated[str | None, typer.Option()] = None, as_json: AsJson = False
) -> None:
    """List the contacts, newest versions."""
    with desk_of(context).app.records.reading() as unit:
        found = unit.contacts.of_client(client) if client else unit.contacts.all()
    rows = [_shown(version) for version in found]
    columns = ("slug", "client", "version", "name", "organization", "city", "email")
    show_rows(rows, columns=columns, as_json=as_json, empty="No contacts yet: namesteward contact add")


def _names_reached(records: Records, slug: str) -> list[str]:
    with records.reading() as unit:
        return [held.name for held in unit.domains.of_contact(slug)]


def _shown(version: ContactVersion) -> dict[str, object]:
    contact = version.contact
    return {
        "slug": version.slug,
        "client": version.client,
        "version": version.version,
        "name": contact.name,
        "given": contact.given,
        "family": contact.family,
        "organization": contact.organization,
        "street": list(contact.address.street),
        "city": contact.address.city,
        "province": contact.address.subdivision,
        "postal_code": contact.address.postal_code,
        "country": contact.address.country,
        "phone": contact.phone.epp,
        "fax": contact.fax.epp if contact.fax else None,
        "email": contact.email,
        "language": contact.language.value,
    }
