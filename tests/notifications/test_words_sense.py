"""What each kind of notice says: what happens, by when, what it costs, whom to call; what it never says."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from babel.numbers import format_currency
from jinja2 import UndefinedError

from notifications.facts import DataLine, Published
from notifications.words import telling
from notifications.words.phrases import money_in_words
from notifications.words.plain import as_text
from notifications.words.telling import template, told
from portfolio.contacts import Language
from portfolio.names import DomainName
from portfolio.notice import NoticeKind
from tests.house.tree import ROOT
from tests.notifications.words_samples import HOUSE, a_notice, dollars, some_facts

WORDS = ROOT / "notifications" / "words"
SYNTAX = {"if", "else", "elif", "endif", "or"}
COUNTRY_NAME = DomainName("example.de")


def text(
    kind: NoticeKind,
    language: Language = Language.ENGLISH,
    days: float = 5,
    *,
    for_staff: bool = False,
    **changes: object,
) -> str:
    name = changes.get("name", DomainName("example.com"))
    assert isinstance(name, DomainName)
    return as_text(
        told(a_notice(kind, language, name=name, for_staff=for_staff), some_facts(days, **changes), HOUSE)
    )


@pytest.mark.parametrize("days", [60, 5, 1, 0, -1, -60, -80])
@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_notice_says_what_happens_what_it_costs_what_to_do_and_whom_to_call(
    kind: NoticeKind, language: Language, days: int
) -> None:
    said = text(kind, language, days)
    headings = {
        Language.ENGLISH: ("WHAT HAPPENS IF NOTHING IS DONE", "WHAT IT COSTS", "WHAT TO DO"),
        Language.FRENCH: ("CE QUI ARRIVE SI RIEN N’EST FAIT", "CE QU’IL EN COÛTE", "CE QU’IL FAUT FAIRE"),
    }[language]
    at = [said.index(heading) for heading in headings]
    assert at == sorted(at)
    assert said.count(HOUSE.phone) >= 2
    assert said.count(HOUSE.address) >= 2
    assert "\n    example.com\n" in said
    assert "None" not in said
    assert "\ue000" not in said
    assert "  " not in said.replace("\n    ", "\n")
    assert "\n\n\n" not in said


@pytest.mark.parametrize("kind", [NoticeKind.EXPIRY, NoticeKind.RENEWAL_FAILED])
def test_a_price_that_the_house_has_set_is_told_and_no_other(kind: NoticeKind) -> None:
    assert "A renewal costs $20.00 a year." in text(kind, price=dollars("20"))
    assert "Le renouvellement coûte 20,00\u00a0$ par année." in text(
        kind, Language.FRENCH, price=dollars("20")
    )
    assert "We tell you the price before we do anything." in text(kind)
    assert "Nous vous indiquons le prix avant" in text(kind, Language.FRENCH)
    assert "at a much higher price ($120.00)." in text(kind, restore_price=dollars("120"))
    assert "at a much higher price." in text(kind)


def test_amounts_are_written_as_people_write_them() -> None:
    assert money_in_words(dollars("1120.5"), Language.ENGLISH) == "$1,120.50"
    assert money_in_words(dollars("1120.5"), Language.FRENCH) == "1\u00a0120,50\u00a0$"
    assert money_in_words(dollars("20", "USD"), Language.ENGLISH) == "US$20.00"
    assert money_in_words(dollars("20", "USD"), Language.FRENCH) == format_currency(20, "USD", locale="fr_CA")


def test_a_redemption_says_in_plain_words_what_it_is_its_last_day_and_its_price() -> None:
    said = text(NoticeKind.REDEMPTION, days=-50, restore_price=dollars("120"))
    assert "a deleted name for a short time, called the redemption period" in said
    assert "The redemption period ends about May 15, 2027, perhaps sooner." in said
    assert "Restoring the name costs $120.00, with its renewal." in said
    assert "Restoring a name costs much more than renewing it. We tell you the price" in text(
        NoticeKind.REDEMPTION
    )


@pytest.mark.parametrize(("days", "name"), [(-76, DomainName("example.com")), (-5, COUNTRY_NAME)])
def test_a_last_day_that_is_over_or_not_known_is_not_told(days: int, name: DomainName) -> None:
    assert "We cannot say on which day" in text(NoticeKind.REDEMPTION, days=days, name=name)
    assert "un nom supprimé" not in text(NoticeKind.EXPIRY, Language.FRENCH, days, name=name)
    assert "it may be gone any day" in text(NoticeKind.EXPIRY, days=days, name=name)


def test_a_pending_delete_promises_nothing() -> None:
    said = text(NoticeKind.PENDING_DELETE, days=-76)
    assert "can no longer be renewed or restored" in said
    assert "within about 5 days" in said
    assert "Somebody else may be faster." in said
    assert "perhaps within days" in text(NoticeKind.PENDING_DELETE, name=COUNTRY_NAME)


def test_a_renewed_name_says_until_when() -> None:
    until = datetime(2028, 3, 1, 3, 0, tzinfo=UTC)
    said = text(NoticeKind.RENEWED, expires=until)
    assert "has been renewed. It is now registered until February 29, 2028 at 10:00" in said
    assert "the day is March 1, 2028." in said


def test_a_name_that_should_have_renewed_itself_says_that_it_has_not() -> None:
    assert "is set to be renewed automatically.\n" in text(NoticeKind.EXPIRY, auto_renew=True)
    assert "automatically, but we have not seen a renewal." in text(
        NoticeKind.EXPIRY, days=-3, auto_renew=True
    )
    for unclear in (None, False):
        assert "automatically" not in text(NoticeKind.EXPIRY, auto_renew=unclear)


def test_a_verification_says_whose_mail_to_expect_and_what_follows() -> None:
    said = text(NoticeKind.VERIFICATION, registrar="Example Registrar")
    assert "The registrar Example Registrar, through which we hold" in said
    assert "Expect an e-mail from Example Registrar. It does not come from us" in said
    assert "Expect an e-mail from the registrar. It does not" in text(NoticeKind.VERIFICATION)
    assert "After that day the registrar suspends the name" in said
    assert "suspends" not in text(NoticeKind.VERIFICATION, days=-3)


@pytest.mark.parametrize(
    ("public", "english", "french"),
    [
        (Published.SAME, "the same", "identique"),
        (Published.DIFFERS, "something else", "autre chose"),
        (Published.HIDDEN, "hidden", "masqué"),
        (Published.NOT_PUBLISHED, "not published", "non publié"),
        (Published.UNKNOWN, "not known", "inconnu"),
    ],
)
def test_a_yearly_notice_says_what_the_public_can_read(public: Published, english: str, french: str) -> None:
    data = (DataLine(field="email", ours="owner@example.net", public=public),)
    assert f"- E-mail: owner@example.net (in public: {english})\n" in text(NoticeKind.DATA_CHECK, data=data)
    in_french = text(NoticeKind.DATA_CHECK, Language.FRENCH, data=data)
    assert f"- Courriel\u00a0: owner@example.net (en public\u00a0: {french})\n" in in_french


def test_a_yearly_notice_says_why_and_what_wrong_data_can_cost() -> None:
    said = text(NoticeKind.DATA_CHECK)
    assert "ICANN" in said
    assert "grounds for the cancellation of the name" in said
    assert "We read the public record on February 1, 2027." in said
    assert "- Fax: nothing (in public: not known)" in said
    assert "ICANN" not in text(NoticeKind.DATA_CHECK, name=COUNTRY_NAME)
    assert "We have not been able to read the public record." in text(NoticeKind.DATA_CHECK, observed_on=None)


def test_fields_have_words_in_both_languages() -> None:
    fields = (
        "name",
        "organization",
        "street",
        "city",
        "state",
        "postal_code",
        "country",
        "phone",
        "fax",
        "email",
    )
    for language in Language:
        said = text(
            NoticeKind.DATA_CHECK,
            language,
            data=tuple(DataLine(field=field, ours="x") for field in fields),
        )
        assert not [field for field in fields if f"- {field}" in said]
    odd = text(NoticeKind.DATA_CHECK, data=(DataLine(field="ca.legal_type", ours="CCO"),))
    assert "- ca.legal_type: CCO (in public: not known)" in odd


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_staffs_copy_says_so_first_and_keeps_the_note(kind: NoticeKind) -> None:
    said = text(kind, for_staff=True, reader=None, note="the date is our record's").split("\n")
    assert said[0].startswith("Copy: ")
    assert said[2:5] == [
        "This is the staff's copy of a notice.",
        "",
        "Please look: the date is our record's.",
    ]
    french = text(kind, Language.FRENCH, for_staff=True, reader=None).split("\n")
    assert french[0].startswith("Copie\u00a0: ")
    assert "Bonjour" not in "".join(french)
    assert "the date is" not in text(kind, note="the date is our record's")


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_notice_whose_key_facts_are_missing_is_not_written(kind: NoticeKind) -> None:
    wanted = {NoticeKind.VERIFICATION: {"answer_by": None}, NoticeKind.DATA_CHECK: {"data": ()}}.get(kind)
    if wanted is None:
        assert text(kind, answer_by=None, data=(), observed_on=None, reader=None)
        return
    with pytest.raises(ValueError, match="needs the"):
        text(kind, **wanted)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_template_that_lacks_a_value_raises(kind: NoticeKind, language: Language) -> None:
    with pytest.raises(UndefinedError):
        template(language, kind).render()


@pytest.mark.parametrize(
    "value",
    [
        "name", "days", "expires_on", "expires_at", "utc_day", "renewable_until", "restorable_until",
        "auto_renew", "price", "restore_price", "reader", "for_staff", "reference", "sender",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", list(Language))
def test_whichever_value_it_is(value: str, language: Language) -> None:
    values = telling._values(a_notice(), some_facts(), HOUSE)
    assert template(language, NoticeKind.EXPIRY).render(values)
    del values[value]
    with pytest.raises(UndefinedError, match=value):
        template(language, NoticeKind.EXPIRY).render(values)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_and_so_does_one_whose_value_is_none(kind: NoticeKind) -> None:
    values = telling._values(a_notice(kind), some_facts(), HOUSE)
    with pytest.raises(ValueError, match="lacks one of its values"):
        template(Language.ENGLISH, kind).render(values | {"name": None})


@pytest.mark.parametrize("language", list(Language))
def test_every_template_is_of_a_kind_or_is_used_by_one(language: Language) -> None:
    files = sorted(file.name for file in (WORDS / language).iterdir())
    kinds = {f"{kind}.jinja" for kind in NoticeKind}
    assert kinds <= set(files)
    whole = "".join((WORDS / language / file).read_text("utf-8") for file in files)
    for part in set(files) - kinds:
        assert f'{{% include "{language}/{part}"' in whole, part


def test_both_languages_have_the_same_templates_and_ask_about_the_same_values() -> None:
    def asked(file: Path) -> set[str]:
        marks = re.findall(r"\{[{%].*?[%}]\}", file.read_text("utf-8"), re.DOTALL)
        return {
            word for mark in marks for word in re.findall(r"[a-z_.]+", re.sub(r"\"[^\"]*\"", "", mark))
        } - SYNTAX

    english, french = (sorted((WORDS / language).iterdir()) for language in Language)
    assert [file.name for file in english] == [file.name for file in french]
    for one, other in zip(english, french, strict=True):
        assert asked(one) == asked(other), one.name


@pytest.mark.parametrize("file", sorted((WORDS / "fr").iterdir()), ids=lambda file: file.stem)
def test_french_is_set_as_in_canada(file: Path) -> None:
    source = file.read_text("utf-8")
    prose = "".join(
        piece.partition("}")[2] for piece in source.replace("{%", "\0{").replace("{{", "\0{").split("\0")
    )
    assert "'" not in prose, "an apostrophe is ’"
    assert " ;" not in prose
    assert "email" not in prose
    assert not re.search(r"\b(tu|ton|ta|tes|toi)\b", prose)


@pytest.mark.parametrize("kind", list(NoticeKind))
def test_no_line_of_french_begins_with_a_colon_or_a_dollar(kind: NoticeKind) -> None:
    said = text(kind, Language.FRENCH, price=dollars("20"), restore_price=dollars("1120"), for_staff=True)
    assert " :" not in said
    assert " $" not in said


def test_the_last_day_to_answer_is_told_with_its_day() -> None:
    assert "The last day is March 9, 2027" in text(NoticeKind.VERIFICATION, answer_by=date(2027, 3, 10))
