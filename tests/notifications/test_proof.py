"""The proof sheet: what went to whom, with what stands on the audit chain about it."""

import io
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from notifications.proof import Proof, proof
from notifications.proof_sheet import printed
from portfolio.names import DomainName
from portfolio.notice import NoticeKind, NoticeState
from portfolio.policy.notices import NoticePolicy
from records import NotHeld
from tests.notifications.names_and_people import NAME, OWNER, SENDER, STAFF, House, to_port
from tests.notifications.scripted_smtp import ScriptedSmtp


def proved(house: House, *, since: date | None = None, name: DomainName = NAME) -> Proof:
    with house.records.reading() as unit:
        return proof(
            unit, name, now=house.clock.now(), policy=NoticePolicy(), sender=SENDER, staff_address=STAFF,
            since=since,
        )  # fmt: skip


def words(sheet: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(sheet)).pages)
    return " ".join(" ".join(pages).split())


@pytest.fixture
def told(house: House, smtp: ScriptedSmtp) -> House:
    """A name whose first two steps were told, the second of them after the mail server had put it off."""
    house.holds()
    house.clock.days_before(60)
    house.runs(to_port(smtp.port))
    house.clock.days_before(30)
    smtp.scripts.append({"dot": b"451 4.7.1 greylisted\r\n"})
    house.runs(to_port(smtp.port))
    house.clock.at += timedelta(hours=1)
    house.runs(to_port(smtp.port))
    return house


def test_each_notice_says_when_to_whom_and_what_the_server_said(told: House) -> None:
    series = proved(told).series[0]
    first, second, staffs = series.notices
    assert (first.recipient, first.state, first.said) == (
        OWNER, NoticeState.HANDED_OVER, "250 2.0.0 queued as 4711",
    )  # fmt: skip
    assert (first.due_at, first.left_at, first.settled_at) == (first.due_at,) * 3
    assert second.left_at == second.due_at + timedelta(hours=1)
    assert (second.attempts, staffs.recipient, staffs.for_staff) == (2, STAFF, True)


def test_its_message_id_is_the_one_that_arrived(told: House, smtp: ScriptedSmtp) -> None:
    arrived = {str(taken.message["Message-ID"]).strip() for taken in smtp.taken}
    assert {notice.message_id for series in proved(told).series for notice in series.notices} == arrived


def test_every_entry_is_the_one_on_the_chain(told: House) -> None:
    sheet = proved(told)
    with told.records.reading() as unit:
        assert unit.audit.verify() == sheet.entries
        chain = {entry.sequence: entry for entry in unit.audit.entries(NAME)}
    events = [event for notice in sheet.series[0].notices for event in notice.events]
    assert len(events) > 10
    for event in events:
        entry = chain[event.sequence]
        assert (entry.at, entry.actor) == (event.at, event.actor)
        assert event.what in entry.detail or event.what == "came due"
    assert [event.what for event in sheet.series[0].notices[1].events] == [
        "came due", "due → claimed", "claimed → sending", "sending → retry later", "retry later → claimed",
        "claimed → sending", "sending → handed over",
    ]  # fmt: skip


def test_steps_without_a_notice_say_why(told: House) -> None:
    without = {step.milestone: step.why for step in proved(told).series[0].without}
    assert without["7d-before"] == "its day is 2027-02-22"
    told.renewed_at_the_registrar()
    told.refreshed()
    [past] = [s for s in proved(told).series if (s.kind, s.about.year) == (NoticeKind.EXPIRY, 2027)]
    assert {step.milestone: step.why for step in past.without} == dict.fromkeys(
        ["7d-before", "1d-before", "1d-after", "3d-after"], "its day did not come in this series"
    )


def test_what_came_back_is_on_it(told: House) -> None:
    key = proved(told).series[0].notices[0].key
    with told.records.changing("job:bounces") as unit:
        unit.outbox.bounced(key, said="5.1.1 no such mailbox", at=told.clock.now(), for_good=True)
        unit.commit()
    bounced = proved(told).series[0].notices[0]
    assert (bounced.state, bounced.bounce, bounced.bounced_at) == (
        NoticeState.BOUNCED, "5.1.1 no such mailbox", told.clock.now(),
    )  # fmt: skip
    assert bounced.events[-1].what == "handed over → bounced"


def test_since_a_day_shows_what_came_due_from_then(told: House) -> None:
    [series] = proved(told, since=date(2027, 1, 1)).series
    assert {notice.milestone for notice in series.notices} == {"30d-before"}
    assert proved(told, since=date(2027, 3, 1)).series == ()


def test_the_sheet_holds_all_that_the_data_holds(told: House) -> None:
    sheet = proved(told)
    text = words(printed(sheet)).replace(" ", "")
    for notice in sheet.series[0].notices:
        for said in (notice.key, notice.message_id, notice.recipient, notice.said):
            assert said.replace(" ", "") in text
        assert all(f"{event.sequence}" in text for event in notice.events)
    assert sheet.chain_end in text
    assert "Stepswithoutanotice" in text


def test_the_sheet_is_the_same_bytes_and_tagged_in_english(told: House) -> None:
    first, again = printed(proved(told)), printed(proved(told))
    assert first == again
    catalog = PdfReader(io.BytesIO(first)).root_object
    assert (catalog["/Lang"], catalog["/MarkInfo"]) == ("en-CA", {"/Marked": True, "/Suspects": False})


@pytest.mark.parametrize(
    "said",
    ['#read("/etc/passwd")', "$ x $ *bold* _it_ <label> @ref \\ #panic()", "] #import", '"} {', "<!--"],
)
def test_words_of_others_are_set_as_text(told: House, said: str) -> None:
    key = proved(told).series[0].notices[0].key
    with told.records.changing("job:bounces") as unit:
        unit.outbox.bounced(key, said=said, at=told.clock.now(), for_good=True)
        unit.commit()
    assert said.replace(" ", "") in words(printed(proved(told))).replace(" ", "")


def test_a_script_without_a_font_does_not_stop_the_proof(told: House) -> None:
    key = proved(told).series[0].notices[0].key
    with told.records.changing("job:bounces") as unit:
        unit.outbox.bounced(key, said="refusé 不明", at=told.clock.now(), for_good=True)
        unit.commit()
    assert "refusé U+4E0DU+660E" in words(printed(proved(told)))


def test_a_very_long_name_breaks_and_stays_on_the_page(house: House) -> None:
    name = DomainName(".".join(["a" * 60] * 3 + ["example", "com"]))
    house.holds(name)
    house.clock.days_before(30)
    assert printed(proved(house, name=name)).startswith(b"%PDF")


def test_a_name_without_notices_has_a_sheet_too(house: House) -> None:
    house.holds()
    assert proved(house).series[0].notices == ()
    assert "60d-before: its day is 2026-12-31" in words(printed(proved(house)))


def test_a_name_that_is_not_ours_has_none(house: House) -> None:
    with pytest.raises(NotHeld):
        proved(house)


def test_no_address_stands_in_its_repr(told: House) -> None:
    assert OWNER not in repr(proved(told))
