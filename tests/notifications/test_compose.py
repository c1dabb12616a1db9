from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from notifications.compose import compose, day_in_words
from notifications.facts import Facts, zone_of
from notifications.sender import Sender
from portfolio.contacts import ContactRole, Language
from portfolio.held import Client, ClientKind
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, notice_key
from portfolio.tld import rules_for
from portfolio.values import Moment, day_of
from tests.notifications.names_and_people import EXPIRY, NAME, OWNER, SENDER

TORONTO = ZoneInfo("America/Toronto")
BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\x00\x7f"


def notice(
    name: DomainName = NAME,
    *,
    expires: Moment = EXPIRY,
    language: Language = Language.ENGLISH,
    for_staff: bool = False,
    recipient: str = OWNER,
) -> Notice:
    step = Milestone(days=30)
    return Notice(
        key=notice_key(name, day_of(expires), step, ContactRole.REGISTRANT, for_staff=for_staff),
        name=name,
        about=day_of(expires),
        milestone=step,
        role=ContactRole.REGISTRANT,
        recipient=recipient,
        language=language,
        due_at=EXPIRY,
    )


def facts(
    days: float = 30,
    *,
    name: DomainName = NAME,
    expires: Moment = EXPIRY,
    zone: ZoneInfo = TORONTO,
    reader: str | None = "Reader Example",
    **changes: object,
) -> Facts:
    now = EXPIRY - timedelta(days=days)
    return Facts(
        name=name, rules=rules_for(name), expires=expires, zone=zone, now=now, reader=reader, **changes
    )


def text_of(message: EmailMessage) -> str:
    read = message_from_bytes(message.as_bytes(), _class=EmailMessage, policy=policy.default)
    part = read.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_message_can_be_recognized_again() -> None:
    message = compose(notice(), facts(), SENDER)
    assert message["Message-ID"] == "<notice.example.com.2027-03-01.30d-before.registrant@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == EXPIRY - timedelta(days=30)
    assert message["To"].addresses[0].addr_spec == OWNER
    assert len(message["To"].addresses) == 1
    assert message["From"] == f"Example Steward <{SENDER.address}>"
    assert message["Content-Language"] == "en"
    assert message.as_bytes() == compose(notice(), facts(), SENDER).as_bytes()


def test_the_longest_name_keeps_its_message_id_whole() -> None:
    name = DomainName(".".join(["a" * 60] * 4) + ".com")
    raw = compose(notice(name), facts(name=name), SENDER).as_bytes()
    assert message_from_bytes(raw)["Message-ID"].strip().startswith(f"<notice.{name}.")


@pytest.mark.parametrize(
    ("days", "english", "french"),
    [
        (30, "expires in 30 days", "expire dans 30 jours"),
        (2, "expires in 2 days", "expire dans 2 jours"),
        (1, "expires tomorrow", "expire demain"),
        (0, "expires today", "expire aujourd’hui"),
        (-1, "expired yesterday", "a expiré hier"),
        (-3, "expired 3 days ago", "a expiré il y a 3 jours"),
    ],
)
def test_the_days_are_in_subject_and_text(days: int, english: str, french: str) -> None:
    for language, words in ((Language.ENGLISH, english), (Language.FRENCH, french)):
        message = compose(notice(language=language), facts(days), SENDER)
        assert message["Subject"] == f"example.com {words}"
        assert f"{words}" in text_of(message)


@pytest.mark.parametrize(
    "zone", ["America/Toronto", "America/Edmonton", "Pacific/Kiritimati", "Asia/Tokyo", "UTC"]
)
@pytest.mark.parametrize("hour", [0, 3, 12, 23])
def test_over_a_year_the_days_written_are_those_that_a_person_counts(zone: str, hour: int) -> None:
    here = ZoneInfo(zone)
    for offset in range(0, 366, 7):
        expires = datetime(2027, 1, 1, hour, tzinfo=UTC) + timedelta(days=offset)
        # A person crosses off the days on the wall calendar, from today to the day of expiry.
        wanted = 30
        today = expires.astimezone(here).date() - timedelta(days=wanted)
        noon = datetime(today.year, today.month, today.day, 12, tzinfo=here).astimezone(UTC)
        told = Facts(name=NAME, rules=rules_for(NAME), expires=expires, zone=here, now=noon)
        subject = str(compose(notice(expires=expires), told, SENDER)["Subject"])
        assert subject == f"example.com expires in {wanted} days"


def test_the_day_is_the_readers_and_the_public_records_is_told_where_it_differs() -> None:
    late = datetime(2027, 3, 1, 3, tzinfo=UTC)
    text = text_of(compose(notice(expires=late), facts(expires=late), SENDER))
    assert "on February 28, 2027" in text
    assert "In the public record, which keeps UTC, the day is March 1, 2027." in text
    assert "UTC" not in text_of(compose(notice(), facts(), SENDER))


def test_a_bare_date_has_no_time_of_day_and_is_read_at_its_earliest() -> None:
    text = text_of(compose(notice(expires=date(2027, 3, 1)), facts(expires=date(2027, 3, 1)), SENDER))
    assert "on February 28, 2027. In the public record" in text
    assert "p.m." not in text


def test_a_notice_says_what_happens_by_when_and_whom_to_call() -> None:
    text = text_of(compose(notice(), facts(), SENDER))
    assert "April 15, 2027" in text  # 45 days of auto-renew grace
    assert "May 15, 2027" in text  # and 30 of redemption
    assert SENDER.phone in text
    assert SENDER.address in text
    assert "Hello Reader Example," in text


def test_after_expiry_it_says_how_it_can_still_be_saved() -> None:
    text = text_of(compose(notice(), facts(-3), SENDER))
    assert "call us today at" in text
    assert "May 15, 2027" in text
    assert "If you have renewed it in the last few days" in text


def test_nothing_is_promised_where_the_registry_states_no_periods() -> None:
    name = DomainName("example.de")
    text = text_of(compose(notice(name), facts(name=name), SENDER))
    assert "depends on the registry" in text
    assert "restored" not in text


def test_french_readers_are_written_to_in_french() -> None:
    message = compose(notice(language=Language.FRENCH), facts(auto_renew=True), SENDER)
    text = text_of(message)
    assert message["Content-Language"] == "fr"
    assert "Bonjour Reader Example," in text
    assert "le 1er mars 2027" in text
    assert "Le renouvellement automatique est activé" in text
    assert "Pour garder le nom" in text
    assert "expires" not in text


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        (Language.ENGLISH, date(2027, 3, 1), "March 1, 2027"),
        (Language.FRENCH, date(2027, 3, 1), "1er mars 2027"),
        (Language.FRENCH, date(2027, 3, 11), "11 mars 2027"),
        (Language.FRENCH, date(2027, 8, 21), "21 août 2027"),
    ],
)
def test_days_are_written_as_people_write_them(language: Language, day: date, words: str) -> None:
    assert day_in_words(day, language) == words


def test_an_idn_is_shown_as_it_is_written_and_as_the_registry_has_it() -> None:
    name = DomainName("example-é.ca")
    message = compose(notice(name), facts(name=name), SENDER)
    assert "example-é.ca (xn--example--i1a.ca)" in message["Subject"]
    assert "example-é.ca (xn--example--i1a.ca)" in text_of(message)


def test_an_address_beyond_ascii_stands_in_raw_headers() -> None:
    message = compose(notice(recipient="élue@example-é.net"), facts(), SENDER)
    assert "To: élue@xn--example--i1a.net" in message.as_bytes().decode()


def test_staffs_copy_says_that_it_is_one_and_what_to_look_at() -> None:
    note = "the registrar could not be asked (TryAgain); the date is our record's"
    message = compose(notice(for_staff=True), facts(reader=None, note=note), SENDER)
    assert str(message["Subject"]).startswith("Copy: example.com expires")
    assert note in text_of(message)
    assert note not in text_of(compose(notice(), facts(note=note), SENDER))


def test_names_are_not_dressed_up_as_html() -> None:
    text = text_of(compose(notice(), facts(reader="O'Brien & Söhne <1>"), SENDER))
    assert "Hello O'Brien & Söhne <1>," in text


@given(st.text(max_size=5), st.sampled_from(BREAKS), st.text(max_size=5))
def test_no_line_break_of_unicode_gets_into_a_header(before: str, line_break: str, after: str) -> None:
    text = f"{before}{line_break}{after}"
    with pytest.raises(ValidationError):
        Sender(company=text, address="names@example.org", phone="+1 613 555 0199")
    forged = SENDER.model_copy(update={"company": text})
    with pytest.raises(ValueError, match="one line"):
        compose(notice(), facts(), forged)
    with pytest.raises(ValueError, match="one line"):
        compose(notice(recipient=f"a{line_break}@example.net"), facts(), SENDER)


@given(st.text(max_size=40))
def test_whatever_a_company_is_called_the_headers_stay_the_same(company: str) -> None:
    try:
        sender = Sender(company=company, address="names@example.org", phone="+1 613 555 0199")
        raw = compose(notice(), facts(), sender).as_bytes()
    except ValueError:
        return
    read = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    assert sorted(read.keys()) == sorted(compose(notice(), facts(), SENDER).keys())
    assert read["To"].addresses[0].addr_spec == OWNER
    assert [a.addr_spec for a in read["From"].addresses] == ["names@example.org"]


def test_a_zone_that_nobody_knows_is_utc() -> None:
    client = Client(slug="acme", name="Acme", kind=ClientKind.COMPANY, timezone="Nowhere/Atlantis")
    assert str(zone_of(client)) == "UTC"
    assert str(zone_of(client.model_copy(update={"timezone": "../../etc/passwd"}))) == "UTC"
    assert str(zone_of(client.model_copy(update={"timezone": "America/Edmonton"}))) == "America/Edmonton"
