"""What users of other tools complained of, where only a whole run, a report or a read-back can answer it."""

from datetime import timedelta

import pytest

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.registration import Status
from portfolio.values import earliest
from sandbox import Fault
from sandbox.objects import DomainRecord
from sandbox.story import settle_in
from tests.journeys.conftest import Staff

COM, NET = "complaint-one.com", "complaint-two.com"
ELSEWHERE = "harbourlight-example.com"
TECH = ContactRole.TECH
USUAL = (
    "--client", "bakery", "--account", "box", "--registrant", "owner", "--admin", "office", "--tech", "desk",
)  # fmt: skip
CHIEF = "second-colleague"


@pytest.fixture
def held(staff: Staff) -> Staff:
    """The house with one name."""
    assert staff.registers(COM).code == 0
    return staff


def record(staff: Staff, name: str = COM) -> DomainRecord:
    found = staff.box.registry.look_up(DomainName(name))
    assert found is not None
    return found


def years(staff: Staff, name: str) -> int:
    return record(staff, name).expires_at.year - 2027


def changed(staff: Staff, **fields: object) -> None:
    staff.box.registry.change_contact_behind_our_back(DomainName(COM), TECH, **fields)


def approved_repair(staff: Staff) -> None:
    changed(staff, email="stranger@example.org")
    assert staff.type("repair", "propose", COM).code == 2
    staff.must("repair", "approve", "1", by=CHIEF)


def test_a_date_that_never_changes_is_not_mailed_about_every_day(held: Staff) -> None:
    """Repeated sync mails about a date that never changes: Openprovider-WHMCS-domains#50."""
    staff = held
    for _ in range(5):
        staff.must("run", "--once")
        staff.box.clock.advance(timedelta(days=1))
    assert staff.box.mailbox.to("domains@example.ca") == ()


def test_the_check_runs_by_itself_and_by_hand_and_has_work_to_do(held: Staff) -> None:
    """Wants manual and automatic sync, and the job was empty: FOSSBilling/FOSSBilling#2324, #4123."""
    changed(held, email="stranger@example.org")
    held.must("run", "--once")
    assert [row["field"] for row in held.type("drift", "list", "--json").data] == ["tech.email"]
    changed(held, email="desk@example.com")
    assert held.type("check", "--all", "--json").data["closed"] == [f"{COM}: tech.email at registrar"]


@pytest.mark.parametrize("fault", [Fault.SERVER_ERROR, Fault.GARBLED, Fault.THROTTLED])
def test_one_check_that_fails_leaves_dates_as_they_were_and_renewing_works(held: Staff, fault: Fault) -> None:
    """One failed first sync left the expiry empty, later renewals failed: FOSSBilling/FOSSBilling#4229."""
    before = held.must("domain", "show", COM, "--json").data | {"observations": None}
    held.box.faults.order(fault, to="opensrs", times=9)
    assert held.type("check", "--all").code == 4
    held.box.faults.clear()
    assert held.must("domain", "show", COM, "--json").data | {"observations": None} == before
    held.must("renew", COM, "--yes")
    assert years(held, COM) == 2


def test_several_names_in_one_order_get_the_years_that_were_asked_for(staff: Staff) -> None:
    """Several names in one order, some show two years instead of one: FOSSBilling/FOSSBilling#2476."""
    names = staff.home.parent / "names.csv"
    names.write_text(f"name,years\n{COM},1\n{NET},3\n", "utf-8")
    staff.must("register", "--from", str(names), *USUAL, "--total", "58.00 USD")
    assert (years(staff, COM), years(staff, NET)) == (1, 3)
    shown = {row["name"]: row["expires"] for row in staff.must("domains", "--json").data}
    assert shown == {COM: "2028-03-01", NET: "2030-03-01"}
    assert staff.type("check", "--all").code == 0


def test_a_notice_keeps_to_its_lead_time_and_not_a_day_before(held: Staff) -> None:
    """The sync ignored the configured lead time: SynergyWholesale/WHMCS-Domains-Module#2."""
    expiry = earliest(record(held).expires_at)
    held.box.clock.move_to(expiry - timedelta(days=61, hours=12))
    held.must("notices", "run")
    assert held.box.mailbox.to("owner@example.com") == ()
    held.box.clock.move_to(expiry - timedelta(days=30))
    held.must("notices", "run")
    assert len(held.box.mailbox.to("owner@example.com")) == 1


@pytest.mark.parametrize("fault", [Fault.LOST_AFTER, Fault.GARBLED, Fault.TRUNCATED])
def test_one_request_to_renew_is_applied_once(held: Staff, fault: Fault) -> None:
    """One renew request was applied twice: internetee/registry#2135."""
    held.box.faults.order(fault, to="opensrs:process_pending")
    held.type("renew", COM, "--yes")
    for _ in range(3):
        held.box.clock.advance(timedelta(minutes=20))
        held.type("orders", "reconcile", "--all")
        held.type("renew", COM, "--yes")
    assert years(held, COM) == 2


def test_a_name_that_went_away_and_one_that_is_pending_break_no_check(held: Staff) -> None:
    """The sync breaks on transferred-away and pending names: WHMCS-Domains-Module#14, #10."""
    assert held.registers(NET).code == 0
    code = str(record(held).auth_info)
    lock = record(held).statuses
    registry, name = held.box.registry, DomainName(COM)
    registry.change_statuses_behind_our_back(name, remove=lock)
    registry.request_transfer(name, by="elsewhere", auth_info=code)
    pending = held.type("check", "--all", "--json")
    assert (pending.data["failed"], pending.data["names"]) == (0, 2)
    registry.approve_transfer(name, by="opensrs")
    held.box.clock.advance(timedelta(days=1))
    away = held.type("check", "--all", "--json")
    assert away.code == 2
    assert (away.data["failed"], away.data["names"]) == (0, 2)
    assert f"{COM}: standing.transferred_away at registrar" in away.data["opened"]
    assert held.type("repair", "list", "--json").data == []


def test_a_transfer_that_is_done_is_shown_as_done_within_the_hour(staff: Staff) -> None:
    """Transfer done, panel says pending for hours: realtimeregister/whmcs-domains#214."""
    settle_in(staff.box.registry, staff.box.clock)
    name = DomainName(ELSEWHERE)
    registry = staff.box.registry
    registry.update(name, by="elsewhere", remove_statuses=[Status.CLIENT_TRANSFER_PROHIBITED])
    code = str(record(staff, ELSEWHERE).auth_info)
    staff.must("transfer", ELSEWHERE, *USUAL, "--yes", "--auth-code-stdin", stdin=f"{code}\n")
    staff.must("run", "--once")
    staff.box.clock.advance(timedelta(hours=30))
    registry.approve_transfer(name, by="elsewhere")
    for _ in range(5):
        staff.must("run", "--once")
        staff.box.clock.advance(timedelta(minutes=15))
    [order] = staff.must("orders", "list", "--json").data
    assert order["state"] == "active"


def test_statuses_and_dates_are_looked_at_by_the_daily_job(held: Staff) -> None:
    """Asks for a cron sync of status and dates: getnamingo/whmcs-epp-registrar#16."""
    held.must("run", "--once")
    held.box.registry.renew_as_registrar(
        DomainName(COM), by="opensrs", years=1, current_expiry=record(held).expires_at.date()
    )
    held.box.clock.advance(timedelta(days=1))
    held.must("run", "--once")
    rows = held.type("drift", "list", "--json").data
    assert {row["remedy"] for row in rows if row["field"].endswith("expires_at")} == {"adopt"}


def test_a_tech_contact_that_shows_green_was_read_back(held: Staff) -> None:
    """A tech contact change shows green, the registrar is unchanged: WHMCS-Domains-Module#21."""
    approved_repair(held)
    held.box.faults.order(Fault.LOST_BEFORE, to="opensrs:update_contacts")
    held.type("repair", "apply", "1", by=CHIEF)
    assert record(held).contacts[TECH].email == "stranger@example.org"
    proved = held.type("repair", "prove", "1", "--json")
    assert proved.data["state"] != "proved"
    assert held.type("check").code == 2


def test_what_is_published_is_shown_beside_our_record(held: Staff) -> None:
    """Owners must run a remote WHOIS to learn what is published: WHMCS-Domains-Module#23."""
    [report] = held.must("check", COM, "--json").data
    shown = {row["path"]: row for row in report["fields"]}
    assert report["public"].startswith("seen")
    assert shown["expires_at"]["public"]
    assert shown["expires_at"]["ours"]


def test_each_notice_goes_to_the_address_of_its_role_as_it_is_now(held: Staff) -> None:
    """Notices by role, several recipients, the registrant's own address: shinesoftware/shineisp#122, #123."""
    expiry = earliest(record(held).expires_at)
    held.must("contact", "edit", "owner", "--email", "new-owner@example.com", "--yes")
    held.box.clock.move_to(expiry - timedelta(days=30))
    held.must("notices", "run")
    assert len(held.box.mailbox.to("new-owner@example.com")) == 1
    assert held.box.mailbox.to("owner@example.com") == ()


def test_a_contact_edit_never_deletes_or_registers_anything(held: Staff) -> None:
    """Any contact edit wants to recreate the registration: hashicorp/terraform-provider-google#19385."""
    before, charged = record(held), len(held.box.log.ledger)
    held.must("contact", "edit", "desk", "--email", "new-desk@example.com", "--yes")
    held.must("contact", "approve", "1", by=CHIEF)
    held.must("contact", "apply", "1", by=CHIEF)
    after = record(held)
    assert after.contacts[TECH].email == "new-desk@example.com"
    assert (after.expires_at, after.registered_at) == (before.expires_at, before.registered_at)
    assert len(held.box.log.ledger) == charged
    assert held.box.log.of(channel="registry", action="deleted", name=COM) == ()
