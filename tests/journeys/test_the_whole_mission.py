"""The mission once, over real sockets: registered, checked, repaired, told in time."""

from datetime import timedelta

import pytest

from console.sandboxed import found_on
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.values import earliest
from sandbox import Fault
from tests.journeys.conftest import Staff

CA = "example-bakery.ca"
CORPORATION = ("--attribute", "ca.legal_type=CCO")


def test_a_name_is_registered_with_three_contacts_and_paid_once(staff: Staff) -> None:
    assert staff.registers(CA, *CORPORATION).code == 0
    [charge] = staff.box.log.ledger
    assert charge.name == CA
    record = staff.box.registry.look_up(DomainName(CA))
    assert record is not None
    emails = {role: record.contacts[role].email for role in record.contacts}
    assert emails == {
        ContactRole.REGISTRANT: "owner@example.com",
        ContactRole.ADMIN: "office@example.com",
        ContactRole.TECH: "desk@example.com",
    }
    [row] = staff.must("domains", "--json").data
    assert (row["name"], row["days"]) == (CA, 365 if row["days"] == 365 else 366)


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.GARBLED, Fault.TRUNCATED, Fault.SERVER_ERROR])
def test_an_unclear_answer_to_a_paid_request_is_settled_by_looking_and_never_sent_again(
    staff: Staff, fault: Fault
) -> None:
    staff.box.faults.order(fault, to="opensrs:process_pending")
    said = staff.registers(CA, *CORPORATION)
    [order] = staff.must("orders", "list", "--json").data
    if said.code == 4:
        assert "not known whether it was charged" in order["charged"]
        staff.type("orders", "reconcile", order["reference"])
    charges = len(staff.box.log.ledger)
    assert charges <= 1
    [order] = staff.must("orders", "list", "--json").data
    assert (order["state"] == "active") == (charges == 1), order


def test_drift_is_found_repaired_by_two_people_and_proved(staff: Staff) -> None:
    staff.registers(CA, *CORPORATION)
    assert staff.type("check").code == 0
    staff.box.registry.change_contact_behind_our_back(
        DomainName(CA), ContactRole.TECH, email="someone-else@example.net"
    )
    found = staff.type("check", "--json")
    assert found.code == 2
    [report] = found.data
    assert report["drifting"] == ["tech.email"]

    assert staff.type("repair", "propose", CA).code == 2
    own = staff.type("repair", "approve", "1")
    assert own.code == 1
    assert "someone else" in own.err or "other" in own.err
    staff.must("repair", "approve", "1", by="second-colleague")
    staff.must("repair", "apply", "1", by="second-colleague")
    staff.must("repair", "prove", "1")
    record = staff.box.registry.look_up(DomainName(CA))
    assert record is not None
    assert record.contacts[ContactRole.TECH].email == "desk@example.com"
    assert staff.type("check").code == 0


def test_a_throttled_public_record_is_could_not_ask_and_never_drift(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whois_sync.pace.lane.TRIES", 1)  # the servers ask for half a minute between two
    staff.registers(CA, *CORPORATION)
    staff.box.faults.order(Fault.THROTTLED, to="rdap", times=9)
    staff.box.faults.order(Fault.THROTTLED, to="whois", times=9)
    said = staff.type("check", "--json")
    [report] = said.data
    assert report["drifting"] == []
    assert said.code == 4
    assert "unreadable: throttled" in report["public"]


def test_the_notice_arrives_once_however_often_the_job_runs(staff: Staff) -> None:
    staff.registers(CA, *CORPORATION)
    record = staff.box.registry.look_up(DomainName(CA))
    assert record is not None
    staff.box.clock.move_to(earliest(record.expires_at) - timedelta(days=30))
    for _ in range(3):
        staff.must("notices", "run")
    assert len(staff.box.mailbox.to("owner@example.com")) == 1
    handed = [n for n in staff.must("notices", "list", "--json").data if n["state"] == "handed over"]
    assert {n["milestone"] for n in handed} == {"30d-before"}


def test_a_renewed_name_gets_no_notice(staff: Staff) -> None:
    staff.registers(CA, *CORPORATION, "--years", "2")
    staff.box.clock.advance(timedelta(days=365 - 30))
    staff.must("notices", "run")
    assert staff.box.mailbox.messages == ()


def test_a_contact_edited_once_shows_where_it_goes(staff: Staff) -> None:
    staff.registers(CA, *CORPORATION)
    said = staff.must("contact", "edit", "desk", "--email", "new-desk@example.com", "--yes")
    assert CA in said.err
    assert staff.type("check", CA).code == 2
    assert staff.must("contact", "show", "desk", "--json").data["version"] == 2


def test_names_held_elsewhere_in_the_account_are_taken_over_with_their_contacts(staff: Staff) -> None:
    staff.registers(CA, *CORPORATION)
    other = Staff(staff.home.parent / "other", staff.box, staff.capture)
    found_on(staff.box, other.home, actor="first-colleague")
    other.must("client", "add", "bakery", "--name", "Example Bakery Inc.")
    other.must(
        "account", "add", "box", "--registrar", "opensrs", "--environment", "sandbox", "--username",
        staff.box.opensrs_username, "--endpoint", staff.box.addresses.opensrs, "--key-from-stdin",
        stdin=staff.box.opensrs_key,
    )  # fmt: skip
    assert other.must("account", "test", "box", "--json").data["names"] == 1
    [planned] = other.must("account", "import", "box", "--client", "bakery", "--json").data
    assert (planned["name"], planned["outcome"]) == (CA, "new")
    assert other.must("domains", "--json").data == []
    other.must("account", "import", "box", "--apply")
    shown = other.must("domain", "show", CA, "--json").data
    assert set(shown["roles"]) == {"registrant", "admin", "tech"}
    assert other.type("check", CA).code == 0
    again = other.must("account", "import", "box", "--client", "bakery", "--json").data
    assert again[0]["outcome"] == "taken"


def test_a_name_that_another_registrar_sponsors_now_is_drift_for_a_person(staff: Staff) -> None:
    staff.registers(CA, *CORPORATION)
    settings = staff.home / "namesteward.toml"
    settings.write_text(settings.read_text().replace('["9995"]', '["9996"]').replace("Wholesale", "Another"))
    found = staff.type("check", "--json")
    [report] = found.data
    assert report["drifting"] == ["sponsoring_registrar"]
    assert report["remedies"] == {"sponsoring_registrar": "ask"}
    assert staff.type("repair", "propose", CA).out.strip() == "Nothing to repair."
