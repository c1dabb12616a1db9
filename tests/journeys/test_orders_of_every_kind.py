"""Renewals, transfers in and restores at the terminal; and the whole story of every order."""

from datetime import timedelta
from pathlib import Path

import pytest

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.registration import Status
from sandbox import Fault
from sandbox.story import settle_in
from tests.journeys.conftest import Staff

COM = "example-bakery.com"
ELSEWHERE = "harbourlight-example.com"
ROLES = (
    "--client", "bakery", "--account", "box", "--registrant", "owner", "--admin", "office", "--tech", "desk",
)  # fmt: skip
UNCLEAR = [Fault.LOST_AFTER, Fault.GARBLED, Fault.TRUNCATED, Fault.LOST_BEFORE, Fault.SERVER_ERROR]


def orders(staff: Staff, kind: str) -> list[dict[str, object]]:
    listed = staff.must("orders", "list", "--json").data
    assert isinstance(listed, list)
    return [order for order in listed if order["kind"] == kind]


def charges(staff: Staff, name: str = COM) -> int:
    """What was charged for the name and not given back."""
    moves = [entry.action for entry in staff.box.log.ledger if entry.name == name]
    return moves.count("charged") - moves.count("refunded")


def auth_info(staff: Staff, name: str = ELSEWHERE) -> str:
    record = staff.box.registry.look_up(DomainName(name))
    assert record is not None
    return str(record.auth_info)


def years_paid(staff: Staff) -> int:
    record = staff.box.registry.look_up(DomainName(COM))
    assert record is not None
    return record.expires_at.year - staff.box.clock.now().year


@pytest.fixture
def neighbours(staff: Staff) -> Staff:
    """Other people's names are registered elsewhere; the owner of one has had it unlocked."""
    settle_in(staff.box.registry, staff.box.clock)
    lock = Status.CLIENT_TRANSFER_PROHIBITED
    staff.box.registry.update(DomainName(ELSEWHERE), by="elsewhere", remove_statuses=[lock])
    return staff


def test_a_name_is_renewed_once_and_says_what_it_cost(staff: Staff) -> None:
    staff.registers(COM)
    shown = staff.must("renew", COM, "--dry-run", "--json")
    assert (shown.data["price"], shown.data["charged"]) == ("14.50 USD", "nothing was charged")
    assert "nothing was kept or sent" in shown.err
    assert orders(staff, "renew") == []
    said = staff.must("renew", COM, "--yes")
    assert "charged once: 14.50 USD" in said.out
    assert (years_paid(staff), charges(staff)) == (2, 2)
    again = staff.type("renew", COM, "--yes")
    assert again.code == 1
    assert "was renewed on" in again.err
    assert (years_paid(staff), charges(staff)) == (2, 2)
    staff.must("renew", COM, "--yes", "--again", "--years", "2")
    assert years_paid(staff) == 4


@pytest.mark.parametrize("fault", UNCLEAR)
def test_a_renewal_whose_answer_is_unclear_adds_its_years_at_most_once(staff: Staff, fault: Fault) -> None:
    staff.registers(COM)
    staff.box.faults.order(fault, to="opensrs:process_pending")
    said = staff.type("renew", COM, "--yes")
    assert said.code == 4
    assert "Look before you repeat" in said.err
    [order] = orders(staff, "renew")
    assert order["charged"] == "not known whether it was charged"
    second = staff.type("renew", COM, "--yes", "--again")
    assert second.code == 1
    assert "open already" in second.err
    staff.type("orders", "reconcile", str(order["reference"]))
    staff.box.clock.advance(timedelta(minutes=20))
    staff.type("orders", "reconcile", "--all")
    [order] = orders(staff, "renew")
    bought = charges(staff) - 1
    assert (order["state"] == "active") == (bought == 1), order
    assert years_paid(staff) == 1 + bought
    assert order["state"] in ("active", "absent confirmed")


def test_a_renewal_that_was_confirmed_absent_goes_under_the_same_reference(staff: Staff) -> None:
    staff.registers(COM)
    staff.box.faults.order(Fault.LOST_BEFORE, to="opensrs:process_pending")
    assert staff.type("renew", COM, "--yes").code == 4
    staff.type("orders", "reconcile", "--all")
    staff.box.clock.advance(timedelta(minutes=20))
    absent = staff.type("orders", "reconcile", "--all", "--json")
    [order] = absent.data
    assert (order["state"], order["charged"]) == ("absent confirmed", "nothing was charged")
    staff.must("orders", "submit", order["reference"])
    assert (years_paid(staff), charges(staff)) == (2, 2)
    shown = staff.must("orders", "show", order["reference"], "--json").data
    assert (shown["state"], shown["times_sent"]) == ("active", 2)


def test_a_name_in_another_hand_is_brought_in_with_its_auth_code(neighbours: Staff) -> None:
    code = auth_info(neighbours)
    said = neighbours.must("transfer", ELSEWHERE, *ROLES, "--yes", "--auth-code-stdin", stdin=f"{code}\n")
    [order] = orders(neighbours, "transfer")
    assert (order["state"], order["stage"]) == ("pending", None)
    looked = neighbours.must("orders", "reconcile", str(order["reference"]), "--json").data
    assert looked["stage"].startswith("waits for"), looked
    neighbours.box.clock.advance(timedelta(days=7))
    settled = neighbours.type("orders", "reconcile", str(order["reference"]), "--json")
    assert settled.data["state"] in ("active", "pending"), settled.data
    assert charges(neighbours, ELSEWHERE) == 1
    story = neighbours.must("orders", "show", str(order["reference"]))
    for text in (said.out, said.err, story.out, neighbours.must("audit", "list").out):
        assert code not in text
    for kept in neighbours.home.rglob("*"):
        assert not kept.is_file() or kept.name == "sandbox.json" or code.encode() not in kept.read_bytes(), (
            kept
        )


def test_an_auth_code_may_lie_in_a_file(neighbours: Staff, tmp_path: Path) -> None:
    file = tmp_path / "auth-code"
    file.write_text(f"  {auth_info(neighbours)}\r\n")
    neighbours.must("transfer", ELSEWHERE, *ROLES, "--yes", "--auth-code-file", str(file))
    assert charges(neighbours, ELSEWHERE) == 1


def test_a_transfer_without_its_auth_code_waits_for_it(neighbours: Staff) -> None:
    said = neighbours.type("transfer", ELSEWHERE, *ROLES, "--yes")
    assert said.code == 1
    assert "Nothing was sent yet" in said.err
    [order] = orders(neighbours, "transfer")
    assert (order["state"], order["stage"]) == ("approved", "auth code wanted")
    assert charges(neighbours, ELSEWHERE) == 0
    reference = str(order["reference"])
    neighbours.must("orders", "submit", reference, "--auth-code-stdin", stdin=auth_info(neighbours))
    assert orders(neighbours, "transfer")[0]["state"] == "pending"


@pytest.mark.parametrize("typed", ["", "\n", "a\x00b\n", "x" * 300])
def test_what_cannot_be_an_auth_code_sends_nothing_and_is_not_repeated(neighbours: Staff, typed: str) -> None:
    said = neighbours.type("transfer", ELSEWHERE, *ROLES, "--yes", "--auth-code-stdin", stdin=typed)
    assert said.code == 1
    assert "one line of 1 to 255 printable characters" in said.err
    assert orders(neighbours, "transfer") == []
    assert "xxx" not in said.err + said.out


def test_a_name_in_redemption_is_restored_within_what_may_be_spent(staff: Staff) -> None:
    staff.registers(COM)
    record = staff.box.registry.look_up(DomainName(COM))
    assert record is not None
    staff.box.clock.move_to(record.expires_at + timedelta(days=50))
    untold = staff.type("restore", COM, "--yes")
    assert untold.code == 1
    assert "no price to restore" in untold.err
    assert "--price-limit" in untold.err
    before = staff.type("restore", COM, "--dry-run", "--price-limit", "100.00 USD")
    assert "do not give it back" in before.err
    assert orders(staff, "restore") == []
    said = staff.must("restore", COM, "--yes", "--price-limit", "100.00 USD")
    assert "charged once, at most 100.00 USD" in said.out
    assert charges(staff) == 2
    assert staff.type("restore", COM, "--yes", "--price-limit", "100.00 USD").code == 1
    assert charges(staff) == 2


def test_the_whole_story_of_an_order_is_told(staff: Staff) -> None:
    staff.registers(COM)
    [order] = orders(staff, "register")
    story = staff.must("orders", "show", str(order["reference"]), "--json").data
    assert story["contacts"] == {
        "registrant": "owner version 1", "admin": "office version 1", "tech": "desk version 1",
        "billing": "office version 1",
    }  # fmt: skip
    assert (story["drafted_by"], story["approved_by"], story["times_sent"]) == ("first-colleague",) * 2 + (1,)
    assert story["next"] == "nothing; it is over"
    assert [entry["detail"] for entry in story["history"]][2:] == [
        "approved → submitting", "submitting → pending", "pending → active",
    ]  # fmt: skip
    assert {entry["who"] for entry in story["history"]} == {"first-colleague"}
    shown = staff.must("orders", "show", str(order["reference"])).out
    for said in ("charged once: 14.50 USD", "owner version 1", "approved → submitting", "it is over"):
        assert said in shown


def test_an_account_that_stands_still_is_told_above_the_orders(staff: Staff) -> None:
    staff.registers(COM)
    staff.box.faults.order(Fault.REFUSED, to="opensrs:process_pending")
    said = staff.type("renew", COM, "--yes")
    assert said.code == 1
    listed = staff.must("orders", "list", "--open")
    assert "account box stands still since 2027-03-01" in listed.err
    assert "credentials refused; next: namesteward account test box" in listed.err
    [order] = orders(staff, "renew")
    again = staff.type("orders", "submit", str(order["reference"]))
    assert again.code == 1
    assert "Nothing was bought: account box stands still" in again.err
    staff.must("account", "test", "box")
    staff.must("orders", "submit", str(order["reference"]))
    assert charges(staff) == 2


def test_a_draft_is_closed_with_a_reason_that_stays(staff: Staff) -> None:
    staff.type("register", COM, *ROLES)
    [order] = orders(staff, "register")
    reference = str(order["reference"])
    assert order["state"] == "draft"
    assert "It would be closed" in staff.must("orders", "close", reference, "--why", "x", "--dry-run").err
    assert orders(staff, "register")[0]["state"] == "draft"
    staff.must("orders", "close", reference, "--why", "the client has changed his mind")
    [order] = orders(staff, "register")
    assert (order["state"], order["detail"]) == ("refused", "the client has changed his mind")
    assert order["charged"] == "nothing was charged"
    assert staff.type("orders", "close", reference, "--why", "again").code == 1
    assert staff.registers(COM).code == 0


def test_an_unclear_order_is_closed_by_nobodys_wish(staff: Staff) -> None:
    staff.box.faults.order(Fault.LOST_AFTER, to="opensrs:process_pending")
    staff.registers(COM)
    [order] = orders(staff, "register")
    for more in ((), ("--not-charged",)):
        said = staff.type("orders", "close", str(order["reference"]), "--why", "never mind", *more)
        assert said.code == 1
        assert orders(staff, "register")[0]["state"] == "unknown"


@pytest.mark.parametrize("verb", ["approve", "submit", "reconcile"])
def test_a_dry_run_of_a_verb_says_what_it_would_do_or_why_not(staff: Staff, verb: str) -> None:
    staff.type("register", COM, *ROLES)
    [order] = orders(staff, "register")
    before = staff.must("orders", "list", "--json").out
    said = staff.type("orders", verb, str(order["reference"]), "--dry-run")
    assert said.code == (0 if verb == "approve" else 1)
    assert ("It would be approved" if verb == "approve" else "is draft; it would not") in said.err
    assert staff.must("orders", "list", "--json").out == before
    assert staff.box.log.ledger == ()


def test_the_registrars_record_has_the_three_contacts_after_a_transfer(neighbours: Staff) -> None:
    neighbours.must("transfer", ELSEWHERE, *ROLES, "--yes", "--auth-code-stdin", stdin=auth_info(neighbours))
    for _ in range(8):
        neighbours.box.clock.advance(timedelta(days=1))
        neighbours.box.opensrs.settle()
        neighbours.type("orders", "reconcile", "--all")
        if orders(neighbours, "transfer")[0]["state"] == "active":
            break
    assert orders(neighbours, "transfer")[0]["state"] == "active", orders(neighbours, "transfer")
    record = neighbours.box.registry.look_up(DomainName(ELSEWHERE))
    assert record is not None
    assert record.contacts[ContactRole.TECH].email == "desk@example.com"
    assert charges(neighbours, ELSEWHERE) == 1
    [row] = [r for r in neighbours.must("domains", "--json").data if r["name"] == ELSEWHERE]
    assert row["client"] == "bakery"
