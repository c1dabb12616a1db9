"""Text, HTML and letter are three layouts of the same words; the HTML is fit for everybody's program."""

import itertools
import re
import subprocess
import sys
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.compose import compose
from notifications.words import build
from notifications.words.letter import letter
from notifications.words.preview import Preview, preview, read_back
from portfolio.contacts import Language
from portfolio.notice import NoticeKind
from tests.house.tree import ROOT
from tests.notifications.words_reading import Page, text_of_pdf
from tests.notifications.words_samples import HOUSE, a_contact, a_notice, dollars, some_facts

PAIRS = list(itertools.product(NoticeKind, Language))
ALL = list(itertools.product(NoticeKind, Language, (5, 0, -3)))
HOSTILE = ("<script>alert(1)</script>", "{{7*7}}", '"><img src=x>', "&lt;b&gt;", "{% include 'x' %}", "</p>")


def words(text: str) -> list[str]:
    """The words of a layout, without the bullets and capitals that are its own."""
    return [word.casefold() for word in text.split() if word not in {"-", "•"}]


def mail_of(kind: NoticeKind, language: Language, days: float = 5, **changes: object) -> Preview:
    return preview(a_notice(kind, language), some_facts(days, **changes), HOUSE)


@pytest.mark.parametrize(("kind", "language", "days"), ALL)
def test_text_and_html_say_the_same_words(kind: NoticeKind, language: Language, days: int) -> None:
    mail = mail_of(kind, language, days, price=dollars("20"), auto_renew=True)
    assert words(mail.text) == [word.casefold() for word in Page(mail.html).words if word != "-"]


@pytest.mark.parametrize(("kind", "language"), PAIRS)
def test_the_letter_says_the_same_words(kind: NoticeKind, language: Language) -> None:
    raw = letter(a_notice(kind, language), some_facts(), HOUSE, a_contact())
    said = words(re.sub(r"\n\d+ / \d+(?=\n|$)", "", text_of_pdf(raw)))
    wanted = words(mail_of(kind, language).text)
    assert said[-len(wanted) :] == wanted


@pytest.mark.parametrize(("kind", "language"), PAIRS)
def test_the_html_needs_nothing_from_elsewhere_and_reports_nothing(
    kind: NoticeKind, language: Language
) -> None:
    page = Page(mail_of(kind, language).html)
    assert not {"img", "link", "script", "iframe", "form", "base", "object", "video"} & set(page.tags())
    values = [value for _, attributes in page.elements for value in attributes.values()]
    assert not [value for value in values if value and "://" in value and "w3.org" not in value]
    html = mail_of(kind, language).html
    assert "@import" not in html
    assert "url(" not in html


@pytest.mark.parametrize("language", list(Language))
def test_the_html_can_be_read_by_everybody(language: Language) -> None:
    page = Page(mail_of(NoticeKind.EXPIRY, language).html)
    assert dict(page.elements)["html"]["lang"] == str(language)
    assert page.tags().count("title") == 1
    assert page.tags().count("h1") == 1
    assert page.tags().count("h2") == 3
    assert all(attributes["role"] == "presentation" for tag, attributes in page.elements if tag == "table")
    assert page.links() == ["tel:+16135550199", "mailto:names@example.org"]
    assert "prefers-color-scheme: dark" in mail_of(NoticeKind.EXPIRY, language).html


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "paper"),
    [("#1a1a1a", "#ffffff"), ("#1a1a1a", "#f2f5fa"), ("#1a56b0", "#ffffff"), ("#f0f0f0", "#161616"),
     ("#f0f0f0", "#262626"), ("#8ab4f8", "#161616")],
)  # fmt: skip
def test_ink_stands_out_from_paper(ink: str, paper: str) -> None:
    # WCAG 2.2, 1.4.3: 4.5 to 1 for text.
    layout = build.LAYOUT.read_text("utf-8")
    assert ink in layout
    assert paper in layout
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_layout_is_compiled_freshly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--check"]) == 0, "run python -m notifications.words.build"
    stale = tmp_path / "stale.jinja"
    assert build.main(["--check"], path=stale) == 1
    assert "stale: run python -m notifications.words.build" in capsys.readouterr().err
    assert build.main([], path=stale) == 0
    assert build.main(["--check"], path=stale) == 0
    assert stale.read_text("utf-8") == build.compiled() == build.PATH.read_text("utf-8")


def test_no_mail_needs_mjml_to_be_written() -> None:
    asked = (
        "import sys, notifications.words.preview, notifications.words.letter; print('mrml' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


@pytest.mark.parametrize(("kind", "language", "days"), ALL)
def test_a_message_is_text_first_then_html_on_short_lines(
    kind: NoticeKind, language: Language, days: int
) -> None:
    raw = compose(a_notice(kind, language), some_facts(days), HOUSE).as_bytes()
    read = message_from_bytes(raw, _class=EmailMessage, policy=policy.default)
    assert read.get_content_type() == "multipart/alternative"
    parts = list(read.iter_parts())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert all(part["Content-Transfer-Encoding"] == "quoted-printable" for part in parts)
    assert {str(read["Content-Language"]), *(part["Content-Language"] for part in parts)} == {str(language)}
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")


def test_the_notices_reference_is_in_a_header_of_its_own_and_at_the_foot() -> None:
    notice = a_notice()
    mail = preview(notice, some_facts(), HOUSE)
    assert dict(mail.headers)["X-Namesteward-Notice"] == notice.reference
    assert f"Reference: {notice.reference}" in mail.text
    assert not {"List-Unsubscribe", "Feedback-ID"} & set(dict(mail.headers))


def test_a_preview_is_the_mail_itself_read_back_and_shows_nothing_by_accident() -> None:
    raw = compose(a_notice(), some_facts(), HOUSE).as_bytes()
    assert read_back(raw) == preview(a_notice(), some_facts(), HOUSE)
    assert repr(read_back(raw)) == "Preview()"
    with pytest.raises(ValueError, match="text part and an HTML part"):
        read_back(b"Subject: other\r\n\r\nother\r\n")


@given(st.sampled_from(HOSTILE) | st.text(max_size=30), st.sampled_from(list(Language)))
def test_no_value_becomes_html_or_a_template(value: str, language: Language) -> None:
    plain = Page(mail_of(NoticeKind.EXPIRY, language, reader="Reader", registrar="").html)
    mail = mail_of(NoticeKind.EXPIRY, language, reader=f"x{value}x")
    page = Page(mail.html)
    assert page.elements == plain.elements
    assert words(mail.text) == [word.casefold() for word in page.words if word != "-"]
    if value in HOSTILE:
        assert f"x{value}x" in mail.text


@pytest.mark.parametrize("value", HOSTILE)
def test_nor_does_one_in_a_title_or_a_link(value: str) -> None:
    house = HOUSE.model_copy(update={"phone": value, "company": value})
    plain = Page(preview(a_notice(), some_facts(), HOUSE).html)
    page = Page(preview(a_notice(), some_facts(), house).html)
    assert page.tags() == [
        tag for tag, attributes in plain.elements if "tel:" not in str(attributes.get("href"))
    ]
    assert page.links() == ["mailto:names@example.org"]
