"""Contacts arrive at Gandi in its spelling and come back as they were; what it cannot hold is refused."""

import pytest

from portfolio.contacts import Contact, ContactRole, Phone
from portfolio.names import DomainName
from registrar.errors import AccessRefused, OutcomeUnknown, Unsupported
from tests.conformance.bench import as_seen, without_handles
from tests.conformance.people import ADMIN, EVERYONE, NEW_TECH, ODD, REGISTRANT, TECH
from tests.registrar.gandi.gandi_edge import CONFIRMED, DETAILS, NAME, OWNER, Sent, Told, account

D = f"domain/domains/{NAME}"
DRY: Told = (200, {"status": "success"})
WRITABLE: dict[str, Told] = {
    f"GET {D}": (200, DETAILS),
    "GET domain/tlds/net": (200, {"name": "net", "change_owner": True, "ext_trade": False}),
    f"POST domain/changeowner/{NAME} dry": DRY,
    f"POST domain/changeowner/{NAME}": (202, CONFIRMED),
    f"PUT {D}/contacts/owner dry": DRY,
    f"PUT {D}/contacts/owner": (202, CONFIRMED),
    f"PATCH {D}/contacts": (202, CONFIRMED),
}
HELD = [*EVERYONE.values(), NEW_TECH, *(ODD[key] for key in ODD if key not in (
    "one name only", "an organization only", "letters that are not Latin",
))]  # fmt: skip


def _set(contacts: dict[ContactRole, Contact], **other: Told) -> list[Sent]:
    registrar, http = account({**WRITABLE, **other})
    assert registrar.set_contacts(NAME, contacts).pending
    return [sent for sent in http.sent if sent.method != "GET"]


def _body(sent: Sent) -> dict[str, dict[str, object]]:
    assert isinstance(sent.body, dict)
    return sent.body


def test_a_contact_leaves_as_the_documents_write_one() -> None:
    [sent] = _set({ContactRole.ADMIN: REGISTRANT})
    assert sent.line == f"PATCH {D}/contacts"
    assert _body(sent) == {
        "admin": {
            "type": "company",
            "given": "Renée",
            "family": "Exemple",
            "orgname": "Boulangerie Exemple Inc.",
            "streetaddr": "100, rue de l'Exemple\nBureau 4",
            "zip": "H2Y 1A1",
            "city": "Montréal",
            "state": "CA-QC",
            "country": "CA",
            "phone": "+1.5145550111",
            "email": "renee@example.ca",
            "lang": "fr",
            "data_obfuscated": True,
            "mail_obfuscated": True,
        }
    }


@pytest.mark.parametrize("contact", HELD)
def test_a_contact_comes_back_as_it_left(contact: Contact) -> None:
    [sent] = _set({ContactRole.TECH: contact})
    shown = {**DETAILS, "contacts": {"owner": OWNER, "tech": _body(sent)["tech"]}}
    registrar, _ = account({f"GET {D}": (200, shown)})
    told = without_handles(registrar.contacts(NAME))
    assert told[ContactRole.TECH] == without_handles(as_seen({ContactRole.TECH: contact}))[ContactRole.TECH]


@pytest.mark.parametrize("oddity", ["one name only", "an organization only", "letters that are not Latin"])
def test_what_cannot_be_held_is_refused_before_anything_leaves(oddity: str) -> None:
    registrar, http = account(WRITABLE)
    with pytest.raises(Unsupported, match="of the tech contact cannot be held; nothing was sent"):
        registrar.set_contacts(NAME, {ContactRole.TECH: ODD[oddity]})
    assert http.sent == []


def test_an_extension_is_written_as_epp_does() -> None:
    [sent] = _set({ContactRole.TECH: ADMIN.model_copy(update={"phone": Phone.parse("+1.6135550122x42")})})
    assert _body(sent)["tech"]["phone"] == "+1.6135550122x42"


def test_another_owner_is_a_request_of_its_own_and_is_tried_dry() -> None:
    dry, owner, others = _set({ContactRole.REGISTRANT: ADMIN, ContactRole.TECH: TECH})
    assert [dry.line, owner.line, others.line] == [
        f"POST domain/changeowner/{NAME} dry",
        f"POST domain/changeowner/{NAME}",
        f"PATCH {D}/contacts",
    ]
    assert set(_body(owner)) == {"owner"}
    assert set(_body(others)) == {"tech"}


def test_the_same_owner_at_another_address_is_an_edit() -> None:
    same = {"given": "Registrant", "family": "Example", "organization": None, "email": OWNER["email"]}
    dry, sent = _set({ContactRole.REGISTRANT: ADMIN.model_copy(update=same)})
    assert (dry.line, sent.line) == (f"PUT {D}/contacts/owner dry", f"PUT {D}/contacts/owner")


def test_what_the_tld_wants_of_an_owner_stays() -> None:
    owner = {**OWNER, "extra_parameters": {"x-ca_legaltype": "CCO"}, "data_obfuscated": False}
    held: Told = (200, {**DETAILS, "contacts": {"owner": owner}})
    sent = _set({ContactRole.REGISTRANT: ADMIN}, **{f"GET {D}": held})[1]
    assert _body(sent)["owner"]["extra_parameters"] == {"x-ca_legaltype": "CCO"}
    assert _body(sent)["owner"]["data_obfuscated"] is False


@pytest.mark.parametrize(("change_owner", "ext_trade"), [(False, False), (True, True)])
def test_where_the_registry_trades_no_owner_is_changed(change_owner: bool, ext_trade: bool) -> None:
    tld: Told = (200, {"name": "net", "change_owner": change_owner, "ext_trade": ext_trade})
    registrar, http = account({**WRITABLE, "GET domain/tlds/net": tld})
    with pytest.raises(Unsupported, match="may cost"):
        registrar.set_contacts(NAME, {ContactRole.REGISTRANT: ADMIN})
    assert {sent.method for sent in http.sent} == {"GET"}


def test_a_no_to_the_second_of_two_changes_is_no_clear_no() -> None:
    refused: Told = (403, {"code": 403, "cause": "Forbidden", "message": "denied", "object": "HTTPForbidden"})
    registrar, _ = account({**WRITABLE, f"PATCH {D}/contacts": refused})
    with pytest.raises(OutcomeUnknown, match="a part of it was done"):
        registrar.set_contacts(NAME, {ContactRole.REGISTRANT: ADMIN, ContactRole.TECH: TECH})
    with pytest.raises(AccessRefused):
        registrar.set_contacts(NAME, {ContactRole.TECH: TECH})


def test_the_vendors_copy_for_a_role_that_the_registry_has_not_is_not_told() -> None:
    name = DomainName("example.ca")
    shown = {**DETAILS, "fqdn": name, "tld": "ca"}
    registrar, _ = account({f"GET domain/domains/{name}": (200, shown)})
    assert set(registrar.contacts(name)) == {ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH}


@pytest.mark.parametrize("kind", ["individual", 0, None])
def test_the_type_may_be_told_as_a_number(kind: object) -> None:
    shown = {**DETAILS, "contacts": {"owner": {**OWNER, "type": kind}}}
    registrar, _ = account({f"GET {D}": (200, shown)})
    assert registrar.contacts(NAME)[ContactRole.REGISTRANT].name == "Registrant Example"
