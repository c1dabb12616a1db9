"""Plantings in what public servers show: hidden, stood in for, spelt otherwise, late, or of no use at all."""

from datetime import timedelta

from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.drift import Verdict
from sandbox.objects import Manner
from tests.drift_story.kinds_at_registrar import REGISTRANT, TECH, change
from tests.drift_story.kinds_of_change import (
    PUBLIC,
    SPOILT,
    Cell,
    End,
    Kind,
    Planted,
    cells,
    none,
    open_company,
    under,
)
from tests.drift_story.made_portfolio import START

_PRIVACY = Contact(
    organization="Contact Privacy Inc. Customer 0123456789",
    address=PostalAddress(
        street=("96 Mowat Ave",), city="Toronto", subdivision="CA-ON", postal_code="M4K 3K1", country="CA"
    ),
    phone=Phone.parse("+1.6135559992"),
    email="0123456789@contactprivacy.example.com",
)


def _as(manner: Manner, planted: Planted) -> None:
    planted.street.box.public_side.show_as(planted.made.name, manner)


def _late(
    planted: Planted, role: ContactRole = TECH, *, hours: float | None = None, readings: int = 0
) -> None:
    """Let public servers show what the registrar's record was for a moment only."""
    name, registry = planted.made.name, planted.street.box.registry
    ours = planted.people.by_slug[planted.made.roles[role]].contact.email
    change(planted, role, email="before@example.org")
    until = None if hours is None else START + timedelta(hours=hours)
    planted.street.box.public_side.keep_copy(name, until=until, readings=readings or None)
    registry.change_contact_behind_our_back(name, role, email=ours)


def _spoil(planted: Planted) -> None:
    tld = planted.made.name.tld
    planted.street.spoil(tld, SPOILT[tld])


def _spoilt(title: str, tld: str) -> Kind:
    unasked = ((Cell("registration", PUBLIC), Verdict.COULD_NOT_ASK),)
    return Kind(title, _spoil, none, End.NOTHING, under(tld), verdicts=unasked)


def _in_public(verdict: Verdict, *paths: str) -> tuple[tuple[Cell, Verdict], ...]:
    return tuple((Cell(path, PUBLIC), verdict) for path in paths)


IN_PUBLIC = (
    Kind(
        "spelling only: phone form, country and province names",
        lambda planted: _as(Manner(spells_out=True), planted),
        none,
        End.NOTHING,
        open_company,
        verdicts=_in_public(
            Verdict.SAME_NORMALIZED,
            "registrant.phone",
            "registrant.country",
            "registrant.state",
            "tech.phone",
        ),
    ),
    Kind(
        "redaction switched on",
        lambda planted: _as(Manner(hides=True), planted),
        none,
        End.NOTHING,
        open_company,
        verdicts=_in_public(Verdict.HIDDEN, "registrant.email", "admin.name", "tech.phone"),
    ),
    Kind(
        "a privacy service in public",
        lambda planted: _as(Manner(stand_in=_PRIVACY), planted),
        none,
        End.NOTHING,
        under("com", "net", "org"),
        verdicts=_in_public(Verdict.HIDDEN, "registrant.email", "registrant.organization"),
    ),
    Kind(
        "a public record hours behind the registrar",
        lambda planted: _late(planted, hours=6.5),
        cells("tech.email", PUBLIC),
        End.NOTHING,
        open_company,
        gone_after=timedelta(hours=6.5),
    ),
    Kind(
        "a public record stale at one reading",
        lambda planted: _late(planted, REGISTRANT, readings=1),
        cells("registrant.email", PUBLIC),
        End.NOTHING,
        open_company,
        gone_after=timedelta(0),
    ),
    Kind(
        "a public record that stays behind for days",
        lambda planted: _late(planted, ContactRole.ADMIN, hours=24),
        cells("admin.email", PUBLIC),
        End.STUCK,
        open_company,
        gone_after=timedelta(hours=24),
    ),
    Kind(
        "a name that the public servers deny",
        lambda planted: planted.street.box.public_side.deny(planted.made.name),
        cells("registration", PUBLIC),
        End.A_PERSON,
        under("ca", "com", "ee", "net", "org"),
    ),
    _spoilt("a garbled server", "info"),
    _spoilt("a throttled server", "biz"),
    _spoilt("a server that shows another name's data", "pro"),
    _spoilt("a server whose answers are empty", "mobi"),
)
