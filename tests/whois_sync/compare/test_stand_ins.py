"""What stands where a value of ours should be, and what it means in each of the two records."""

import pytest

from portfolio.contacts import ContactRole
from portfolio.drift import Verdict
from portfolio.names import DomainName, HostName
from portfolio.observation import Provenance, Seen, SeenContact, Source
from portfolio.tld import rules_for
from tests.portfolio.samples import a_contact
from tests.whois_sync.pieces import NOON, OURS, REGISTRANT, TECH, a_held, a_seen, table_of, with_contact
from whois_sync.compare import Known, compare
from whois_sync.compare.moments import how_far, is_no_expiry
from whois_sync.compare.stand_ins import says_none, serves, stands_in
from whois_sync.compare.statuses import status_news

RDAP = Source.RDAP
SERVICE = SeenContact(
    name="Registration Private",
    organization="Domains By Proxy, LLC",
    street=("100 Example Plaza",),
    city="Ottawa",
    country="CA",
    phone="+1.4805550100",
    email="example@domainsbyproxy.com",
)


def verdicts(
    registrar: Seen | None = None, public: Seen | None = None, *, private: bool, tld: str = "com"
) -> dict[str, tuple[Verdict, Verdict]]:
    rows = compare(
        a_held(),
        OURS,
        registrar or a_seen(),
        public or a_seen(RDAP),
        rules_for(DomainName(f"example.{tld}")),
        known=Known(private=private),
    )
    return {row.path: (row.registrar_verdict, row.public_verdict) for row in rows}


@pytest.mark.parametrize("private", [True, False])
def test_a_known_service_in_public_hides_the_whole_contact(*, private: bool) -> None:
    found = verdicts(public=a_seen(RDAP, roles={REGISTRANT: SERVICE}), private=private)
    shown = {path for path, (_, public) in found.items() if public is Verdict.HIDDEN}
    assert shown == {
        f"registrant.{f}" for f in ("name", "organization", "street", "city", "country", "phone", "email")
    }


def test_a_country_that_a_service_shares_with_us_is_no_proof() -> None:
    assert verdicts(public=a_seen(RDAP, roles={REGISTRANT: SERVICE}), private=False)[
        "registrant.country"
    ] == (
        Verdict.SAME,
        Verdict.HIDDEN,
    )


def test_a_service_in_the_registrars_own_record_is_drift_unless_privacy_is_known_to_be_on() -> None:
    registrar = a_seen(roles={REGISTRANT: SERVICE})
    assert verdicts(registrar, private=False)["registrant.organization"][0] is Verdict.DRIFT
    assert verdicts(registrar, private=True)["registrant.organization"][0] is Verdict.HIDDEN


def test_a_strangers_data_is_drift_and_behind_privacy_hidden_in_public_only() -> None:
    stranger = SeenContact.of(a_contact(given="Someone", family="Else", organization="Other Inc."))
    one, other = a_seen(roles={REGISTRANT: stranger}), a_seen(RDAP, roles={REGISTRANT: stranger})
    assert verdicts(one, other, private=False)["registrant.name"] == (Verdict.DRIFT, Verdict.DRIFT)
    assert verdicts(one, other, private=True)["registrant.name"] == (Verdict.DRIFT, Verdict.HIDDEN)


def test_a_service_that_is_our_own_contact_is_compared() -> None:
    ours = {"name": "Domains By Proxy, LLC", "organization": "Domains By Proxy, LLC"}
    assert not serves(SeenContact(organization="DOMAINS BY PROXY LLC"), ours)
    assert serves(
        SeenContact(name="Domains By Proxy, LLC"), {"name": "Registrant Example", "organization": None}
    )
    assert not serves(SeenContact(organization="Example Bakery Inc."), ours)


@pytest.mark.parametrize(
    ("field", "text"), [("email", "example@domainsbyproxy.com"), ("name", "REDACTED FOR PRIVACY")]
)
def test_a_placeholder_that_a_reader_let_through_is_hidden(field: str, text: str) -> None:
    assert stands_in(field, text)
    row = table_of(public=with_contact(a_seen(RDAP), TECH, **{field: text}))[f"tech.{field}"]
    assert (row.public_verdict, row.public) == (Verdict.HIDDEN, None)


@pytest.mark.parametrize(
    ("field", "text"), [("organization", "N/A"), ("phone", "+1.0000000000"), ("fax", "0"), ("name", "-")]
)
def test_a_word_for_none_is_an_empty_field(field: str, text: str) -> None:
    assert says_none(field, text)
    wanted = getattr(SeenContact.of(OURS[REGISTRANT]), field)
    rows = table_of(
        with_contact(a_seen(), REGISTRANT, **{field: text}),
        with_contact(a_seen(RDAP), REGISTRANT, **{field: text}),
    )
    row = rows.get(f"registrant.{field}")
    if wanted is None:
        assert row is None
    else:
        assert row is not None
        assert (row.registrar_verdict, row.public_verdict) == (Verdict.DRIFT, Verdict.NOT_PUBLISHED)
        assert row.why.startswith("registrar: empty there; public: ")


@pytest.mark.parametrize(("field", "text"), [("country", "NA"), ("state", "NA"), ("phone", "+1.6135550100")])
def test_a_code_and_a_number_are_no_word_for_none(field: str, text: str) -> None:
    assert not says_none(field, text)


def test_a_field_that_another_source_lent_is_judged_as_that_sources() -> None:
    own = Provenance(source=Source.REGISTRAR, server="registrar", observed_at=NOON)
    lent = with_contact(a_seen(RDAP, borrowed={"tech": own}), TECH, phone="")
    assert table_of(public=lent)["tech.phone"].public_verdict is Verdict.DRIFT


def test_name_and_organization_in_each_others_place_are_a_spelling_at_a_country_codes_registry() -> None:
    swapped = {"name": "Example Bakery Inc.", "organization": "Registrant Example"}
    public = with_contact(a_seen(RDAP), REGISTRANT, **swapped)
    rows = table_of(public=public, tld="ca")
    assert rows["registrant.name"].why == "public: printed as the organization"
    assert rows["registrant.organization"].why == "public: printed as the contact's name"
    assert not any(row.drifts for row in rows.values())
    assert table_of(public=public, tld="com")["registrant.organization"].drifts


def test_a_stranger_beside_our_organizations_name_is_drift_at_ca() -> None:
    public = with_contact(
        a_seen(RDAP), REGISTRANT, name="Example Bakery Inc.", organization="Other Bakery Inc."
    )
    assert table_of(public=public, tld="ca")["registrant.organization"].public_verdict is Verdict.DRIFT


def test_a_company_without_a_person_is_printed_in_both_places_at_ca() -> None:
    company = OURS | {REGISTRANT: a_contact(given=None, family=None)}
    public = with_contact(
        a_seen(RDAP), REGISTRANT, name="EXAMPLE BAKERY INC.", organization="EXAMPLE BAKERY, INC."
    )
    row = table_of(public=public, contacts=company, tld="ca")["registrant.organization"]
    assert (row.public, row.why) == ("EXAMPLE BAKERY, INC.", "public: punctuation")


def test_a_hidden_signature_is_hidden() -> None:
    seen = a_seen(delegation_signed=True)
    row = table_of(seen, a_seen(RDAP, hidden=frozenset({"delegation_signed"})))["delegation_signed"]
    assert (row.ours, row.public_verdict) == ("signed", Verdict.HIDDEN)


def test_our_own_wish_for_a_signature_comes_before_the_registrars_word() -> None:
    rules = rules_for(DomainName("example.com"))
    seen, public = a_seen(delegation_signed=False), a_seen(RDAP, delegation_signed=True)
    rows = {
        row.path: row
        for row in compare(a_held(), OURS, seen, public, rules, known=Known(delegation_signed=True))
    }
    row = rows["delegation_signed"]
    assert (row.registrar_verdict, row.public_verdict) == (Verdict.DRIFT, Verdict.SAME)
    assert row.why == "registrar: not signed"


def test_a_persons_name_printed_as_the_organization_too_is_no_other_holder_at_ca() -> None:
    person = OURS | {REGISTRANT: a_contact(organization=None)}

    def row_of(organization: str, tld: str) -> Verdict:
        seen = a_seen(RDAP, roles={REGISTRANT: SeenContact.of(person[REGISTRANT])})
        public = with_contact(seen, REGISTRANT, organization=organization)
        return table_of(seen, public, contacts=person, tld=tld)["registrant.organization"].public_verdict

    assert row_of("REGISTRANT EXAMPLE", "ca") is Verdict.SAME_NORMALIZED
    assert row_of("Other Inc.", "ca") is Verdict.DRIFT
    assert row_of("REGISTRANT EXAMPLE", "com") is Verdict.DRIFT


def test_what_is_new_in_statuses_is_said() -> None:
    assert status_news(frozenset(), ["client transfer prohibited"]) == "locked against transfer"
    locked = frozenset(a_held().statuses or ())
    assert status_news(locked, ["client hold"]) == "not locked against transfer, clientHold is new"
    row = table_of(public=a_seen(RDAP, statuses=("active",)))["statuses"]
    assert row.why == "public: not locked against transfer"


def test_nameservers_that_moved_are_named() -> None:
    moved = frozenset({HostName("ns1.example.net"), HostName("ns3.example.org")})
    row = table_of(public=a_seen(RDAP, nameservers=moved))["nameservers"]
    assert row.why == "public: new: ns3.example.org, missing: ns2.example.net"


def test_how_far_a_date_moved_is_told_in_days() -> None:
    assert how_far(NOON.date(), NOON.date().replace(day=22)) == "2 days later than ours"
    assert how_far(NOON, NOON.replace(day=18)) == "2 days earlier than ours"


def test_an_expiry_may_stand_on_the_day_of_registration() -> None:
    assert not is_no_expiry(NOON, NOON)
    assert is_no_expiry(NOON.replace(year=1984))
    assert not is_no_expiry(NOON.replace(year=2199))


@pytest.mark.parametrize("role", [r for r in ContactRole if r is not ContactRole.BILLING])
def test_the_same_is_done_in_every_role(role: ContactRole) -> None:
    public = a_seen(RDAP, roles={role: SERVICE})
    assert verdicts(public=public, private=False)[f"{role}.email"][1] is Verdict.HIDDEN
