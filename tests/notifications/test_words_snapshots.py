"""Every mail as it is read, kept beside the tests: whoever changes a word sees all the places it changes."""

import pytest
from syrupy.assertion import SnapshotAssertion

from notifications.words.letter import letter
from notifications.words.preview import preview
from portfolio.contacts import Language
from portfolio.notice import NoticeKind
from tests.notifications.words_reading import text_of_pdf
from tests.notifications.words_samples import HOUSE, a_contact, a_notice, dollars, some_facts

NOTE = "the registrar could not be asked (TryAgain)"


@pytest.mark.parametrize("days", [5, 0, -3], ids=["before", "on", "after"])
@pytest.mark.parametrize("for_staff", [False, True], ids=["client", "staff"])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_mail(
    kind: NoticeKind, language: Language, *, for_staff: bool, days: int, snapshot: SnapshotAssertion
) -> None:
    facts = some_facts(days, reader=None if for_staff else "Registrant Example", note=NOTE)
    mail = preview(a_notice(kind, language, for_staff=for_staff), facts, HOUSE)
    headers = "\n".join(f"{name}: {value}" for name, value in mail.headers)
    assert f"{headers}\n\n{mail.text}" == snapshot


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_mail_with_prices_and_a_registrar(
    kind: NoticeKind, language: Language, snapshot: SnapshotAssertion
) -> None:
    facts = some_facts(
        price=dollars("20"), restore_price=dollars("1120.5"), auto_renew=True, registrar="Example Registrar"
    )
    assert preview(a_notice(kind, language), facts, HOUSE).text == snapshot


@pytest.mark.parametrize("language", list(Language))
def test_the_html_of_a_mail(language: Language, snapshot: SnapshotAssertion) -> None:
    assert preview(a_notice(language=language), some_facts(), HOUSE).html == snapshot


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_letter(kind: NoticeKind, language: Language, snapshot: SnapshotAssertion) -> None:
    assert text_of_pdf(letter(a_notice(kind, language), some_facts(), HOUSE, a_contact())) == snapshot
