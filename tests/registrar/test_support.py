"""What a registrar can do is declared, complete, and asked before it is tried."""

from collections.abc import Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from net.addresses import AddressGuard
from portfolio.contacts import Contact, ContactRole, Phone, PostalAddress
from portfolio.names import DomainName
from portfolio.registration import Registration
from portfolio.tld import rules_for, rules_of
from registrar import matrix
from registrar.catalogue import ADAPTERS, connect
from registrar.contract import Registrar, Renews, SetsLock, TellsBalance
from registrar.errors import Unsupported
from registrar.support import ROLE, Answer, Capability, Spec, can, cannot, implemented, not_yet, require


class Shelf(Registrar):
    """A registrar that shows what it holds, and no more."""

    slug = "shelf"

    def info(self, name: DomainName) -> Registration:
        return Registration(name=name)

    def holdings(self) -> Iterator[DomainName]:
        return iter(())


SHELF = Spec(
    slug="shelf",
    title="The Shelf",
    adapter=Shelf,
    supports=dict.fromkeys(Capability, cannot("a shelf does not"))
    | {
        Capability.RENEW: can("by hand", verified=date(2027, 1, 15)),
        Capability.DNSSEC: not_yet("nobody asked"),
    },
    by_tld={"de": {Capability.RENEW: cannot("the registry renews by itself")}},
)


@pytest.mark.parametrize("spec", ADAPTERS.values(), ids=ADAPTERS)
def test_every_capability_is_answered_and_every_no_has_its_reason(spec: Spec) -> None:
    assert set(spec.supports) == set(Capability)
    assert all(support.note for support in spec.supports.values() if support.answer is not Answer.CAN)


@pytest.mark.parametrize("spec", ADAPTERS.values(), ids=ADAPTERS)
def test_what_is_declared_is_what_the_class_header_says(spec: Spec) -> None:
    declared = {capability for capability, support in spec.supports.items() if support.answer is Answer.CAN}
    assert declared == implemented(spec.adapter)


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_no_without_a_reason_cannot_be_said(reason: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        cannot(reason)
    with pytest.raises(ValueError, match="reason"):
        not_yet(reason)


def test_every_capability_has_its_role() -> None:
    assert set(Capability) == set(ROLE)


def test_a_caller_gets_the_role_or_one_clear_error() -> None:
    registrar = connect(
        "opensrs",
        endpoint="https://vendor.example.net/",
        username="reseller",
        secret=SecretStr("planted"),
        guard=AddressGuard(),
    )
    assert require(registrar, TellsBalance) is registrar
    with pytest.raises(Unsupported, match="shelf: this registrar is not one that sets lock"):
        require(Shelf(), SetsLock)
    with pytest.raises(Unsupported, match="renews"):
        require(Shelf(), Renews)


def test_a_tld_can_be_taken_out_of_a_capability() -> None:
    assert SHELF.support_of(Capability.RENEW).answer is Answer.CAN
    assert SHELF.support_of(Capability.RENEW, tld="ca").answer is Answer.CAN
    assert SHELF.support_of(Capability.RENEW, tld="de") == cannot("the registry renews by itself")
    assert SHELF.support_of(Capability.DNSSEC, tld="de").answer is Answer.NOT_YET


def test_what_a_registry_does_not_have_no_registrar_can() -> None:
    hidden = ADAPTERS["namecom"].support_of(Capability.PRIVACY, tld="us")
    assert (hidden.answer, hidden.note) == (Answer.CANNOT, "the registry forbids privacy and proxy services")
    assert ADAPTERS["namecom"].support_of(Capability.PRIVACY, tld="com").answer is Answer.CAN
    assert ADAPTERS["gandi"].support_of(Capability.RENEW, tld="de").answer is Answer.CANNOT
    assert SHELF.support_of(Capability.PRIVACY, tld="us") == cannot("a shelf does not")


def test_the_rules_of_tlds_name_what_is_not_offered_as_capabilities_are_named() -> None:
    names = [file.name.removesuffix(".toml") for file in (files("portfolio") / "tlds").iterdir()]
    told = {each.what for name in names for each in rules_of(name).not_offered}
    assert told
    assert told <= {capability.value for capability in Capability}


def test_what_a_vendor_wants_beyond_the_registry_is_told_unless_the_registry_refuses_it() -> None:
    opensrs = ADAPTERS["opensrs"]
    assert ContactRole.BILLING in opensrs.roles_needed(rules_for(DomainName("example.com")))
    assert ContactRole.BILLING not in opensrs.roles_needed(rules_for(DomainName("example.ca")))
    assert (
        SHELF.roles_needed(rules_for(DomainName("example.com"))) == rules_for(DomainName("example.com")).roles
    )


def _contact(*, address: Mapping[str, object] | None = None, **changed: object) -> Contact:
    where = {
        "street": ("1 Example Street",),
        "city": "Ottawa",
        "subdivision": "CA-ON",
        "postal_code": "K1A 0B1",
        "country": "CA",
    }
    whole = {
        "family": "Example",
        "address": PostalAddress.model_validate(where | dict(address or {})),
        "phone": Phone.parse("+1.6135550123"),
        "email": "one@example.com",
    }
    return Contact.model_validate(whole | changed)


def test_a_complete_contact_has_no_problems() -> None:
    assert ADAPTERS["opensrs"].problems_with_contact(ContactRole.TECH, _contact()) == []


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"address": {"postal_code": None}}, "needs a postal code"),
        ({"address": {"subdivision": None}}, "needs a province or state"),
        ({"address": {"country": "US", "subdivision": None}}, "needs a province or state"),
        ({"family": "E" * 64}, "takes at most 63 characters of a family name"),
        ({"address": {"street": ("1", "E" * 65)}}, "takes at most 64 characters of a street line"),
        (
            {"phone": Phone.parse("+1.6135550123x123456789")},
            "takes at most 20 characters of a phone number",
        ),
    ],
)
def test_what_a_vendor_would_not_take_of_a_contact_is_told_without_values(
    changed: dict[str, Any], problem: str
) -> None:
    told = ADAPTERS["opensrs"].problems_with_contact(ContactRole.TECH, _contact(**changed))
    assert told == [f"OpenSRS (Tucows) {problem} for the tech contact"]


def test_a_subdivision_is_not_asked_for_everywhere() -> None:
    contact = _contact(address={"country": "FR", "subdivision": None, "postal_code": "75001"})
    assert ADAPTERS["opensrs"].problems_with_contact(ContactRole.ADMIN, contact) == []


def test_a_vendor_that_declares_nothing_takes_every_contact() -> None:
    bare = _contact(address={"subdivision": None, "postal_code": None})
    assert SHELF.problems_with_contact(ContactRole.REGISTRANT, bare) == []


@pytest.mark.parametrize("spec", ADAPTERS.values(), ids=ADAPTERS)
def test_what_a_vendor_wants_of_a_contact_is_named_as_contacts_name_it(spec: Spec) -> None:
    known = set(Contact.model_fields) | set(PostalAddress.model_fields)
    assert spec.contact_needs | set(spec.contact_lengths) <= known


def test_a_registrar_that_is_not_in_the_catalogue_cannot_be_connected() -> None:
    with pytest.raises(Unsupported, match="opensrs"):
        connect("nobody", endpoint="", username="", secret=SecretStr("planted"), guard=AddressGuard())


def test_the_page_says_everything_that_is_declared() -> None:
    page = matrix.page({"shelf": SHELF})
    assert "| renew | can |" in page
    assert "- **renew** can: by hand (last seen 2027-01-15)" in page
    assert "- **.de: renew** cannot: the registry renews by itself" in page
    assert "- **set delegation signers** not yet: nobody asked" in page
    assert page.count("cannot: a shelf does not") == len(Capability) - 2


def test_the_page_is_current() -> None:
    assert matrix.main(["--check"]) == 0


def test_a_stale_page_is_told_and_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "docs" / "registrars.md"
    assert matrix.main(["--check"], path=page) == 1
    assert not page.exists()
    assert matrix.main([], path=page) == 0
    assert matrix.main(["--check"], path=page) == 0
    page.write_text(page.read_text("utf-8").replace("can", "may"), "utf-8")
    assert matrix.main(["--check"], path=page) == 1
    assert "stale" in capsys.readouterr().err
