"""Plantings in the registrar's own record: contacts that somebody else changed there."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from portfolio.contacts import ContactRole
from portfolio.drift import Verdict
from portfolio.registration import Status
from tests.drift_story.kinds_of_change import (
    PUBLIC,
    REGISTRAR,
    Cell,
    End,
    Kind,
    Planted,
    contact_cells,
    none,
    open_company,
    told_soundly,
    under,
)
from tests.drift_story.made_people import is_abroad
from tests.drift_story.made_portfolio import Made

REGISTRANT, ADMIN, TECH = ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH

_OTHER_COMPANY = "Other Example Ltd."
_COLUMNS = {"given": "name", "family": "name", "subdivision": "state"}


def change(planted: Planted, role: ContactRole, **fields: object) -> None:
    """Let somebody change the fields at the registrar."""
    planted.street.box.registry.change_contact_behind_our_back(planted.made.name, role, **fields)


def _changed(
    title: str,
    role: ContactRole,
    fits: Callable[[Made], bool] = told_soundly,
    end: End = End.REPAIRED,
    **fields: object,
) -> Kind:
    shown = dict.fromkeys(_COLUMNS.get(field, field) for field in fields)
    return Kind(title, partial(change, role=role, **fields), contact_cells(role, *shown), end, fits)


def _has_company(made: Made) -> bool:
    return told_soundly(made) and not made.individual


def _another_company(planted: Planted) -> Iterable[Cell]:
    """The registry of .ee has no place for an organization: it prints it as the name."""
    yield from contact_cells(REGISTRANT, "organization")(planted)
    if planted.made.name.tld == "ee":
        yield Cell("registrant.name", PUBLIC)


def _drop_tech(planted: Planted) -> None:
    planted.street.box.registry.drop_contact_behind_our_back(planted.made.name, TECH)


def _shrug_off(planted: Planted) -> None:
    change(planted, TECH, email="stranger@example.org")
    planted.street.office.shrugged_off.add(planted.made.name)


def _locked(planted: Planted) -> None:
    change(planted, TECH, email="stranger@example.org")
    lock = Status.CLIENT_UPDATE_PROHIBITED
    planted.street.box.registry.change_statuses_behind_our_back(planted.made.name, add=[lock])


def _plainly_spelt(planted: Planted) -> None:
    """As registrars that take capital letters of ASCII only keep it."""
    owner = planted.people.by_slug[planted.made.roles[REGISTRANT]].contact
    plain = {
        field: _without_accents(text).upper()
        for field, text in (
            ("given", owner.given), ("organization", owner.organization), ("city", owner.address.city),
        )
        if text
    }  # fmt: skip
    street = tuple(_without_accents(line).upper() for line in owner.address.street)
    change(planted, REGISTRANT, **plain, street=street, email=owner.email.upper())


def _closed_up(planted: Planted) -> None:
    address = planted.people.by_slug[planted.made.roles[REGISTRANT]].contact.address
    code = (address.postal_code or "").replace(" ", "").lower()
    change(planted, REGISTRANT, street=(", ".join(address.street),), postal_code=code)


def _without_accents(text: str) -> str:
    return text.translate(str.maketrans("éèêàçÉ", "eeeacE"))


AT_REGISTRAR = (
    _changed("tech e-mail changed", TECH, email="stranger@example.org"),
    _changed("tech phone changed", TECH, phone="+1.6135559990"),
    _changed(
        "admin replaced by another person",
        ADMIN,
        given="Another",
        family="Person",
        email="another@example.org",
        phone="+1.6135559991",
    ),
    replace(
        _changed("registrant organization changed", REGISTRANT, _has_company, organization=_OTHER_COMPANY),
        finds=_another_company,
    ),
    _changed("registrant e-mail changed", REGISTRANT, email="other@example.org"),
    _changed("registrant city changed", REGISTRANT, city="Hull"),
    _changed("registrant postal code changed", REGISTRANT, postal_code="J8X 1A1"),
    _changed(
        "registrant moved abroad",
        REGISTRANT,
        lambda made: told_soundly(made) and not is_abroad(made.client),
        country="US",
        subdivision="US-NJ",
        postal_code="07001",
        city="Newark",
    ),
    _changed("admin's extension changed", ADMIN, phone="+1.6135559993x5"),
    _changed("a fax that we do not have", ADMIN, end=End.A_PERSON, fax="+1.6135559994"),
    _changed(
        "an organization beside a person",
        REGISTRANT,
        lambda made: made.individual,
        End.A_PERSON,
        organization=_OTHER_COMPANY,
    ),
    _changed("registrant organization emptied", REGISTRANT, under("com", "net", "org"), organization=None),
    _changed("registrant street changed", REGISTRANT, street=("9 Other Street",)),
    _changed(
        "tech e-mail changed while the public server is garbled", TECH, under("info"), email="s@example.org"
    ),
    _changed(
        "tech e-mail changed while the public server throttles", TECH, under("biz"), email="s@example.org"
    ),
    _changed("company's admin changed in the open", ADMIN, open_company, email="open@example.org"),
    Kind(
        "role missing at the registrar",
        _drop_tech,
        lambda _planted: (Cell(TECH.value, REGISTRAR),),
        End.A_PERSON,
        under("com", "net", "org"),
    ),
    Kind(
        "an interface that answers 200 and changes nothing",
        _shrug_off,
        contact_cells(TECH, "email"),
        End.NOT_PROVED,
        under("com", "org"),
    ),
    Kind(
        "tech e-mail changed under a lock against updates",
        _locked,
        contact_cells(TECH, "email"),
        End.A_PERSON,
        under("com", "net", "org"),
    ),
    Kind(
        "spelling only: the address in one line, the postal code closed up",
        _closed_up,
        none,
        End.NOTHING,
        told_soundly,
    ),
    Kind(
        "spelling only: case and accents",
        _plainly_spelt,
        none,
        End.NOTHING,
        told_soundly,
        verdicts=tuple(
            (Cell(f"registrant.{field}", REGISTRAR), Verdict.SAME_NORMALIZED)
            for field in ("name", "street", "city")
        ),
    ),
)
