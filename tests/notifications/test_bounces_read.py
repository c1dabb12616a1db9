"""What comes back is read for what it says and no more; nothing that anybody writes breaks the reader."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.bounces.read import MOST_BYTES, read_report
from notifications.bounces.report import Report, ReportKind
from notifications.post.return_path import ReturnPath
from portfolio.notice import reference_of
from tests.notifications.reports import ABSENT, COMPLAINT, LETTER, QMAIL, failed, group, report

OURS = ReturnPath("bounces@example.org", b"the secret of this house")
REFERENCE = reference_of("notice:example.com:2027-03-01:30d-before:registrant")
TO = OURS.of(REFERENCE)
HARD, SOFT, BLOCKED, DELAYED, DELIVERED = (
    ReportKind.HARD, ReportKind.SOFT, ReportKind.BLOCKED, ReportKind.DELAYED, ReportKind.DELIVERED,
)  # fmt: skip


def read(raw: bytes) -> Report:
    return read_report(raw, OURS)


def test_a_report_tells_of_which_notice_whom_and_why() -> None:
    found = read(report(TO))
    assert (found.kind, found.reference, found.status) == (HARD, REFERENCE, "5.1.1")
    assert found.recipient == "owner@example.net"
    assert found.said == "550 5.1.1 <…>: user unknown"
    assert found.hint == "notice:example.com:2027-03-01:30d-before:registrant"
    assert "owner" not in repr(found)


@pytest.mark.parametrize(
    ("action", "status", "kind"),
    [
        ("failed", "5.1.1", HARD), ("failed", "5.1.2", HARD), ("failed", "5.1.10", HARD),
        ("failed", "5.2.1", HARD), ("failed", "5.4.4", HARD), ("failed", "5.7.17", HARD),
        ("failed", "5.2.2", SOFT), ("failed", "5.3.0", SOFT), ("failed", "5.4.6", SOFT),
        ("failed", "4.4.7", SOFT), ("failed", "4.2.2", SOFT), ("failed", "4.1.1", SOFT),
        ("failed", "5.7.1", BLOCKED), ("failed", "5.7.26", BLOCKED), ("failed", "5.1.8", BLOCKED),
        ("failed", "5.3.4", BLOCKED), ("failed", "5.6.0", BLOCKED), ("failed", "5.1.7", BLOCKED),
        ("delayed", "4.4.1", DELAYED), ("delayed", "5.1.1", DELAYED), ("delivered", "2.0.0", DELIVERED),
        ("relayed", "2.1.5", DELIVERED), ("expanded", "2.1.5", DELIVERED), ("FAILED (gone)", "5.1.1", HARD),
        ("failed", "2.0.0", ReportKind.UNREADABLE), ("delivered", "5.1.1", ReportKind.UNREADABLE),
        ("delayed", "2.0.0", ReportKind.UNREADABLE), ("eaten", "5.1.1", ReportKind.UNREADABLE),
        ("", "5.1.1", HARD), ("", "4.1.1", DELAYED), ("", "2.0.0", DELIVERED), ("failed", "", SOFT),
        ("", "", ReportKind.UNREADABLE),
    ],
)  # fmt: skip
def test_codes_say_what_became_of_the_message(action: str, status: str, kind: ReportKind) -> None:
    found = read(report(TO, group(action, status, "said by the server")))
    assert (found.kind, found.reference) == (kind, REFERENCE)


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        ("5.0.0", "550 5.1.1 gone", HARD), ("5.0.0", "550 5.7.1 listed", BLOCKED),
        ("5.0.0", "552 full", SOFT),
        ("5.0.0", "550 User unknown", HARD), ("5.0.0", "550 no such user here", HARD),
        ("5.0.0", "550 mail refused by rule", SOFT), ("5.0.0", "554 User unknown", SOFT),
        ("5.0.0", "556 takes no mail", HARD), ("5.0.0", "521 takes no mail", HARD),
        ("5.1.1", "550 5.7.1 listed", HARD), ("4.0.0", "450 4.2.2 full", SOFT),
        ("5.0.0", "450 4.2.2 full", SOFT),
        ("4.4.7", "550 User unknown", SOFT), ("5.0.0", "tried 5.1.1.1 port 25", SOFT),
    ],
)  # fmt: skip
def test_a_bare_code_is_read_with_the_words_after_it(status: str, said: str, kind: ReportKind) -> None:
    assert read(report(TO, group("failed", status, said))).kind is kind


def test_of_several_readers_behind_one_address_the_mildest_word_counts() -> None:
    gone, full = group(), group(status="5.2.2", said="552 5.2.2 full", recipient="other@example.net")
    had = group("delivered", "2.0.0", "250 taken", "third@example.net")
    assert read(report(TO, gone, full)).kind is SOFT
    assert read(report(TO, gone, had, full)).kind is DELIVERED
    assert read(report(TO, gone, gone)).kind is HARD
    assert read(report(TO, gone, group("eaten"))).kind is ReportKind.UNREADABLE


def test_a_report_in_utf8_of_rfc_6533_is_read_too() -> None:
    raw = report(TO, group(recipient="lectrice.é@example.net")).decode()
    raw = raw.replace("message/delivery-status", "message/global-delivery-status").replace(
        "rfc822;", "utf-8;"
    )
    found = read(raw.encode())
    assert (found.kind, found.status) == (HARD, "5.1.1")


def test_a_report_without_our_token_has_no_notice_however_well_it_knows_it() -> None:
    theirs = ReturnPath("bounces@example.org", b"the secret of another").of(REFERENCE)
    for to in (theirs, "bounces@example.org", "domains@example.org", f"bounces+{REFERENCE}@example.org"):
        found = read(report(to))
        assert (found.kind, found.reference) == (HARD, None)
        assert found.hint == "notice:example.com:2027-03-01:30d-before:registrant"


def test_the_token_is_read_off_the_envelope_and_two_notices_at_once_are_none() -> None:
    plain = report("postmaster@example.org")
    for header in ("Delivered-To", "X-Original-To", "Envelope-To", "To", "delivered-to"):
        assert read(f"{header}: <{TO.upper()}>\r\n".encode() + plain).reference == REFERENCE
    assert read(f"Subject: {TO}\r\nFrom: {TO}\r\nReply-To: {TO}\r\n".encode() + plain).reference is None
    other = OURS.of(reference_of("another notice"))
    assert read(f"To: {other}\r\n".encode() + report(TO)).reference is None


def test_a_complaint_names_the_notice_by_the_return_path_it_complains_of() -> None:
    found = read(COMPLAINT.format(kind="abuse", mail_from=TO).encode())
    assert (found.kind, found.reference) == (ReportKind.COMPLAINT, REFERENCE)
    assert found.said == "its reader calls it abuse"
    forged = read(COMPLAINT.format(kind="abuse", mail_from=f"bounces+{REFERENCE}@example.org").encode())
    assert (forged.kind, forged.reference) == (ReportKind.COMPLAINT, None)
    for kind in ("not-spam", "auth-failure", ""):
        assert read(COMPLAINT.format(kind=kind, mail_from=TO).encode()).kind is ReportKind.NOT_A_REPORT


@pytest.mark.parametrize(
    "header",
    ["Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply",
     "Subject: Réponse automatique : absent", "Subject: =?iso-8859-1?Q?R=E9ponse_automatique?=",
     "Subject: Automatic reply: example.com",
     "Content-Type: multipart/report; report-type=disposition-notification; boundary=x"],
)  # fmt: skip
def test_the_answer_of_somebody_who_is_away_is_no_bounce_though_it_quotes_codes(header: str) -> None:
    absent = ABSENT.format(to=TO).replace("Auto-Submitted: auto-replied (vacation)\n", "")
    absent = absent.replace("Subject: Out of office: example.com expires\n", "")
    found = read(f"{header}\n{absent}".encode())
    assert (found.kind, found.reference) == (ReportKind.AUTO_REPLY, REFERENCE)
    assert read(ABSENT.format(to=TO).encode()).kind is ReportKind.AUTO_REPLY


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Sorry, no mailbox here by that name. (#5.1.1)", HARD),
        ("The mailbox is full. (#5.2.2)", SOFT),
        ("550 5.7.1 refused by rule", BLOCKED),
        ("It just did not work.", SOFT),
    ],
)
def test_bounces_that_follow_no_rfc_condemn_nobody_without_a_plain_code(said: str, kind: ReportKind) -> None:
    found = read(QMAIL.format(to=TO, said=said).encode())
    assert (found.kind, found.reference, found.recipient) == (kind, REFERENCE, "owner@example.net")


def test_a_persons_letter_is_no_report() -> None:
    assert read(LETTER.format(to=TO).encode()).kind is ReportKind.NOT_A_REPORT
    assert read(b"").kind is ReportKind.UNREADABLE


@pytest.mark.parametrize(
    "said",
    [
        "550 5.1.1 <owner@example.net>: gone", "550 5.1.1 owner@example.net gone", "550 5.1.1 OWNER is gone",
        "550 5.1.1 mailbox 'owner' is gone", "550 5.1.1 user=owner; call +1 613 555 0123",
        "550 5.1.1 gone owner＠example.net", "550 5.1.1 \x1b[31mgone\x07 " + "x" * 5000,
    ],
)  # fmt: skip
def test_what_is_said_of_a_bounce_is_one_short_line_without_anybody_in_it(said: str) -> None:
    found = read(report(TO, group(said=said)))
    assert found.said.startswith("550 5.1.1")
    assert len(found.said) <= 160
    for personal in ("owner", "@", "＠", "555 0123", "\n", "\x1b", "\x07"):
        assert personal not in found.said.lower()


def test_a_report_cut_at_any_byte_is_read_without_an_error_and_never_made_worse() -> None:
    whole = report(TO)
    kinds = {read(whole[:length]).kind for length in range(len(whole))}
    assert kinds <= {HARD, SOFT, ReportKind.NOT_A_REPORT, ReportKind.UNREADABLE, ReportKind.AUTO_REPLY}
    assert HARD in kinds


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=600), st.sampled_from(["head", "middle", "alone"]))
def test_any_bytes_are_read_without_an_error(noise: bytes, place: str) -> None:
    whole = report(TO)
    cut = len(whole) * 2 // 3
    raw = {"head": noise + whole, "middle": whole[:cut] + noise + whole[cut:], "alone": noise}[place]
    found = read(raw)
    assert len(found.said) <= 160
    assert found.reference in (None, REFERENCE)


def test_messages_without_end_in_size_or_depth_are_not_followed() -> None:
    nested = b"Content-Type: message/rfc822\r\n\r\n" * 5000
    boxed = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5000)
    )
    for raw in (nested, boxed, nested[: 32 * 90], boxed[:4000]):
        found = read(f"To: {TO}\r\n".encode() + raw)
        assert found.kind in (ReportKind.UNREADABLE, ReportKind.NOT_A_REPORT)
    for raw in (nested, boxed, b"Content-Type: text/plain\n\n" * 101):
        assert read(raw).said == "a message of too many parts"
    late = report(TO).replace(b"I could not", b"x" * MOST_BYTES)
    assert read(late).kind is not HARD
    many = report(TO, *[group() for _ in range(300)])
    assert read(many).kind is HARD


def test_a_bounce_that_follows_no_rfc_is_looked_for_at_the_beginning_of_a_message() -> None:
    said = "Sorry, no mailbox here by that name. (#5.1.1)"
    bounce = QMAIL.format(to=TO, said=said).encode()
    assert read(bounce + b"x\n" * MOST_BYTES).kind is HARD
    assert read(bounce.replace(b"Hi. This", b"\n" * 70_000 + b"Hi. This")).kind is ReportKind.NOT_A_REPORT


def test_a_header_of_a_strange_charset_hides_no_token() -> None:
    raw = report(TO).replace(b"Subject: Und", b"Subject: =?x-none?B?//8=?= \xff\xfe Und")
    assert (read(raw).kind, read(raw).reference) == (HARD, REFERENCE)
    assert read(failed(TO, "5.2.2")).kind is SOFT
