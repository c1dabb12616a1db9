"""What public servers show when it is not what the registry has: late, hidden, stood in for, spelt out."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import pytest

from portfolio.contacts import ContactRole, Phone
from portfolio.names import DomainName
from sandbox import Fault, Sandbox
from sandbox.faults import Faults
from sandbox.objects import Manner
from sandbox.published import spelt_out_phone
from tests.sandbox.cast import COMPANY, DESK, START, ask_whois, fetch, fetch_json, register

NAME = DomainName("example.ca")


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(start=START, more_tlds=("biz", "de")) as running:
        register(running.registry, NAME)
        yield running


def whois(box: Sandbox, name: str = NAME) -> str:
    return ask_whois(box.addresses.whois, name)


def rdap(box: Sandbox) -> dict[str, Any]:
    return cast("dict[str, Any]", fetch_json(f"{box.addresses.rdap}domain/{NAME}"))


def changed(box: Sandbox) -> None:
    box.registry.change_contact_behind_our_back(NAME, ContactRole.TECH, email="new@example.org")


def test_a_copy_is_shown_until_its_end_and_the_registry_goes_on(box: Sandbox) -> None:
    box.public_side.keep_copy(NAME, until=START + timedelta(hours=6))
    changed(box)
    assert "Tech Email: desk@example.net" in whois(box)
    assert "desk@example.net" in str(rdap(box))
    assert box.registry.info(NAME).contacts[ContactRole.TECH].email == "new@example.org"
    box.clock.advance(timedelta(hours=6))
    assert "Tech Email: new@example.org" in whois(box)


def test_a_copy_can_be_shown_once_only(box: Sandbox) -> None:
    box.public_side.keep_copy(NAME, readings=1)
    changed(box)
    assert "Tech Email: desk@example.net" in whois(box)
    assert "Tech Email: new@example.org" in whois(box)


def test_a_copy_of_a_free_name_keeps_it_absent(box: Sandbox) -> None:
    name = DomainName("example.com")
    box.public_side.keep_copy(name)
    register(box.registry, name)
    assert box.public_side.look_up(name) is None
    box.public_side.as_it_stands(name)
    assert box.public_side.look_up(name) == box.registry.look_up(name)


def test_a_name_can_be_denied(box: Sandbox) -> None:
    box.public_side.deny(NAME)
    assert fetch(f"{box.addresses.rdap}domain/{NAME}")[0] == 404
    assert "Not found" in whois(box)
    box.public_side.as_it_stands(NAME)
    assert "Domain Name: example.ca" in whois(box)


def test_everything_can_be_hidden_where_the_rules_hide_nothing(box: Sandbox) -> None:
    assert "redacted" not in rdap(box)
    box.public_side.show_as(NAME, Manner(hides=True))
    assert "Registrant Country: REDACTED FOR PRIVACY" in whois(box)
    assert "one@example.com" not in whois(box)
    assert {"Registrant Email", "Tech Phone"} <= {entry["name"]["type"] for entry in rdap(box)["redacted"]}


def test_somebody_else_can_stand_in_openly_where_the_rules_hide_everything(box: Sandbox) -> None:
    name = DomainName("example.com")
    register(box.registry, name)
    box.public_side.show_as(name, Manner(stand_in=DESK))
    assert "Registrant Organization: Example Web Works" in whois(box, name)
    assert "REDACTED" not in whois(box, name)


def test_values_can_be_spelt_out(box: Sandbox) -> None:
    box.public_side.show_as(NAME, Manner(spells_out=True))
    for line in (
        "Registrant Phone: +1 (613) 555-0123",
        "Registrant Phone Ext: 12",
        "Registrant State/Province: Ontario",
        "Registrant Country: Canada",
    ):
        assert line in whois(box).splitlines()
    owner = next(entity for entity in rdap(box)["entities"] if entity["roles"] == ["registrant"])
    fields = {one[0]: one for one in owner["vcardArray"][1] if one[0] in ("adr", "tel")}
    assert fields["adr"][3][4:] == ["Ontario", "K1A 0A1", "Canada"]
    assert "cc" not in fields["adr"][1]


def test_a_number_is_spelt_as_people_write_it() -> None:
    assert spelt_out_phone(COMPANY.phone) == "+1 (613) 555-0123 ext. 12"
    assert spelt_out_phone(Phone.parse("+49.3012345678")) == "+49 3012345678"


def test_more_tlds_are_served_and_de_says_neither_contacts_nor_dates(box: Sandbox) -> None:
    register(box.registry, "example.biz")
    register(box.registry, "example.de")
    assert fetch(f"{box.addresses.rdap}domain/example.biz")[0] == 200
    assert fetch(f"{box.addresses.rdap}domain/example.de")[0] == 404
    lines = whois(box, "example.de").splitlines()
    assert lines[:4] == [
        "Domain: example.de", "Nserver: ns1.example.net", "Nserver: ns2.example.net", "Status: connect",
    ]  # fmt: skip
    assert len(lines) == 5
    assert whois(box, "nobody-has-this.de").splitlines() == ["Domain: nobody-has-this.de", "Status: free"]


def test_a_tld_that_is_not_served_is_said_so(box: Sandbox) -> None:
    assert not box.public_side.serves("zz")
    assert "No registry for .zz" in whois(box, "example.zz")


def test_an_empty_answer_is_a_200_without_anything_and_a_text_without_a_line(box: Sandbox) -> None:
    box.faults.order(Fault.EMPTY, to="rdap")
    box.faults.order(Fault.EMPTY, to="whois")
    assert fetch(f"{box.addresses.rdap}domain/{NAME}")[::2] == (200, b"")
    assert whois(box) == ""


def test_a_fault_can_be_kept_and_orders_go_before_it() -> None:
    faults = Faults()
    faults.keep(Fault.GARBLED, to="rdap")
    faults.order(Fault.SLOW, to="rdap:domain")
    assert [faults.take("rdap:domain") for _ in range(3)] == [Fault.SLOW, Fault.GARBLED, Fault.GARBLED]
    assert faults.take("whois") is None
    assert faults.take("rdap:domain", exactly=True) is None
    faults.clear()
    assert faults.take("rdap:domain") is None


def test_a_role_can_be_dropped_and_a_delegation_signed_behind_our_back(box: Sandbox) -> None:
    assert ContactRole.TECH not in box.registry.drop_contact_behind_our_back(NAME, ContactRole.TECH).contacts
    assert box.registry.sign_behind_our_back(NAME, signed=True).delegation_signed
    assert "DNSSEC: signedDelegation" in whois(box)
    assert not box.registry.sign_behind_our_back(NAME, signed=False).delegation_signed
    assert [entry.detail for entry in box.log.of(action="drifted")] == ["tech: gone", "dnssec", "dnssec"]
