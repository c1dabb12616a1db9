"""What users of other tools complained of, and what the comparison says in the same place."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portfolio.contacts import ContactRole
from portfolio.drift import Verdict
from portfolio.names import DomainName
from portfolio.observation import Seen, SeenContact, Source, Why
from portfolio.policy.drift import remedy_for
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
from whois_sync.compare import Known, compare

RDAP = Source.RDAP
A_YEAR = timedelta(days=365)


def test_a_name_is_not_expired_because_one_source_says_so() -> None:
    """Names live at the registrar turned "expired" in the panel: Openprovider-WHMCS-domains#240."""
    rows = table_of(public=a_seen(RDAP, expires_at=EXPIRY - A_YEAR))
    row = rows["expires_at"]
    assert (row.registrar_verdict, row.public_verdict) == (Verdict.SAME, Verdict.DRIFT)
    assert row.why == "public: 365 days earlier than ours"
    assert not rows["registration"].drifts


def test_a_name_that_only_one_source_does_not_find_is_still_held_at_the_other() -> None:
    """The API cannot tell "gone" from other errors: Openprovider-WHMCS-domains#240, #389, #168."""
    row = table_of(absent(Source.REGISTRAR))["registration"]
    assert (row.registrar_verdict, row.public_verdict) == (Verdict.DRIFT, Verdict.SAME)
    assert row.why == "registrar: not in the account"


def test_the_day_to_pay_by_and_the_expiry_are_two_dates() -> None:
    """The reseller's pay-by date is days before the registry's expiry: Openprovider-WHMCS-domains#113."""
    known = Known(pay_by=day("2027-02-20"), registrar_pay_by=day("2027-02-10"))
    rules = rules_for(DomainName("example.com"))
    rows = {row.path: row for row in compare(a_held(), OURS, a_seen(), a_seen(RDAP), rules, known=known)}
    assert rows["pay_by"].registrar_verdict is Verdict.DRIFT
    assert rows["pay_by"].why == "registrar: 10 days earlier than ours; public: nobody publishes it"
    assert rows["expires_at"].registrar_verdict is Verdict.SAME


@pytest.mark.parametrize("told", [day("2027-02-20"), None])
def test_a_day_to_pay_by_that_is_kept_or_not_told_is_no_drift(told: date | None) -> None:
    """Both dates are kept, and silence about one is no news: Openprovider-WHMCS-domains#113."""
    known = Known(pay_by=day("2027-02-20"), registrar_pay_by=told)
    rules = rules_for(DomainName("example.com"))
    rows = compare(a_held(), OURS, a_seen(), a_seen(RDAP), rules, known=known)
    assert not any(row.drifts for row in rows)


def test_a_date_that_never_changes_is_no_news() -> None:
    """Repeated sync mails about a date that does not change: Openprovider-WHMCS-domains#50."""
    at = EXPIRY.astimezone(UTC)
    for shown in (at, at.date(), at + timedelta(hours=14), at - timedelta(hours=12)):
        assert not table_of(public=a_seen(RDAP, expires_at=shown))["expires_at"].drifts


@pytest.mark.parametrize(
    "zero",
    [
        date(1, 1, 1),
        date(1969, 12, 31),
        datetime(1969, 12, 31, 19, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        date(9999, 12, 31),
    ],
)
def test_a_machines_zero_is_no_expiry(zero: date | datetime) -> None:
    """
    Names of country codes got 1969-12-31, invoices were made and cancelled: rtldev-middleware-whmcs#315. A
    date of zeros, or of year -1: Openprovider-WHMCS-domains#442, #86.
    """
    row = table_of(a_seen(expires_at=zero))["expires_at"]
    assert row.registrar_verdict is Verdict.NOT_PUBLISHED
    assert row.registrar == zero.isoformat()
    assert row.why == "registrar: no date that a name can expire on"
    assert remedy_for(row, a_held(), a_seen(expires_at=zero)) is None


def test_an_expiry_before_the_registration_is_none() -> None:
    """Range-check dates before anything believes them: Openprovider-WHMCS-domains#86."""
    public = a_seen(RDAP, registered_at=EXPIRY - A_YEAR, expires_at=EXPIRY - 2 * A_YEAR)
    assert table_of(public=public)["expires_at"].public_verdict is Verdict.NOT_PUBLISHED


def test_an_accounting_date_does_not_take_the_expirys_place() -> None:
    """An `.eu` expiry was replaced by an earlier accounting date: rtldev-middleware-whmcs#82."""
    held = a_held(registrar_expires_at=day("2027-01-31"))
    rows = table_of(a_seen(registrar_expires_at=day("2027-01-31")), held=held, tld="eu")
    assert rows["expires_at"].ours == EXPIRY.isoformat()
    assert not rows["expires_at"].drifts
    assert not rows["registrar_expires_at"].drifts


def test_not_found_is_a_result_of_its_own() -> None:
    """A report said "in sync" for a name that did not exist there: rtldev-middleware-whmcs#289."""
    rows = table_of(absent(Source.REGISTRAR), absent())
    assert rows["registration"].drifts
    others = [row for path, row in rows.items() if path != "registration"]
    assert {v for row in others for v in (row.registrar_verdict, row.public_verdict)} == {
        Verdict.NOT_PUBLISHED
    }
    assert {row.why for row in others} == {"the name is absent there"}


def test_a_date_of_the_public_record_is_never_adopted_on_its_own_word() -> None:
    """A wrong date that is taken over could lose a name: domainmod/domainmod#35, #21, #178."""
    for shown in (EXPIRY + A_YEAR, EXPIRY - A_YEAR):
        registrar, public = a_seen(), a_seen(RDAP, expires_at=shown)
        row = table_of(registrar, public)["expires_at"]
        assert row.ours == EXPIRY.isoformat()
        assert remedy_for(row, a_held(), registrar) == "ask"


def test_a_registry_that_lags_behind_the_registrar_is_told_in_plain_words() -> None:
    """A registry's date lags after an auto-renewal, or leads: domain_exporter#101, weppos/whois#548."""
    held = a_held(registrar_expires_at=EXPIRY)
    renewed = a_seen(expires_at=EXPIRY, registrar_expires_at=EXPIRY)
    rows = table_of(renewed, a_seen(RDAP, expires_at=EXPIRY - A_YEAR, registrar_expires_at=EXPIRY), held=held)
    assert rows["expires_at"].why == "public: 365 days earlier than ours"
    assert not rows["registrar_expires_at"].drifts
    rows = table_of(renewed, a_seen(RDAP, expires_at=EXPIRY + A_YEAR), held=held)
    assert rows["expires_at"].why == "public: 365 days later than ours"
    assert rows["registrar_expires_at"].registrar_verdict is Verdict.SAME


def test_each_column_says_who_answered() -> None:
    """WHOIS and RDAP differ since registry and registrar differ: client.rdap.org#3."""
    public = with_contact(a_seen(RDAP), TECH, email="former@example.org")
    row = table_of(public=public)["tech.email"]
    assert (row.registrar, row.public) == (OURS[TECH].email, "former@example.org")
    assert row.why == "public: another value than ours"


def test_a_role_that_the_registrar_does_not_have_is_named() -> None:
    """Some names lack a registrant, and the batch that mends them fails: manage.get.gov#4982."""
    seen = a_seen()
    without = seen.model_copy(update={"roles": {r: c for r, c in seen.roles.items() if r is not REGISTRANT}})
    rows = {path: row for path, row in table_of(without).items() if path.startswith("registrant.")}
    assert {row.registrar_verdict for row in rows.values()} == {Verdict.NOT_PUBLISHED}
    assert {row.why for row in rows.values()} == {
        "registrar: the registrar's answer has no registrant contact"
    }


def test_an_edit_that_landed_on_another_contact_is_seen_at_the_role_it_was_for() -> None:
    """An edit hit the customer's default contact, not the name's: boxbilling#393, php-epp-client#385."""
    edited = OURS | {REGISTRANT: a_contact(email="new@example.ca")}
    elsewhere = with_contact(a_seen(), ADMIN, email="new@example.ca")
    drifting = {path for path, row in table_of(elsewhere, contacts=edited).items() if row.drifts}
    assert drifting == {"registrant.email", "admin.email"}


def test_a_contact_that_is_equal_in_another_spelling_is_equal_in_every_field() -> None:
    """Fixes to the contact comparison itself: datahaven-net/zenaida#328, #602."""
    spelled = SeenContact(
        name="EXAMPLE, REGISTRANT",
        organization="Example Bakery, Incorporated",
        street=("Ste 4 - 100 Example St.",),
        city="OTTAWA ",
        state="Ont.",
        postal_code="k1a0b1",
        country="CANADA",
        phone="(613) 555-0123",
        email="Registrant@EXAMPLE.ca",
    )
    rows = table_of(a_seen(roles={REGISTRANT: spelled}), held=a_held(roles={REGISTRANT: "owner"}))
    assert {path for path, row in rows.items() if row.drifts} == set()


def test_roles_are_not_mixed_up() -> None:
    """Roles were mixed up, equal contacts shown as removed and added: terraform-provider-gandi#31, #101."""
    seen = a_seen()
    swapped = seen.model_copy(
        update={"roles": seen.roles | {ADMIN: seen.roles[TECH], TECH: seen.roles[ADMIN]}}
    )
    drifting = {path.partition(".")[0] for path, row in table_of(swapped).items() if row.drifts}
    assert drifting == {"admin", "tech"}
    one_person = dict.fromkeys(OURS, a_contact())
    same = a_seen(roles={role: SeenContact.of(contact) for role, contact in one_person.items()})
    assert not any(row.drifts for row in table_of(same, same, contacts=one_person).values())


def test_a_role_that_we_do_not_hold_is_not_demanded() -> None:
    """ "Optional" roles were required: terraform-provider-gandi#121."""
    seen = a_seen()
    more = seen.model_copy(update={"roles": seen.roles | {ContactRole.BILLING: seen.roles[TECH]}})
    assert not any(path.startswith("billing.") for path in table_of(more))


def test_a_billing_contact_that_is_held_is_compared_like_the_others() -> None:
    """Every role that is kept is compared: terraform-provider-gandi#121."""
    billing = ContactRole.BILLING
    held = a_held(roles={billing: "office"})
    shown = SeenContact.of(a_contact(email="former@example.org"))
    rows = table_of(a_seen(roles={billing: shown}), held=held, contacts={billing: a_contact()})
    assert [path for path, row in rows.items() if row.drifts] == ["billing.email"]


def test_a_change_of_a_contact_never_touches_the_registration() -> None:
    """Any contact edit wanted to make the registration anew: terraform-provider-google#19385."""
    rows = table_of(with_contact(a_seen(), REGISTRANT, name="Somebody Else", email="else@example.org"))
    assert {path for path, row in rows.items() if row.drifts} == {"registrant.name", "registrant.email"}
    assert rows["registration"].registrar_verdict is Verdict.SAME


def test_a_timestamp_does_not_drift_for_ever() -> None:
    """Endless drift on a timestamp: terraform-provider-aws#41625, #49312."""
    seen = [a_seen(last_changed_at=EXPIRY + timedelta(days=n), registered_at=EXPIRY) for n in (0, 1)]
    assert [any(row.drifts for row in table_of(one).values()) for one in seen] == [False, False]


def test_privacy_that_is_on_is_not_mistaken_for_a_change_of_contact() -> None:
    """A contact edit called the privacy API and failed: terraform-provider-aws#49312."""
    service = SeenContact(
        name="Domain Administrator", organization="Domains By Proxy, LLC", country="CA", phone="+1.4805550100"
    )
    public = a_seen(RDAP, roles=dict.fromkeys(OURS, service))
    rows = [row for path, row in table_of(public=public).items() if "." in path]
    assert {row.public_verdict for row in rows} == {Verdict.HIDDEN, Verdict.NOT_PUBLISHED}


def test_a_change_made_elsewhere_is_noticed_in_each_field() -> None:
    """Changes made elsewhere are not noticed: terraform-provider-cloudflare#6184."""
    other = SeenContact.of(
        a_contact(
            family="Other", organization="Other Ltd.", email="o@example.org", phone={"number": "+14165550100"}
        )
    )
    fields = {"name", "organization", "email", "phone"}
    roles = a_seen().roles | {REGISTRANT: other}
    for rows in (table_of(a_seen(roles=roles)), table_of(public=a_seen(RDAP, roles=roles))):
        assert {path for path, row in rows.items() if row.drifts} == {f"registrant.{f}" for f in fields}


@pytest.mark.parametrize("why", [Why.THROTTLED, Why.NOT_UNDERSTOOD, Why.NO_ANSWER])
def test_a_source_that_could_not_be_asked_changes_nothing(why: Why) -> None:
    """A rate limit looked like "not registered": python-whois#167, dnsReaper#74."""
    rows = table_of(unreadable(Source.REGISTRAR, why), unreadable(why=why))
    assert {row.registrar_verdict for row in rows.values()} == {Verdict.COULD_NOT_ASK}
    assert {row.why for row in rows.values()} == {why.value}


def test_a_signed_delegation_that_lost_its_signature_is_seen() -> None:
    """Changes made elsewhere are not noticed: terraform-provider-cloudflare#6184."""

    def row_of(registrar: Seen, public: Seen) -> tuple[Verdict, Verdict, str]:
        row = table_of(registrar, public)["delegation_signed"]
        return row.registrar_verdict, row.public_verdict, row.why

    signed, unsigned = a_seen(delegation_signed=True), a_seen(RDAP, delegation_signed=False)
    assert row_of(signed, unsigned) == (Verdict.SAME, Verdict.DRIFT, "public: not signed")
    silent = row_of(signed, a_seen(RDAP))
    assert silent[1] is Verdict.NOT_PUBLISHED
    assert "delegation_signed" not in table_of(public=unsigned)
