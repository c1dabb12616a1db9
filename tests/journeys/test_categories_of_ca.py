"""A .ca from a terminal: as what it is registered, what is warned of, and an account looked at before."""

import pytest

from sandbox.faults import Fault
from tests.journeys.conftest import PERSON, Staff

CHECKS = ["environment", "key", "access", "allow-list", "reading"]


def _checks(said: object) -> dict[str, str]:
    assert isinstance(said, dict)
    return {line["check"]: line["result"] for line in said["checks"]}


def test_an_account_that_works_says_so_check_by_check(staff: Staff) -> None:
    told = staff.must("account", "test", "box", "--json").data
    assert _checks(told) == dict.fromkeys(CHECKS, "ok")
    assert told["works"] is True
    printed = staff.must("account", "test", "box").out
    assert all(check in printed for check in CHECKS)


def test_a_refusal_is_told_and_the_key_is_not(staff: Staff) -> None:
    (staff.home / "secrets" / "box").write_text("another-key")
    said = staff.type("account", "test", "box", "--json")
    assert said.code == 1
    assert _checks(said.data)["access"] == "failed"
    assert _checks(said.data)["reading"] == "unclear"
    assert "another-key" not in said.out + said.err


def test_no_answer_is_unclear_and_has_an_exit_code_of_its_own(staff: Staff) -> None:
    staff.box.faults.keep(Fault.GARBLED, to="opensrs:get_balance")
    said = staff.type("account", "test", "box", "--json")
    assert (said.code, _checks(said.data)["reading"]) == (4, "unclear")


@pytest.mark.parametrize("endpoint", ["https://rr-n1-tor.opensrs.net:55443/"])
def test_a_live_systems_address_is_no_test_account(staff: Staff, endpoint: str) -> None:
    said = staff.type(
        "account", "add", "mixed", "--registrar", "opensrs", "--environment", "sandbox", "--username", "x",
        "--endpoint", endpoint, "--key-from-stdin", stdin="key",
    )  # fmt: skip
    assert said.code == 1
    assert "live system, and the account is sandbox" in said.err


def test_a_citizen_registers_and_is_warned_of_what_is_not_certain(staff: Staff) -> None:
    staff.must("contact", "add", "citizen", "--client", "bakery", *PERSON, "--email", "citizen@example.com")
    ask = (
        "--client", "bakery", "--account", "box", "--tech", "desk", "--yes",
        "--attribute", "ca.legal_type=CCT", "--attribute", "ca.agreement_version=2.0",
    )  # fmt: skip
    refused = staff.type(
        "register", "example-person.ca", "--registrant", "citizen", "--admin", "office", *ask
    )
    assert refused.code == 1
    assert "name the registrant as admin" in refused.err
    warned = staff.must("register", "example-person.ca", "--registrant", "owner", "--admin", "owner", *ask)
    assert "Warning: ca.legal_type CCT (Canadian citizen): the registrant contact names" in warned.err
    done = staff.must("register", "example-other.ca", "--registrant", "citizen", "--admin", "citizen", *ask)
    assert "Warning" not in done.err
    assert staff.must("account", "test", "box", "--json").data["names"] == 2
