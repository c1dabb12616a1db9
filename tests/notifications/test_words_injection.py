"""No value gets out of its place: not into a header, not onto a line of its own, not into another block."""

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notifications.compose import compose
from notifications.facts import DataLine, Facts
from notifications.sender import Sender
from notifications.words.phrases import shown
from notifications.words.plain import as_text
from notifications.words.telling import told
from portfolio.contacts import Language
from portfolio.names import DomainName, NotAName
from portfolio.notice import Notice, NoticeKind
from tests.notifications.words_samples import HOUSE, READER, a_notice, some_facts

# All that any program takes for the end of a line, and the rest of the control characters.
BREAKS = ["\r\n", *map(chr, (*range(0x20), *range(0x7F, 0xA0))), "\u2028", "\u2029"]
SEPARATED = st.tuples(st.text(max_size=8), st.sampled_from(BREAKS), st.text(max_size=8)).map("".join)
FORGED = st.sampled_from(BREAKS).map(lambda line_break: f"x{line_break}Bcc: victim@example.net{line_break}")
MARKUP = st.sampled_from(
    ["# x", "= x", "> x", "- x", "@ x", "@tel x | y", " | ", "\n\n", "\n= x\n", "\ue000", "{{ x }}"]
)
VALUES = SEPARATED | FORGED | MARKUP | st.text(max_size=20)


def headers_of(raw: bytes) -> list[tuple[str, str]]:
    read = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    return [(name, str(value)) for name, value in read.items()]


def raise_if_harmed(notice: Notice, facts: Facts, sender: Sender, *, but: str = "") -> None:
    """Either it is refused, or the headers are ours, all of them, as they should be; but for one's text."""
    wanted = headers_of(compose(a_notice(notice.milestone.kind), some_facts(), HOUSE).as_bytes())
    try:
        raw = compose(notice, facts, sender).as_bytes()
    except ValueError:
        return
    found = headers_of(raw)
    assert [name for name, _ in found] == [name for name, _ in wanted]
    assert [item for item in found if item[0] != but] == [item for item in wanted if item[0] != but]
    head = raw.partition(b"\r\n\r\n")[0]
    assert all(line[:1] in b" \t" or b":" in line for line in head.split(b"\r\n"))
    assert not any(character in head.replace(b"\r\n", b"") for character in b"\r\n\0\x0b\x0c")


@given(VALUES)
@example("x\u2028Bcc: victim@example.net")
@example("x\x85Bcc: victim@example.net")
def test_a_companys_name_adds_no_header(value: str) -> None:
    raise_if_harmed(a_notice(), some_facts(), HOUSE.model_copy(update={"company": value}), but="From")


@given(VALUES)
def test_nor_does_a_phone_number(value: str) -> None:
    raise_if_harmed(a_notice(), some_facts(), HOUSE.model_copy(update={"phone": value}))


@given(VALUES)
def test_nor_do_a_reader_a_note_or_a_registrar(value: str) -> None:
    facts = some_facts(reader=value, note=value, registrar=value)
    for kind in (NoticeKind.EXPIRY, NoticeKind.VERIFICATION):
        raise_if_harmed(a_notice(kind), facts, HOUSE)


@given(VALUES)
def test_nor_does_a_line_of_contact_data(value: str) -> None:
    facts = some_facts(data=(DataLine(field=value, ours=value),))
    raise_if_harmed(a_notice(NoticeKind.DATA_CHECK), facts, HOUSE)


@given(VALUES)
def test_nor_does_a_recipients_address(value: str) -> None:
    for address in (f"{value}@example.net", f"owner@{value}", value):
        raise_if_harmed(a_notice(recipient=address), some_facts(), HOUSE, but="To")


@given(VALUES)
def test_nor_does_the_houses_own_address(value: str) -> None:
    forged = HOUSE.model_copy(update={"address": f"{value}@example.org"})
    raise_if_harmed(a_notice(), some_facts(), forged, but="From")


@pytest.mark.parametrize("line_break", [line_break for line_break in BREAKS if line_break != "\t"])
def test_what_stands_in_a_header_and_has_a_break_is_refused(line_break: str) -> None:
    value = f"x{line_break}Bcc: victim@example.net"
    with pytest.raises(ValueError, match="one line"):
        compose(a_notice(), some_facts(), HOUSE.model_copy(update={"company": value}))
    with pytest.raises(ValueError, match="one line"):
        compose(a_notice(recipient=f"{value}@example.net"), some_facts(), HOUSE)


@given(
    st.text(alphabet=st.characters(min_codepoint=0xA1, categories=("L", "N", "M")), min_size=1, max_size=20)
)
@example("été")
@example("例え")
def test_a_name_in_any_script_leaves_the_headers_whole(label: str) -> None:
    try:
        name = DomainName(f"{label}.com")
    except NotAName:
        return
    raw = compose(a_notice(name=name), some_facts(name=name), HOUSE).as_bytes()
    headers = dict(headers_of(raw))
    assert headers["Subject"] == f"{shown(name)} expires in 5 days"
    assert headers["To"] == READER
    assert len(headers) == len(headers_of(raw)) == 10


LONG = (
    ".".join(["a" * 60] * 4) + ".com",
    ".".join(["é" * 40] * 2) + ".com",
    "été.example.com",
    "例え.com",
    "a-b.com",
)


@pytest.mark.parametrize("name", [DomainName(name) for name in LONG], ids=range(len(LONG)))
@pytest.mark.parametrize("language", list(Language))
def test_a_subject_is_read_as_it_was_written_however_long(name: DomainName, language: Language) -> None:
    for kind in NoticeKind:
        for for_staff in (True, False):
            notice = a_notice(kind, language, name=name, for_staff=for_staff)
            facts = some_facts(name=name)
            raw = compose(notice, facts, HOUSE).as_bytes()
            headers = dict(headers_of(raw))
            assert headers["Subject"] == told(notice, facts, HOUSE).title
            assert headers["Message-ID"].strip() == f"<{notice.message_id}@example.org>"
            assert len(headers) == 10
            assert max(len(line) for line in raw.split(b"\r\n")) <= 998


WORDS = st.sampled_from(
    [
        "Société",
        "Éxample",
        "(x)",
        "de",
        "ab" * 30,
        "\u00a0:",
        "“a”",
        '"b"',
        ",",
        "<b@example.net>",
        "@",
        "\\",
        "=?utf-8?q?x?=",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=12).map(" ".join))
@example("Example <b@example.net> " + "ab" * 40)
@example("Société “a”" + " x" * 600)
def test_a_companys_name_is_read_as_it_was_written_whatever_is_in_it(company: str) -> None:
    raw = compose(a_notice(), some_facts(), HOUSE.model_copy(update={"company": company})).as_bytes()
    # Read by the older of the library's two readers: the newer one adds blanks between encoded words.
    line = str(message_from_bytes(raw)["From"]).replace("\r", "").replace("\n", "")
    shown_name, address = parseaddr(line)
    assert str(make_header(decode_header(shown_name))) == company
    assert address == HOUSE.address
    assert [address for _, address in getaddresses([line])] == [HOUSE.address]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998


def test_a_house_without_a_name_is_its_address() -> None:
    raw = compose(a_notice(), some_facts(), HOUSE.model_copy(update={"company": ""})).as_bytes()
    assert raw.startswith(b"From: names@example.org\r\n")


def shape(notice: Notice, facts: Facts) -> list[tuple[str, int]]:
    """The blocks of a notice without their words, and the lines of its text."""
    words = told(notice, facts, HOUSE)
    return [(block.kind, len(getattr(block, "items", ()))) for block in words.blocks] + [
        ("lines", as_text(words).count("\n"))
    ]


@given(VALUES, st.sampled_from(list(Language)))
def test_no_value_makes_a_line_or_a_block(value: str, language: Language) -> None:
    for kind in (NoticeKind.EXPIRY, NoticeKind.VERIFICATION, NoticeKind.DATA_CHECK):
        for copy in (True, False):
            notice = a_notice(kind, language, for_staff=copy)
            plain = some_facts(reader="x", note="x", registrar="x", data=(DataLine(field="x", ours="x"),))
            odd = some_facts(
                reader=f"x{value}",
                note=f"{value}x",
                registrar=f"{value}x",
                data=(DataLine(field=value, ours=value),),
            )
            assert shape(notice, odd) == shape(notice, plain)


@given(st.text(alphabet=st.sampled_from("ab \u202e\u2066\u200f\ud800\x00\u2028"), min_size=1, max_size=9))
def test_nothing_turns_the_direction_of_a_text_or_breaks_its_encoding(value: str) -> None:
    text = as_text(told(a_notice(), some_facts(reader=value), HOUSE))
    assert text.encode()
    assert not set("\u202e\u2066\u200f\ud800\x00\u2028") & set(text)


def test_a_message_is_dated_and_named_by_us_alone() -> None:
    headers = dict(headers_of(compose(a_notice(), some_facts(), HOUSE).as_bytes()))
    assert headers["Date"].endswith("+0000")
    assert headers["Date"].startswith("Wed, 24 Feb 2027")
    assert set(headers) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Namesteward-Notice",
        "MIME-Version", "Content-Type", "Content-Language",
    }  # fmt: skip
