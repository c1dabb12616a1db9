"""Staff find that a name's servers, lock or DNSSEC are not as they should be, and put them back."""

import pytest

from portfolio.names import DomainName, HostName
from portfolio.registration import Status
from sandbox import Fault
from tests.journeys.conftest import Staff

NAME = "example-bakery.com"
CHIEF = "second-colleague"
THEIRS = frozenset({HostName("ns1.example.org"), HostName("ns2.example.org")})
SERVERS = ("--nameserver", "ns1.example.net", "--nameserver", "ns2.example.net")


@pytest.fixture
def held(staff: Staff) -> Staff:
    """A house with one name, delegated to two servers and locked, in step with its registrar."""
    said = staff.registers(NAME, *SERVERS)
    assert said.code == 0, said.err + said.out
    staff.box.registry.change_statuses_behind_our_back(
        DomainName(NAME), add=[Status.CLIENT_TRANSFER_PROHIBITED]
    )
    staff.must("domain", "refresh", NAME)
    assert staff.type("check").code == 0
    return staff


def updates(staff: Staff) -> int:
    return len(staff.box.log.of(channel="registry", action="updated", name=NAME))


def test_servers_that_were_moved_are_put_back_by_two_people(held: Staff) -> None:
    """A stolen account points the name elsewhere: found, shown with what follows, written once, proved."""
    held.box.registry.change_nameservers_behind_our_back(DomainName(NAME), THEIRS)
    assert held.type("check").code == 2
    assert held.type("repair", "propose", NAME).out.strip() == "Nothing to repair."
    assert held.type("repair", "propose", "--field", "nameservers").code == 1
    asked = held.type("repair", "propose", NAME, "--field", "nameservers")
    assert asked.code == 2, asked.err
    shown = held.must("repair", "show", "1", "--json").data
    assert shown["changes"] == [
        (
            "nameservers: ns1.example.org, ns2.example.org → ns1.example.net, ns2.example.net "
            "(another value than ours)"
        )
    ]
    assert "the site, the mail" in shown["consequences"][0]
    assert held.type("repair", "approve", "1").code == 1
    held.must("repair", "approve", "1", by=CHIEF)
    before = updates(held)
    held.box.faults.order(Fault.LOST_AFTER, to="opensrs:advanced_update_nameservers")
    assert held.type("repair", "apply", "1", by=CHIEF).code == 4
    proved = held.must("repair", "prove", "1", "--json").data
    assert proved["state"] == "proved"
    assert updates(held) - before == 1
    assert set(held.box.registry.info(DomainName(NAME)).nameservers) == {"ns1.example.net", "ns2.example.net"}
    assert held.type("check").code == 0


def test_a_lock_that_was_lifted_is_set_again(held: Staff) -> None:
    held.box.registry.change_statuses_behind_our_back(
        DomainName(NAME), remove=[Status.CLIENT_TRANSFER_PROHIBITED]
    )
    assert held.type("check").code == 2
    assert held.type("repair", "propose", NAME, "--field", "statuses").code == 2
    held.must("repair", "approve", "1", by=CHIEF)
    held.must("repair", "apply", "1", by=CHIEF)
    assert held.must("repair", "prove", "1", "--json").data["state"] == "proved"
    assert Status.CLIENT_TRANSFER_PROHIBITED in held.box.registry.info(DomainName(NAME)).statuses
    again = held.type("repair", "propose", NAME, "--field", "statuses")
    assert again.code != 0
    assert "the registrar shows our transfer lock of example-bakery.com already" in again.err


def test_a_dropped_dnssec_is_found_once_staff_have_said_that_it_is_signed(held: Staff) -> None:
    name = DomainName(NAME)
    held.box.registry.sign_behind_our_back(name, signed=True)
    assert held.type("check").code == 0
    assert held.must("domain", "show", NAME, "--json").data["signed"] is None
    assert held.type("domain", "set", NAME).code == 1
    held.must("domain", "set", NAME, "--signed")
    assert held.must("domain", "show", NAME, "--json").data["signed"] is True
    assert held.type("check").code == 0
    held.box.registry.sign_behind_our_back(name, signed=False)
    found = held.type("check", "--json")
    assert found.code == 2
    assert [report["remedies"] for report in found.data] == [{"delegation_signed": "ask"}]
    held.must("domain", "set", NAME, "--unsigned")
    assert held.type("check").code == 0
