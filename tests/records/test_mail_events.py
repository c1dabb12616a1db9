"""What was heard of an address is kept once, found in any case it is written in, and told by nobody."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from portfolio.audit import AuditTag
from portfolio.mail import MailEvent, MailEventKind
from portfolio.policy.bounces import AddressState, standing
from records import NotHeld, ReadOnly, Records
from tests.records.house import START, StoppedClock, notice, run_sql

ADDRESS = "canary.owner@example.com"


@pytest.fixture
def sent(records: Records) -> str:
    with records.changing("job:notices") as unit:
        unit.outbox.add_due(notice())
        unit.commit()
    return notice().key


def event(digest: str = "first", **changes: object) -> MailEvent:
    whole = {
        "address": ADDRESS, "kind": MailEventKind.HARD, "at": START, "digest": digest,
        "notice": notice().key, "said": "550 5.1.1 no such mailbox",
    }  # fmt: skip
    return MailEvent.model_validate(whole | changes)


def recorded(records: Records, *events: MailEvent) -> list[bool]:
    with records.changing("job:bounces") as unit:
        kept = [unit.mail_events.record(each) for each in events]
        unit.commit()
    return kept


def heard(records: Records, address: str = ADDRESS) -> list[MailEvent]:
    with records.reading() as unit:
        return unit.mail_events.of_address(address)


def test_an_event_comes_out_as_it_went_in_by_its_address_and_by_its_notice(
    records: Records, sent: str
) -> None:
    other = event(
        "second", kind=MailEventKind.SOFT, address="other@example.net", at=START + timedelta(days=1)
    )
    assert recorded(records, event(), other) == [True, True]
    assert heard(records) == [event()]
    assert heard(records, "CANARY.Owner@Example.com") == [event(address="CANARY.Owner@Example.com")]
    assert heard(records, "nobody@example.com") == []
    with records.reading() as unit:
        kinds = [each.kind for each in unit.mail_events.of_notice(sent, ADDRESS)]
        assert kinds == [MailEventKind.HARD, MailEventKind.SOFT]
        assert unit.mail_events.of_notice("notice:nothing", ADDRESS) == []


def test_the_same_news_is_kept_once_and_the_transaction_goes_on(records: Records, sent: str) -> None:
    again = event(said="told another way", at=START + timedelta(days=3))
    assert recorded(records, event(), again, event("second")) == [True, False, True]
    assert recorded(records, event()) == [False]
    assert heard(records) == [event(), event("second")]


def test_events_are_in_the_order_in_which_they_were_taken_whatever_their_instant(
    records: Records, sent: str
) -> None:
    recorded(records, event("late", at=START + timedelta(days=9)), event("early", at=START))
    assert [each.digest for each in heard(records)] == ["late", "early"]


def test_an_event_of_a_notice_that_is_not_held_is_refused(records: Records) -> None:
    with records.changing("job:bounces") as unit, pytest.raises(NotHeld):
        unit.mail_events.record(event())
    assert heard(records) == []
    assert recorded(records, event(notice=None)) == [True]


def test_a_mended_address_can_be_written_to_and_who_mended_it_stands_on_the_chain(
    records: Records, sent: str, clock: StoppedClock
) -> None:
    recorded(records, event())
    clock.advance(timedelta(days=2))
    with records.changing("clerk") as unit:
        mended = unit.mail_events.mend(ADDRESS.upper(), because="their mailbox is back")
        unit.mail_events.mend(ADDRESS, because="their mailbox is back")
        unit.commit()
    told = heard(records)
    assert [each.kind for each in told] == [MailEventKind.HARD, MailEventKind.MENDED, MailEventKind.MENDED]
    assert (mended.at, mended.notice) == (START + timedelta(days=2), None)
    assert standing(told[:1], clock.now()).state is AddressState.UNUSABLE
    assert standing(told, clock.now()).state is AddressState.USABLE
    with records.reading() as unit:
        entry = unit.audit.entries()[-1]
        assert (entry.actor, entry.tag, entry.detail) == (
            "clerk", AuditTag.ADDRESS_MENDED, "their mailbox is back",
        )  # fmt: skip
        assert unit.audit.entries(entry.subject)[-2].tag is AuditTag.ADDRESS_MENDED


def test_no_address_is_written_beside_an_event(records: Records, sent: str) -> None:
    recorded(records, event())
    with records.changing("clerk") as unit:
        unit.mail_events.mend(ADDRESS, because="looked at")
        unit.commit()
    for table in ("mail_events", "audit_payloads"):
        assert "canary" not in str(run_sql(records, f"SELECT * FROM {table}"))


def test_who_only_reads_keeps_nothing(records: Records) -> None:
    with records.reading() as unit:
        with pytest.raises(ReadOnly):
            unit.mail_events.record(event(notice=None))
        with pytest.raises(ReadOnly):
            unit.mail_events.mend(ADDRESS, because="looked at")


@pytest.mark.parametrize("said", ["owner@example.net is gone", "two\nlines", "x" * 161, "\x1b[31m"])
def test_what_is_said_holds_no_address_and_is_one_short_line(said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        event(said=said)
    assert said[:12] not in str(refused.value)
    assert repr(event()) == "MailEvent()"
