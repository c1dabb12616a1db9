"""Notices, facts and a house to put into words."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from notifications.facts import DataLine, Facts, Published
from notifications.sender import Sender
from portfolio.contacts import Contact, ContactRole, Language, Phone, PostalAddress
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, NoticeKind, notice_key
from portfolio.tld import rules_for
from portfolio.values import Moment, day_of

NAME = DomainName("example.com")
EXPIRY = datetime(2027, 3, 1, 17, 0, tzinfo=UTC)
EXPIRY_DAY = EXPIRY.date()
READER = "owner@example.net"
HOUSE = Sender(company="Example Steward", address="names@example.org", phone="+1 613 555 0199")
TORONTO = ZoneInfo("America/Toronto")
DATA = (
    DataLine(field="name", ours="Registrant Example", public=Published.HIDDEN),
    DataLine(field="organization", ours="Example Organization", public=Published.SAME),
    DataLine(field="street", ours="1 Example Street", public=Published.NOT_PUBLISHED),
    DataLine(field="phone", ours="+1 613 555 0123", public=Published.DIFFERS),
    DataLine(field="fax", ours=""),
)


def a_notice(
    kind: NoticeKind = NoticeKind.EXPIRY,
    language: Language = Language.ENGLISH,
    *,
    name: DomainName = NAME,
    about: date = EXPIRY_DAY,
    for_staff: bool = False,
    recipient: str = READER,
) -> Notice:
    step = Milestone(kind=kind, days=5)
    return Notice(
        key=notice_key(name, about, step, ContactRole.REGISTRANT, for_staff=for_staff),
        name=name,
        about=about,
        milestone=step,
        role=ContactRole.REGISTRANT,
        recipient=recipient,
        language=language,
        due_at=EXPIRY,
    )


def some_facts(
    days: float = 5,
    *,
    name: DomainName = NAME,
    expires: Moment = EXPIRY,
    zone: ZoneInfo = TORONTO,
    now: datetime | None = None,
    **changes: object,
) -> Facts:
    """Facts `days` before the expiry, with all that a kind of notice can want."""
    whole: dict[str, object] = {
        "reader": "Registrant Example",
        "answer_by": day_of(expires),
        "data": DATA,
        "observed_on": date(2027, 2, 1),
    }
    at = now or EXPIRY - timedelta(days=days)
    return Facts(name=name, rules=rules_for(name), expires=expires, zone=zone, now=at, **whole | changes)


def dollars(amount: str, currency: str = "CAD") -> Money:
    return Money(amount=Decimal(amount), currency=currency)


def a_contact(country: str = "CA", **changes: object) -> Contact:
    subdivision = {"CA": "CA-ON", "US": "US-NY"}.get(country)
    address = PostalAddress(
        street=("1 Example Street",),
        city="Example City",
        subdivision=subdivision,
        postal_code="K1A 0A1",
        country=country,
    )
    whole: dict[str, object] = {
        "given": "Registrant",
        "family": "Example",
        "organization": "Example Organization",
        "address": address,
        "phone": Phone(number="+16135550123"),
        "email": READER,
    }
    return Contact.model_validate(whole | changes)
