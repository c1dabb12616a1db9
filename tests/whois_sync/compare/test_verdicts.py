"""What each source's answer, or its silence, means for a field that we hold."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.contacts import Contact, ContactRole, Phone
from portfolio.drift import Verdict
from portfolio.names import DomainName, HostName
from portfolio.observation import Seen, SeenContact, Source, Why
from portfolio.tld import rules_for
from tests.portfolio.samples import a_contact
from tests.whois_sync.pieces import (
    ADMIN,
    EXPIRY,
    OURS,
    REGISTRANT,
    TECH,
    a_held,
    a_seen,
    absent,
    day,
    table_of,
    unreadable,
    with_contact,
)
from whois_sync.compare import Sponsor, compare
from whois_sync.compare.text import unaccented

RDAP = Source.RDAP


def test_two_answers_that_agree_with_us_are_the_same_everywhere() -> None:
    verdicts = {v for row in table_of().values() for v in (row.registrar_verdict, row.public_verdict)}
    assert verdicts == {Verdict.SAME}


def test_the_table_has_the_three_texts_side_by_side() -> None:
    public = with_contact(a_seen(RDAP), TECH, phone="tel:+1-613-555-0199")
    row = table_of(public=public)["tech.phone"]
    assert (row.ours, row.registrar, row.public) == ("+1.6135550123", "+1.6135550123", "tel:+1-613-555-0199")
    assert (row.registrar_verdict, row.public_verdict) == (Verdict.SAME, Verdict.DRIFT)
    assert row.drifts


def test_the_reason_says_which_source_it_is_about() -> None:
    public = with_contact(a_seen(RDAP), TECH, name="TECH EXAMPLE")
    row = table_of(public=public)["tech.name"]
    assert (row.public_verdict, row.why) == (Verdict.SAME_NORMALIZED, "public: case")


def test_the_rows_are_of_the_roles_that_we_hold() -> None:
    held = a_held(roles={REGISTRANT: "owner"})
    roles = {path.partition(".")[0] for path in table_of(held=held) if "." in path}
    assert roles == {"registrant"}


def test_a_hidden_field_is_neither_drift_nor_proof() -> None:
    hiding = SeenContact(country="CA", state="ON", hidden=frozenset({"name", "email", "phone"}))
    rows = table_of(public=a_seen(RDAP, roles={REGISTRANT: hiding}))
    assert rows["registrant.email"].public_verdict is Verdict.HIDDEN
    assert rows["registrant.state"].public_verdict is Verdict.SAME_NORMALIZED
    assert not any(row.drifts for row in rows.values())


def test_a_role_that_is_hidden_whole_is_hidden_in_every_field() -> None:
    rows = table_of(public=a_seen(RDAP, roles={}, hidden=frozenset({"tech", "expires_at"})))
    assert {row.public_verdict for path, row in rows.items() if path.startswith("tech.")} == {Verdict.HIDDEN}
    assert rows["expires_at"].public_verdict is Verdict.HIDDEN


@pytest.mark.parametrize("silence", [None, "", "  "])
def test_silence_of_the_public_record_is_never_drift(silence: str | None) -> None:
    row = table_of(public=with_contact(a_seen(RDAP), TECH, phone=silence))["tech.phone"]
    assert row.public_verdict is Verdict.NOT_PUBLISHED
    assert row.why == "public: the public record says nothing of it"


def test_a_field_that_the_tld_has_no_room_for_says_so() -> None:
    row = table_of(public=a_seen(RDAP, roles={}))["admin.email"]
    assert row.public_verdict is Verdict.NOT_PUBLISHED
    assert row.why == "public: .com's public record has no room for it"


def test_what_the_public_record_says_without_room_for_it_is_compared_all_the_same() -> None:
    row = table_of(public=with_contact(a_seen(RDAP), ADMIN, email="former@example.org"))["admin.email"]
    assert row.public_verdict is Verdict.DRIFT


def test_a_field_that_the_registrar_leaves_out_is_not_drift() -> None:
    row = table_of(with_contact(a_seen(), TECH, phone=None))["tech.phone"]
    assert row.registrar_verdict is Verdict.NOT_PUBLISHED


def test_a_field_that_the_registrar_says_is_empty_is_drift() -> None:
    row = table_of(with_contact(a_seen(), TECH, phone=""))["tech.phone"]
    assert (row.registrar_verdict, row.registrar) == (Verdict.DRIFT, "")


def test_an_empty_field_of_the_registrar_agrees_with_our_empty_one() -> None:
    rows = table_of(with_contact(a_seen(), TECH, fax=""), public=a_seen(RDAP, roles={}))
    assert "tech.fax" not in rows


def test_an_organization_that_we_do_not_hold_is_drift() -> None:
    row = table_of(with_contact(a_seen(), TECH, organization="Former Holder Inc."))["tech.organization"]
    assert (row.ours, row.registrar_verdict) == (None, Verdict.DRIFT)


def test_a_registrar_that_tells_no_contacts_could_not_be_asked() -> None:
    rows = table_of(a_seen(roles={}))
    assert {row.registrar_verdict for path, row in rows.items() if "." in path} == {Verdict.COULD_NOT_ASK}
    assert rows["expires_at"].registrar_verdict is Verdict.SAME


def test_a_role_that_the_registrar_leaves_out_is_not_published() -> None:
    seen = a_seen()
    rows = table_of(seen.model_copy(update={"roles": {REGISTRANT: seen.roles[REGISTRANT]}}))
    assert {row.registrar_verdict for path, row in rows.items() if path.startswith("tech.")} == {
        Verdict.NOT_PUBLISHED
    }


@pytest.mark.parametrize("why", list(Why))
def test_an_unreadable_source_could_not_be_asked_about_anything(why: Why) -> None:
    rows = table_of(public=unreadable(why=why))
    assert {row.public_verdict for row in rows.values()} == {Verdict.COULD_NOT_ASK}
    assert not any(row.drifts for row in rows.values())
    assert rows["expires_at"].why == f"public: {why.value}"


def test_absence_drifts_once_on_the_registration_row() -> None:
    rows = table_of(public=absent())
    assert [path for path, row in rows.items() if row.drifts] == ["registration"]
    assert rows["registration"].public == "absent"
    assert rows["expires_at"].public_verdict is Verdict.NOT_PUBLISHED


def test_a_name_that_left_the_account_drifts_on_the_registration_row() -> None:
    row = table_of(absent(Source.REGISTRAR))["registration"]
    assert (row.registrar, row.registrar_verdict, row.public_verdict) == (
        "not in the account",
        Verdict.DRIFT,
        Verdict.SAME,
    )


def test_expiries_of_each_kind_are_compared_with_their_own_kind() -> None:
    held = a_held(registrar_expires_at=day("2027-02-20"))
    public = a_seen(RDAP, expires_at=EXPIRY.replace(year=2028), registrar_expires_at=EXPIRY)
    rows = table_of(a_seen(registrar_expires_at=day("2027-02-20")), public, held=held)
    assert rows["expires_at"].public_verdict is Verdict.DRIFT
    assert rows["expires_at"].registrar_verdict is Verdict.SAME
    assert rows["registrar_expires_at"].public_verdict is Verdict.DRIFT


def test_an_expiry_hours_away_is_the_same_expiry() -> None:
    row = table_of(public=a_seen(RDAP, expires_at=EXPIRY + timedelta(hours=20)))["expires_at"]
    assert row.public_verdict is Verdict.SAME_NORMALIZED


def test_a_fact_that_we_do_not_hold_is_no_row() -> None:
    held = a_held(expires_at=None, nameservers=None, statuses=None)
    assert [path for path in table_of(held=held) if "." not in path] == ["registration"]


def test_another_delegation_is_drift_and_silence_about_it_is_not() -> None:
    moved = frozenset({HostName("ns1.example.org")})
    row = table_of(a_seen(nameservers=None), a_seen(RDAP, nameservers=moved))["nameservers"]
    assert (row.registrar_verdict, row.public_verdict) == (Verdict.NOT_PUBLISHED, Verdict.DRIFT)
    assert (row.ours, row.public) == ("ns1.example.net, ns2.example.net", "ns1.example.org")


def test_an_empty_delegation_that_was_told_is_drift() -> None:
    row = table_of(public=a_seen(RDAP, nameservers=frozenset()))["nameservers"]
    assert (row.public, row.public_verdict) == ("none", Verdict.DRIFT)


def test_a_lifted_transfer_lock_is_drift_and_shown() -> None:
    row = table_of(public=a_seen(RDAP, statuses=("active",)))["statuses"]
    assert (row.ours, row.public) == ("transfer locked", "transfer not locked, ok")
    assert row.public_verdict is Verdict.DRIFT


@pytest.mark.parametrize("shown", [{"organization": None}, {"organization": ""}])
def test_ca_prints_a_company_as_the_registrants_name(shown: dict[str, str | None]) -> None:
    public = with_contact(a_seen(RDAP), REGISTRANT, name="EXAMPLE BAKERY INC", **shown)
    rows = table_of(public=public, tld="ca")
    assert rows["registrant.organization"].public_verdict is Verdict.SAME_NORMALIZED
    assert rows["registrant.name"].public_verdict is Verdict.NOT_PUBLISHED


def test_ca_prints_a_company_in_both_places() -> None:
    public = with_contact(a_seen(RDAP), REGISTRANT, name="Example Bakery Inc.")
    rows = table_of(public=public, tld="ca")
    assert rows["registrant.organization"].public_verdict is Verdict.SAME
    assert not rows["registrant.name"].drifts


def test_a_company_in_place_of_the_person_is_drift_elsewhere() -> None:
    public = with_contact(a_seen(RDAP), REGISTRANT, name="Example Bakery Inc.", organization=None)
    assert table_of(public=public)["registrant.name"].public_verdict is Verdict.DRIFT


def test_another_company_is_drift_at_ca_too() -> None:
    public = with_contact(a_seen(RDAP), REGISTRANT, name="Other Bakery Inc.", organization=None)
    assert table_of(public=public, tld="ca")["registrant.name"].public_verdict is Verdict.DRIFT


def test_the_sponsor_is_known_by_its_number_or_else_its_name() -> None:
    sponsor = Sponsor(names=("Example Registrar Inc.",), iana_ids=frozenset({"9999"}))

    def verdict_on(public: Seen) -> Verdict:
        rules = rules_for(DomainName("example.com"))
        rows = compare(a_held(), OURS, a_seen(), public, rules, sponsor=sponsor)
        return next(row for row in rows if row.path == "sponsoring_registrar").public_verdict

    assert verdict_on(a_seen(RDAP, registrar="Ex.", registrar_iana_id="9999")) is Verdict.SAME_NORMALIZED
    assert (
        verdict_on(a_seen(RDAP, registrar="Example Registrar Inc.", registrar_iana_id="1")) is Verdict.DRIFT
    )
    named = a_seen(RDAP, registrar="EXAMPLE REGISTRAR, INC", registrar_iana_id="not applicable")
    assert verdict_on(named) is Verdict.SAME_NORMALIZED
    assert verdict_on(a_seen(RDAP, registrar="Another Registrar")) is Verdict.DRIFT
    assert verdict_on(a_seen(RDAP)) is Verdict.NOT_PUBLISHED


NAMES = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèêëàâçîïôûüœæÉÀÇ' -", min_size=1, max_size=20).filter(
    lambda text: text.strip(" -'")
)
PHONES = st.integers(2_000_000, 9_999_999).map(lambda number: Phone(number=f"+1613{number}"))
CONTACTS = st.builds(
    lambda given, family, organization, phone: a_contact(
        given=given, family=family, organization=organization, phone=phone
    ),
    NAMES,
    NAMES,
    st.none() | NAMES,
    PHONES,
)


def _respelled(contact: Contact) -> SeenContact:
    """The same contact as a careless registrar writes it."""
    ours = SeenContact.of(contact)
    return SeenContact(
        name=unaccented(contact.name).upper(),
        organization=ours.organization and unaccented(ours.organization).upper(),
        street=(", ".join(contact.address.street).upper(),),
        city=f" {contact.address.city.upper()} ",
        state="ontario",
        postal_code="k1a0b1",
        country="Kanada",
        phone=f"tel:{contact.phone.number}",
        email=contact.email.upper(),
    )


@given(CONTACTS)
def test_our_own_contact_in_other_spellings_never_drifts(contact: Contact) -> None:
    seen = a_seen(RDAP, roles=dict.fromkeys(OURS, _respelled(contact)))
    rows = table_of(seen, seen, contacts=dict.fromkeys(OURS, contact), tld="ca")
    assert not any(row.drifts for row in rows.values())
    assert rows["tech.email"].public_verdict is Verdict.SAME_NORMALIZED


@given(CONTACTS)
def test_our_own_contact_as_it_is_is_the_same_in_every_field_we_fill(contact: Contact) -> None:
    seen = a_seen(roles={role: SeenContact.of(contact) for role in OURS})
    rows = table_of(seen, seen, contacts=dict.fromkeys(OURS, contact))
    assert {row.registrar_verdict for row in rows.values()} == {Verdict.SAME}


def test_whole_record_fields_can_be_hidden_too() -> None:
    hiding = frozenset({"nameservers", "statuses", "expires_at"})
    rows = table_of(public=a_seen(RDAP, nameservers=None, statuses=None, expires_at=None, hidden=hiding))
    assert {rows[path].public_verdict for path in hiding} == {Verdict.HIDDEN}


def test_what_the_record_leaves_out_is_not_published() -> None:
    rows = table_of(public=a_seen(RDAP, nameservers=None, statuses=None, expires_at=None))
    silent = {rows[path].public_verdict for path in ("nameservers", "statuses", "expires_at")}
    assert silent == {Verdict.NOT_PUBLISHED}


def test_ca_shows_a_company_without_a_person_as_itself() -> None:
    company = a_contact(given=None, family=None)
    public = with_contact(a_seen(RDAP), REGISTRANT, name="EXAMPLE BAKERY INC.", organization=None)
    rows = table_of(public=public, contacts=OURS | {REGISTRANT: company}, tld="ca")
    assert rows["registrant.name"].public_verdict is Verdict.SAME_NORMALIZED
    assert rows["registrant.organization"].public_verdict is Verdict.SAME_NORMALIZED


@pytest.mark.parametrize("role", [REGISTRANT, ADMIN])
def test_a_country_code_registry_may_print_the_company_in_any_role(role: ContactRole) -> None:
    public = with_contact(a_seen(RDAP), role, name="Example Bakery Inc.", organization=None)
    rows = table_of(public=public, tld="ee")
    assert rows[f"{role}.name"].public_verdict is Verdict.NOT_PUBLISHED
    assert rows[f"{role}.organization"].public_verdict is Verdict.SAME_NORMALIZED


def test_a_company_that_we_do_not_hold_is_drift_in_any_place() -> None:
    public = with_contact(a_seen(RDAP), TECH, name="Example Bakery Inc.")
    assert table_of(public=public, tld="ee")["tech.name"].public_verdict is Verdict.DRIFT
