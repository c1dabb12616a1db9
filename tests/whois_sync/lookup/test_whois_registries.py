"""What registries and registrars print, one text for each layout, and what must be read from it."""

import tomllib
from datetime import date, datetime
from pathlib import Path

import pytest

from portfolio.contacts import ContactRole
from portfolio.observation import Seen
from tests.whois_sync.lookup.samples import read, seen

FOLDER = Path(__file__).with_name("registries")
ANSWERS = tomllib.loads((FOLDER / "answers.toml").read_text("utf-8"))["answer"]
ROLES = [role.value for role in ContactRole]


def text_of(file: str) -> str:
    return (FOLDER / file).read_text("utf-8")


def told(seen: Seen, field: str) -> object:
    """A field by its path (`expires`, `registrant.email`); None where nothing is told."""
    role, _, part = field.partition(".")
    if role in ROLES:
        contact = seen.roles.get(ContactRole(role))
        value = getattr(contact, part) if contact and part else contact
        return list(value) if isinstance(value, tuple) else value
    if field == "nameservers":
        return len(seen.nameservers or ())
    dates = {
        "expires": seen.expires_at or seen.registrar_expires_at,
        "created": seen.registered_at,
        "changed": seen.last_changed_at,
    }
    return printed_day(dates[field]) if field in dates else getattr(seen, field)


def printed_day(moment: datetime | date | None) -> str:
    return str(moment)[:10]


def paths(wanted: dict[str, object]) -> dict[str, object]:
    """The wanted values by path, contacts opened."""
    flat: dict[str, object] = {}
    for field, value in wanted.items():
        if isinstance(value, dict):
            flat |= {f"{field}.{part}": inner for part, inner in value.items()}
        elif field not in {"text", "name", "nothing"}:
            flat[field] = value
    return flat


@pytest.mark.parametrize("answer", ANSWERS, ids=[answer["text"] for answer in ANSWERS])
def test_each_layout_is_read_field_by_field(answer: dict[str, object]) -> None:
    reading = seen(text_of(str(answer["text"])), str(answer["name"]))
    wanted = paths(answer)
    assert {field: told(reading, field) for field in wanted} == wanted


@pytest.mark.parametrize(
    "answer",
    [answer for answer in ANSWERS if "nothing" in answer],
    ids=[answer["text"] for answer in ANSWERS if "nothing" in answer],
)
def test_what_is_redacted_or_anothers_stays_untold(answer: dict[str, list[str]]) -> None:
    reading = seen(text_of(str(answer["text"])), str(answer["name"]))
    assert [field for field in answer["nothing"] if told(reading, field) is not None] == []


def test_every_text_is_asked_about() -> None:
    assert {file.name for file in FOLDER.glob("*.txt")} == {answer["text"] for answer in ANSWERS}


def test_a_text_cut_short_tells_no_other_expiry() -> None:
    """Half an answer may tell less, never another date or an absence."""
    for answer in ANSWERS:
        text = text_of(answer["text"])
        for part in range(1, 8):
            reading = told_from(text[: len(text) * part // 8], answer["name"])
            assert reading in {None, "None", told_from(text, answer["name"])}, answer["text"]


def told_from(text: str, name: str) -> object:
    reading = read(text, name)
    assert reading.kind != "absent"
    return told(reading, "expires") if isinstance(reading, Seen) else None


@pytest.mark.parametrize(
    ("lines", "street", "city", "code"),
    [
        (["Example Road 5", "00100", "HELSINKI"], ["Example Road 5"], "HELSINKI", "00100"),
        (
            ["Example Cad. No:61 B", "Ornek", "Ankara,06520"],
            ["Example Cad. No:61 B", "Ornek"],
            "Ankara",
            "06520",
        ),
        (["Example Cad. 1", "Istanbul,"], ["Example Cad. 1"], "Istanbul", None),
        (["1 Example Street", "Ottawa, ON K1A 0B1"], ["1 Example Street"], "Ottawa", "K1A 0B1"),
        (["1, rue de l'Exemple", "75001 Paris"], ["1, rue de l'Exemple"], "Paris", "75001"),
    ],
)
def test_the_lines_of_an_address_are_told_apart(
    lines: list[str], street: list[str], city: str, code: str | None
) -> None:
    block = "\n".join(f"   {line}" for line in ["Registrant Example Ltd", *lines])
    reading = seen(f"Domain: example.com\nRegistered: 2001-02-03\n\nRegistrant:\n{block}\n", "example.com")
    parts = [told(reading, f"registrant.{part}") for part in ("street", "city", "postal_code")]
    assert parts == [street, city, code]
