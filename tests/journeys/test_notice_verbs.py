"""What staff type about notices, from the first look to the proof."""

import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from portfolio.names import DomainName
from portfolio.values import earliest
from tests.journeys.conftest import Said, Staff

NET, CA = "example.net", "example.ca"
CORPORATION = ("--attribute", "ca.legal_type=CCO")
OWNER = "owner@example.com"


def days_before(staff: Staff, days: int, name: str = NET) -> None:
    held = staff.box.registry.look_up(DomainName(name))
    assert held is not None
    staff.box.clock.move_to(earliest(held.expires_at) - timedelta(days=days))


@pytest.fixture
def held(staff: Staff) -> Staff:
    assert staff.registers(NET).code == 0
    days_before(staff, 30)
    return staff


@pytest.fixture
def told(held: Staff) -> Staff:
    held.must("notices", "run")
    return held


def listed(staff: Staff, *more: str) -> list[dict[str, Any]]:
    rows = staff.must("notices", "list", "--json", *more).data
    assert isinstance(rows, list)
    return rows


def key_of(staff: Staff, end: str = "30d-before:registrant") -> str:
    [key] = [row["key"] for row in listed(staff) if row["key"].endswith(end)]
    return key


def one_line(said: Said, *words: str) -> None:
    assert said.code != 0
    assert said.err.startswith("namesteward: ")
    assert said.err.count("\n") == 1
    for word in words:
        assert word in said.err


class TestLooking:
    def test_a_dry_run_tells_what_the_run_then_sends(self, held: Staff) -> None:
        would = held.must("notices", "run", "--dry-run", "--json").data
        assert held.box.mailbox.messages == ()
        assert listed(held) == []
        goes = [(row["to"], row["subject"]) for row in would if row["state"] == "would go"]
        assert (OWNER, "example.net expires in 29 days") in goes
        held.must("notices", "run")
        assert len(held.box.mailbox.messages) == len(goes)

    def test_the_preview_is_the_mail_that_goes(self, held: Staff) -> None:
        mail = held.must("notices", "preview", NET, "--milestone", "30d-before", "--json").data
        text = held.must("notices", "preview", NET, "--milestone", "30d-before").out
        assert listed(held) == []
        held.must("notices", "run")
        [arrived] = held.box.mailbox.to(OWNER)
        assert (mail["recipient"], mail["would_go"]) == (OWNER, True)
        assert mail["headers"]["Subject"] == arrived["Subject"]
        assert mail["headers"]["Message-ID"].strip() == str(arrived["Message-ID"]).strip()
        body = arrived.message.get_body(("plain",))
        assert body is not None
        assert mail["text"] == text == str(body.get_content()).replace("\r\n", "\n")

    def test_a_preview_in_the_other_language_and_of_each_part(self, held: Staff, tmp_path: Path) -> None:
        french = held.must("notices", "preview", NET, "--milestone", "7d-before", "--language", "fr")
        assert "Bonjour" in french.out
        page = tmp_path / "mail.html"
        said = held.must("notices", "preview", NET, "--part", "html", "--output", str(page))
        assert page.read_text("utf-8").lstrip().startswith("<!")
        assert page.stat().st_mode & 0o777 == 0o600
        assert (said.out, f"written to {page}" in said.err) == ("", True)
        assert "Subject: " in held.must("notices", "preview", NET, "--part", "headers").out
        one_line(held.type("notices", "preview", NET, "--output", str(page)), "there is a file at")

    def test_a_preview_to_another_contact_and_to_staff(self, held: Staff) -> None:
        admin = held.must("notices", "preview", NET, "--role", "admin", "--json").data
        staffs = held.must("notices", "preview", NET, "--staff", "--json").data
        assert (admin["recipient"], staffs["role"]) == ("office@example.com", "staff copy")

    @pytest.mark.parametrize(
        "step", ["60d-before", "3d-after", "renewed", "renewal-failed", "redemption", "pending-delete",
                 "data-check"]
    )  # fmt: skip
    def test_every_kind_can_be_looked_at_before_its_time(self, held: Staff, step: str) -> None:
        mail: Any = held.must("notices", "preview", NET, "--milestone", step, "--json").data
        assert (mail["milestone"], mail["recipient"]) == (step, OWNER)
        assert NET in mail["text"] or mail["why_not"]

    def test_what_would_not_go_says_why(self, told: Staff) -> None:
        key = key_of(told)
        told.must("renew", NET, "--yes")
        said = told.must("notices", "preview", key)
        assert said.out == ""
        assert "it would not go out now (superseded): the expiry has moved" in said.err
        assert told.must("notices", "preview", key, "--json").data["would_go"] is False

    def test_what_went_is_in_the_list_and_fits_80_columns(
        self, told: Staff, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "80")
        said = told.must("notices", "list")
        assert max(map(len, said.out.splitlines())) <= 80
        assert "handed over" in " ".join(said.out.split())
        assert max(map(len, told.must("notices", "timeline", NET).out.splitlines())) <= 80
        assert max(map(len, told.must("notices", "proof", NET).out.splitlines())) <= 80

    def test_the_list_is_cut_by_name_client_day_and_state(self, told: Staff) -> None:
        assert len(listed(told, "--name", NET, "--client", "bakery")) == len(listed(told))
        day = told.box.clock.now().date()
        assert len(listed(told, "--since", str(day))) == len(listed(told))
        assert listed(told, "--since", str(day + timedelta(days=1))) == []
        assert {row["state"] for row in listed(told, "--state", "superseded")} == {"superseded"}
        assert listed(told, "--for-staff") == []
        one_line(told.type("notices", "list", "--client", "nobody"), "nobody")
        one_line(told.type("notices", "list", "--name", "example.org"), "example.org is not held")
        one_line(told.type("notices", "list", "--since", "yesterday"), "is no day")


class TestDeciding:
    def test_a_name_is_held_and_let_go(self, staff: Staff) -> None:
        staff.registers(CA, *CORPORATION)
        held = staff.must(
            "notices", "hold", CA, "--milestone", "7d-before", "--because", "asked", "--json"
        ).data
        assert {row["state"] for row in held} == {"suppressed"}
        for days in (30, 7):
            days_before(staff, days, CA)
            staff.must("notices", "run")
        assert len(staff.box.mailbox.to(OWNER)) == 1
        assert "held by first-colleague: asked" in " ".join(staff.must("notices", "timeline", CA).out.split())
        for row in held:
            staff.must("notices", "release", row["key"], "--because", "settled")
        staff.must("notices", "run")
        assert len(staff.box.mailbox.to(OWNER)) == 2

    def test_the_floor_is_refused_in_one_line(self, held: Staff) -> None:
        said = held.type("notices", "hold", NET, "--milestone", "30d-before", "--because", "x")
        one_line(said, "30d-before cannot be held", "every .net name")

    def test_a_whole_name_is_held_but_for_its_floor(self, staff: Staff) -> None:
        staff.registers(NET)
        said = staff.must("notices", "hold", NET, "--because", "asked for quiet")
        assert "not held, ICANN's recovery policy demands them: 30d-before, 7d-before, 1d-after" in said.err
        days_before(staff, 30)
        staff.must("notices", "run")
        assert len(staff.box.mailbox.to(OWNER)) == 1

    def test_a_copy_is_sent_only_by_a_person_who_says_yes(self, told: Staff) -> None:
        key = key_of(told)
        one_line(told.type("notices", "resend", key), "may get it twice", "--yes")
        one_line(told.type("notices", "resend", key, "--yes", by="job:notices"), "only a person")
        told.must("notices", "resend", key, "--yes")
        for _ in range(2):
            told.must("notices", "run")
        ids = {str(message["Message-ID"]) for message in told.box.mailbox.to(OWNER)}
        assert (len(told.box.mailbox.to(OWNER)), len(ids)) == (2, 1)

    def test_only_a_doubt_is_settled(self, told: Staff) -> None:
        said = told.type("notices", "resolve", key_of(told), "--arrived", "--because", "asked")
        one_line(said, "it is handed over: only one in doubt")


class TestProving:
    def test_the_timeline_shows_what_went_and_what_is_planned(self, told: Staff) -> None:
        life: Any = told.must("notices", "timeline", NET, "--json").data
        steps = {
            (s["milestone"], s["readers"][0]["role"]): s for s in life["series"][0]["steps"] if s["readers"]
        }
        assert steps["30d-before", "registrant"]["stands"] == "handed over"
        assert steps["7d-before", "registrant"]["stands"] == "planned"
        said = told.must("notices", "timeline", NET).out
        assert "the registrar's record was read" in said
        assert "days are those of America/Toronto" in said

    def test_the_proof_names_entries_that_verify(self, told: Staff) -> None:
        sheet = told.must("notices", "proof", NET, "--json").data
        told.must("audit", "verify")
        [series] = [series for series in sheet["series"] if series["kind"] == "expiry"]
        [owners] = [n for n in series["notices"] if n["recipient"] == OWNER and n["state"] == "handed over"]
        assert owners["events"][-1]["what"] == "sending → handed over"
        assert owners["events"][-1]["sequence"] <= sheet["entries"]

    def test_the_proof_and_the_letter_are_printed(self, told: Staff, tmp_path: Path) -> None:
        sheet, letter = tmp_path / "proof.pdf", tmp_path / "letter.pdf"
        told.must("notices", "proof", NET, "--pdf", str(sheet))
        told.must("notices", "letter", NET, "--milestone", "7d-before", "--output", str(letter))
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet.read_bytes())).pages)
        assert OWNER in text
        assert "Ottawa" in PdfReader(io.BytesIO(letter.read_bytes())).pages[0].extract_text()
        one_line(told.type("notices", "proof", NET, "--pdf", str(sheet)), "there is a file at")
        one_line(told.type("notices", "proof", NET, "--pdf", str(sheet), "--json"), "a PDF or JSON, not both")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("preview", "example.org"), "example.org is not held"),
        (("preview", "notice:nobody"), "there is no notice"),
        (("preview", NET, "--milestone", "soon"), "is no step of a notice"),
        (("preview", NET, "--milestone", "verification.5d-before"), "no verification waits"),
        (("preview", NET, "--role", "owner"), "owner"),
        (("preview", "notice:x", "--role", "admin"), "a key says its step and its reader"),
        (("preview", "not a name"), "not a name"),
        (("timeline", "example.org"), "example.org is not held"),
        (("proof", "example.org"), "example.org is not held"),
        (("proof", NET, "--since", "soon"), "is no day"),
        (("letter", NET, "--output", "/nowhere/at/all.pdf"), "/nowhere/at/all.pdf"),
        (("hold", NET, "--because", ""), "one line of 1 to 200 letters"),
        (("hold", NET), "--because"),
        (("release", "notice:nobody", "--because", "x"), "there is no notice"),
        (("resend", "notice:nobody", "--yes"), "there is no notice"),
        (("resolve", "notice:nobody", "--arrived", "--because", "x"), "there is no notice"),
    ],
)
def test_bad_input_gets_one_clear_line(held: Staff, words: tuple[str, ...], told: str) -> None:
    one_line(held.type("notices", *words), told)


def test_every_verb_that_shows_something_has_json(told: Staff) -> None:
    key = key_of(told)
    for words in (
        ("list",), ("preview", key), ("timeline", NET), ("proof", NET), ("run",), ("run", "--dry-run"),
        ("resend", key, "--yes"),
    ):  # fmt: skip
        json.loads(told.must("notices", *words, "--json").out)
