"""What an RDAP answer hides, by RFC 9537, by remarks, by statuses: hidden, never a value, never drift."""

from typing import Any

import pytest

from portfolio.contacts import ContactRole
from portfolio.observation import CONTACT_FIELDS, SeenContact
from tests.whois_sync.lookup.rdap_samples import FULL, a_person, an_answer, seen

REGISTRANT = ContactRole.REGISTRANT
EVERYTHING = set(CONTACT_FIELDS)


def with_redactions(*entries: dict[str, Any], properties: tuple[list[Any], ...] = FULL) -> SeenContact:
    return seen(an_answer(a_person("registrant", *properties), redacted=list(entries))).roles[REGISTRANT]


@pytest.mark.parametrize("method", [None, "removal", "emptyValue", "partialValue", "replacementValue"])
@pytest.mark.parametrize("member", ["type", "description"])
def test_a_named_field_is_hidden_by_every_method(method: str | None, member: str) -> None:
    entry: dict[str, Any] = {"name": {member: "Registrant Email"}} | ({"method": method} if method else {})
    found = with_redactions(entry)
    assert found.hidden == {"email"}
    assert found.email is None
    assert found.phone == "+1.6135550123x12"


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("Registrant Name", {"name"}),
        ("Registrant Organization", {"organization"}),
        ("Registrant Street", {"street"}),
        ("Registrant City", {"city"}),
        ("Registrant Postal Code", {"postal_code"}),
        ("Registrant State/Province", {"state"}),
        ("Registrant Phone", {"phone"}),
        ("Registrant Fax", {"fax"}),
        ("Registrant Phone Ext", set()),
        ("Registry Registrant ID", set()),
        ("Registrant Address", {"street", "city", "state", "postal_code", "country"}),
        ("Registrant", EVERYTHING),
    ],
)
def test_the_names_of_icanns_profile_are_understood(name: str, fields: set[str]) -> None:
    assert with_redactions({"name": {"type": name}}).hidden == fields


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("$.entities[?(@.roles[0]=='registrant')].vcardArray[1][?(@[0]=='fn')][3]", {"name"}),
        (
            "$.entities[?(@.roles[0]=='registrant')].vcardArray[1][?(@[0]=='adr')][3][:3]",
            {"street", "city", "state", "postal_code", "country"},
        ),
        ("$.entities[?(@.roles[0]=='registrant')].vcardArray[1][?(@[0]=='adr')][3][3]", {"city"}),
        ("$.entities[?(@.roles[0]=='registrant')].vcardArray[1][?(@[0]=='adr')][3][5]", {"postal_code"}),
        ('$.entities[?(@.roles[0]=="registrant")].vcardArray[1][?(@[1].type=="fax")]', {"fax"}),
        ("$.entities[?(@.roles[0]=='registrant')].vcardArray[1][?(@[0]=='email')]", {"email"}),
        ("$.entities[?(@.roles[0]=='registrant')]", EVERYTHING),
        ("$.entities[?(@.roles[0]=='registrar')].vcardArray[1][?(@[0]=='fn')]", set()),
        ("$.what", set()),
    ],
)
def test_a_path_counts_where_the_name_says_nothing(path: str, fields: set[str]) -> None:
    assert with_redactions({"name": {"type": "Something"}, "prePath": path}).hidden == fields


def test_a_redacted_domain_id_is_hidden_on_the_record() -> None:
    found = seen(an_answer(redacted=[{"name": {"type": "Registry Domain ID"}}]))
    assert found.hidden == {"registry_domain_id"}
    assert found.registry_domain_id is None


def test_a_role_that_was_removed_whole_is_hidden_whole() -> None:
    found = seen(an_answer(redacted=[{"name": {"type": "Administrative Contact"}}]))
    assert found.roles[ContactRole.ADMIN].hidden == EVERYTHING


def test_a_form_in_place_of_an_address_hides_the_address() -> None:
    form = ["contact-uri", {}, "uri", "https://example.net/contact/1"]
    found = with_redactions(properties=(*FULL[:5], form))
    assert found.hidden == {"email"}


def test_an_old_remark_hides_what_is_not_printed() -> None:
    remark = {
        "title": "REDACTED FOR PRIVACY",
        "type": "object redacted due to authorization",
        "description": ["..."],
    }
    person = a_person(
        "registrant", FULL[1], ["adr", {}, "text", ["", "", "", "", "ON", "", "CA"]], remarks=[remark]
    )
    found = seen(an_answer(person)).roles[REGISTRANT]
    assert found.hidden == EVERYTHING - {"organization", "state", "country"}
    assert (found.organization, found.state, found.country) == ("Example Ltd.", "ON", "CA")


def test_a_remark_about_the_address_hides_even_a_printed_one() -> None:
    remark = {"title": "EMAIL REDACTED FOR PRIVACY", "type": "object redacted due to authorization"}
    found = seen(an_answer(a_person("registrant", *FULL, remarks=[remark]))).roles[REGISTRANT]
    assert found.email is None
    assert found.hidden == {"email"}


@pytest.mark.parametrize(
    ("status", "hidden"), [("proxy", EVERYTHING), ("obscured", EVERYTHING), ("active", set())]
)
def test_a_stand_ins_data_are_not_the_holders(status: str, hidden: set[str]) -> None:
    found = seen(an_answer(a_person("registrant", *FULL, status=[status]))).roles[REGISTRANT]
    assert found.hidden == hidden


@pytest.mark.parametrize("status", ["private", "removed"])
def test_a_private_entity_hides_what_it_does_not_print(status: str) -> None:
    found = seen(an_answer(a_person("registrant", FULL[0], status=[status]))).roles[REGISTRANT]
    assert found.hidden == EVERYTHING - {"name"}
    assert found.name == "One Example"


@pytest.mark.parametrize(
    "redacted", [None, {}, "all", [None, 7, {}, {"name": 5}, {"name": {"type": 5}}, {"prePath": 7}]]
)
def test_a_malformed_list_hides_nothing_and_stops_nothing(redacted: object) -> None:
    found = seen(an_answer(a_person("registrant", *FULL), redacted=redacted)).roles[REGISTRANT]
    assert found.hidden == frozenset()


EMAIL = "vcardArray[1][?(@[0]=='email')][3]"


@pytest.mark.parametrize("key", ["postPath", "replacementPath"])
def test_a_path_that_counts_entities_is_followed_to_the_role(key: str) -> None:
    # The registrar stands first in the sample, the registrant second.
    found = with_redactions({"name": {"type": "E-Mail of the First"}, key: f"$.entities[1].{EMAIL}"})
    assert found.hidden == {"email"}


@pytest.mark.parametrize(
    "path", [f"$.entities[0].{EMAIL}", f"$.entities[9].{EMAIL}", "$.entities[x", "$..handle"]
)
def test_a_path_to_the_registrar_or_to_nothing_hides_nothing_of_the_holder(path: str) -> None:
    assert with_redactions({"name": {"type": "Something"}, "postPath": path}).hidden == frozenset()


def test_a_path_from_before_the_redaction_is_not_counted_in_the_answer_after_it() -> None:
    entry = {"name": {"type": "Something"}, "method": "removal", "prePath": f"$.entities[1].{EMAIL}"}
    assert with_redactions(entry).email == "one@example.com"


@pytest.mark.parametrize("path", [f"$.entities[*].{EMAIL}", f"$..{EMAIL}"])
def test_a_path_to_every_entity_hides_the_field_of_every_contact(path: str) -> None:
    people = (a_person("registrant", *FULL), a_person("technical", *FULL))
    roles = seen(an_answer(*people, redacted=[{"name": {"type": "All e-mail"}, "postPath": path}])).roles
    assert [contact.hidden for contact in roles.values()] == [{"email"}, {"email"}]
    assert len(roles) == 2


def test_one_redaction_that_is_not_in_a_list_counts() -> None:
    answer = an_answer(a_person("registrant", *FULL), redacted={"name": {"type": "Registrant Email"}})
    assert seen(answer).roles[REGISTRANT].email is None


@pytest.mark.parametrize(
    ("printed", "hidden"),
    [
        (["fn", {}, "text", "REDACTED FOR PRIVACY"], "name"),
        (["fn", {}, "text", "Statutory Masking Enabled"], "name"),
        (["org", {}, "text", "Data Protected"], "organization"),
        (["email", {}, "text", "https://www.example.net/contact?d=example.com"], "email"),
        (["email", {}, "text", "Please query the RDDS service of the Registrar of Record"], "email"),
        (["email", {}, "text", "redacted@example.net"], "email"),
        (["tel", {"type": "voice"}, "uri", "tel:REDACTED"], "phone"),
        (["adr", {}, "text", ["", "", "Not Disclosed", "", "", "", ""]], "street"),
        (["adr", {}, "text", ["", "", "", "GDPR Masked", "", "", ""]], "city"),
    ],
)
def test_a_placeholder_in_any_property_is_hidden_and_no_value(printed: list[Any], hidden: str) -> None:
    found = seen(an_answer(a_person("registrant", printed))).roles[REGISTRANT]
    assert found.hidden == {hidden}
    assert getattr(found, hidden) is None


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("Registrant Fax Ext", set()),
        ("Registrant Language", set()),
        ("Registrant Contact URI", {"email"}),
        ("Registrant Country", {"country"}),
        ("Holder Phone", {"phone"}),
        ("Registrar Abuse Contact Email", set()),
    ],
)
def test_names_beyond_icanns_profile_are_understood(name: str, fields: set[str]) -> None:
    assert with_redactions({"name": {"type": name}}).hidden == fields


def test_a_name_without_meaning_leaves_the_word_to_the_description() -> None:
    entry = {"name": {"type": "Rule 7", "description": "Registrant Email"}}
    assert with_redactions(entry).hidden == {"email"}


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"name": {"type": "Registry Expiry Date"}}, "expires_at"),
        ({"name": {"type": "Creation Date"}}, "registered_at"),
        ({"name": {"description": "Name Servers"}}, "nameservers"),
        ({"name": {"type": "Registrar Name"}}, "registrar"),
        ({"name": {"type": "x"}, "prePath": "$.events[?(@.eventAction=='expiration')]"}, "expires_at"),
        ({"name": {"type": "x"}, "postPath": "$.nameservers[*]"}, "nameservers"),
        ({"name": {"type": "x"}, "prePath": "$['handle']"}, "registry_domain_id"),
    ],
)
def test_a_redacted_field_of_the_record_is_hidden_and_no_value(entry: dict[str, Any], field: str) -> None:
    found = seen(an_answer(redacted=[entry]))
    assert found.hidden == {field}
    assert getattr(found, field) is None


@pytest.mark.parametrize(
    "field", ["expires_at", "registered_at", "nameservers", "registry_domain_id", "registrar"]
)
def test_what_is_not_redacted_of_the_record_is_shown(field: str) -> None:
    redacted = [{"name": {"type": "Registrar Registration Expiration Date"}}]
    found = seen(an_answer(redacted=redacted))
    assert (found.hidden, found.registrar_expires_at) == ({"registrar_expires_at"}, None)
    assert getattr(found, field) is not None


@pytest.mark.parametrize(
    "path",
    [
        "$['entities'][1]['vcardArray'][1][?(@[0]=='email')][3]",
        '$["entities"][1]["vcardArray"][1][?(@[0]=="email")][3]',
    ],
)
def test_a_path_in_brackets_is_the_same_path(path: str) -> None:
    assert with_redactions({"name": {"type": "Something"}, "postPath": path}).hidden == {"email"}


def test_a_remark_without_a_title_speaks_by_its_description() -> None:
    remark = {"description": ["REDACTED FOR PRIVACY", "..."]}
    found = seen(an_answer(a_person("registrant", FULL[1], remarks=[remark]))).roles[REGISTRANT]
    assert found.hidden == EVERYTHING - {"organization"}


def test_a_status_that_is_not_in_a_list_counts() -> None:
    found = seen(an_answer(a_person("registrant", *FULL, status="Proxy"))).roles[REGISTRANT]
    assert found.hidden == EVERYTHING
