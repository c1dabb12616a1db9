"""The day's check at a terminal: how it ends, who lets it go on, what is taken as it is or taken over."""

from datetime import timedelta

import pytest

from console.settings import read_settings, settings_file
from console.wiring import build
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from sandbox import Fault
from tests.journeys.conftest import Said, Staff

NAMES = tuple(f"drifting-{word}.com" for word in ("one", "two", "three", "four", "five", "six"))
NAME = DomainName(NAMES[0])
CHIEF = "second-colleague"
TECH = ContactRole.TECH
STRANGER = "stranger@example.org"


@pytest.fixture
def names(staff: Staff) -> Staff:
    """The house with six names that all agree."""
    for name in NAMES:
        said = staff.registers(name, "--nameserver", "ns1.example.net", "--nameserver", "ns2.example.net")
        assert said.code == 0, said.err + said.out
    return staff


def drifts(staff: Staff, *names: str, **fields: object) -> None:
    for name in names or NAMES[:1]:
        told = fields or {"email": STRANGER}
        staff.box.registry.change_contact_behind_our_back(DomainName(name), TECH, **told)


def listed(staff: Staff, *more: str) -> list[dict[str, object]]:
    rows = staff.type("drift", "list", "--json", *more).data
    assert isinstance(rows, list)
    return rows


def told(said: Said) -> dict[str, object]:
    assert isinstance(said.data, dict)
    return said.data


def each(value: object) -> list[object]:
    assert isinstance(value, list)
    return list(value)


def plans(staff: Staff) -> list[object]:
    found = staff.must("repair", "list", "--json").data
    assert isinstance(found, list)
    return found


def technician(staff: Staff, name: str = NAME) -> str:
    record = staff.box.registry.look_up(DomainName(name))
    assert record is not None
    return record.contacts[TECH].email


def test_a_portfolio_in_order_ends_with_0(names: Staff) -> None:
    said = names.type("check", "--all", "--json")
    assert said.code == 0
    assert told(said) | {"on": None} == {
        "on": None, "names": 6, "drifting": 0, "failed": 0, "could_not_ask": 0, "waiting": 0, "oldest": None,
        "opened": [], "closed": [], "planned": 0, "automatic": 0, "proved": 0, "brake": None,
    }  # fmt: skip
    assert told(said)["on"] == "2027-03-01"


def test_drift_that_waits_ends_with_2_and_is_planned(names: Staff) -> None:
    drifts(names)
    said = names.type("check", "--all")
    assert said.code == 2
    assert "6 names, 1 drift" in said.out
    assert f"{NAME}: tech.email at registrar" in said.out
    assert STRANGER not in said.out + said.err
    [plan] = plans(names)
    assert isinstance(plan, dict)
    assert plan["name"] == NAME
    again = told(names.type("check", "--all", "--json"))
    assert (again["opened"], again["planned"], again["waiting"]) == ([], 0, 1)
    assert len(plans(names)) == 1


def test_what_could_not_be_asked_ends_with_4(names: Staff) -> None:
    names.box.faults.order(Fault.SERVER_ERROR, to="rdap", times=99)
    said = names.type("check", "--all", "--json")
    assert said.code == 4
    assert told(said)["could_not_ask"] == 6
    assert told(said)["waiting"] == 0


@pytest.mark.parametrize(
    "command", [("check", "--all", NAME), ("check", "--force", "why"), ("check", "--dry-run")]
)
def test_a_command_that_makes_no_sense_ends_with_1_and_checks_nothing(
    names: Staff, command: tuple[str, ...]
) -> None:
    drifts(names)
    said = names.type(*command)
    assert said.code == 1
    assert said.err.startswith("namesteward: ")
    assert listed(names) == []


def test_a_check_under_way_elsewhere_ends_with_1(names: Staff) -> None:
    app = build(read_settings(names.home))
    on = names.box.clock.now().date()
    with app.records.changing("job:check") as unit:
        assert unit.runs.claim("check", on, lease=timedelta(minutes=10))
        unit.commit()
    said = names.type("check", "--all")
    assert said.code == 1
    assert "a check is under way elsewhere" in said.err
    assert names.type("check", "--all", "--dry-run").code == 0
    names.box.clock.advance(timedelta(minutes=11))
    assert names.type("check", "--all").code == 0
    app.close()


def test_implausibly_much_ends_with_3_and_plans_nothing(names: Staff) -> None:
    drifts(names, *NAMES[:5])
    said = names.type("check", "--all")
    assert said.code == 3
    assert "5 of 6 names drift in one run; nothing was planned" in said.out
    assert plans(names) == []
    report = names.type("drift", "report")
    assert report.code == 3
    assert "THE RUN STOPPED ITSELF: 5 of 6 names drift in one run." in report.out


def test_two_people_let_a_stopped_run_go_on(names: Staff) -> None:
    drifts(names, *NAMES[:5])
    first = names.type("check", "--all", "--force", "the registrar told us of it")
    assert first.code == 3
    assert "first-colleague asked to go on; somebody else says so too" in first.err
    again = names.type("check", "--all", "--force", "I say so twice")
    assert again.code == 3
    assert "first-colleague asked to go on" in again.err
    assert plans(names) == []
    second = names.type("check", "--all", "--force", "I have looked", by=CHIEF)
    assert second.code == 2
    assert "let go of" in second.out
    assert len(plans(names)) == 5
    assert names.type("drift", "report").code == 2


def test_force_where_nothing_holds_changes_nothing(names: Staff) -> None:
    assert names.type("check", "--all", "--force", "just in case").code == 0
    drifts(names, *NAMES[:5])
    names.box.clock.advance(timedelta(days=1))
    assert names.type("check", "--all", by=CHIEF).code == 3


def test_a_dry_run_keeps_no_plan_sends_nothing_and_takes_no_days_run(names: Staff) -> None:
    drifts(names)
    allow(names, 5)
    said = names.type("check", "--all", "--dry-run", "--json")
    assert said.code == 2
    assert (told(said)["planned"], told(said)["automatic"]) == (1, 0)
    assert plans(names) == []
    assert technician(names) == STRANGER
    assert names.box.mailbox.to("domains@example.ca") == ()
    jobs = each(names.must("jobs", "list", "--json").data)
    assert [job["state"] for job in jobs if isinstance(job, dict) and job["job"] == "check"] == ["due"]
    drifts(names, *NAMES[:5], email="later@example.org")
    assert names.type("check", "--all", "--dry-run", "--force", "why").code == 3
    assert names.type("check", "--all", by=CHIEF).code == 3


def allow(staff: Staff, plans_a_day: int) -> None:
    file = settings_file(staff.home)
    file.write_text(file.read_text("utf-8") + f"\n[drift]\nautomatic_per_day = {plans_a_day}\n", "utf-8")


def test_a_harmless_repair_goes_out_by_itself_and_is_proved_the_next_day(names: Staff) -> None:
    allow(names, 1)
    drifts(names, *NAMES[:2])
    first = told(names.type("check", "--all", "--json"))
    assert (first["planned"], first["automatic"]) == (2, 1)
    assert {technician(names, name) for name in NAMES[:2]} == {STRANGER, "desk@example.com"}
    names.box.clock.advance(timedelta(days=1))
    second = told(names.type("check", "--all", "--json"))
    assert (second["automatic"], second["proved"]) == (1, 1)
    assert {technician(names, name) for name in NAMES} == {"desk@example.com"}
    names.box.clock.advance(timedelta(days=1))
    assert names.type("check", "--all").code == 0


def test_findings_are_listed_and_shown_with_their_history(names: Staff) -> None:
    assert names.must("drift", "list").out.strip() == "Nothing waits."
    drifts(names)
    names.type("check", "--all")
    said = names.type("drift", "list")
    assert said.code == 2
    assert {(row["field"], row["theirs"], row["state"]) for row in listed(names)} == {
        ("tech.email", STRANGER, "waits")
    }
    assert {row["source"] for row in listed(names)} == {"registrar"}
    shown = told(names.must("drift", "show", NAME, "--json"))
    assert len(each(shown["findings"])) == 1
    assert any(
        "finding:opened tech.email at registrar (first-colleague)" in line
        for line in map(str, each(shown["history"]))
    )
    assert told(names.must("drift", "show", NAMES[1], "--json"))["findings"] == []


def test_what_is_accepted_waits_no_more_until_its_value_changes(names: Staff) -> None:
    drifts(names)
    names.type("check", "--all")
    secret = "the technician asked for it"
    said = names.must("drift", "accept", NAME, "tech.email", "--why", secret)
    assert said.out.strip() == (
        f"tech.email of {NAME} is accepted until its value changes; nothing was written"
    )
    assert names.type("drift", "accept", NAME, "tech.email", "--why", secret).code == 1
    assert names.type("drift", "list").code == 0
    assert {row["state"] for row in listed(names, "--all")} == {"accepted by first-colleague"}
    names.box.clock.advance(timedelta(days=1))
    assert names.type("check", "--all").code == 0
    assert "accepted as they are: 1" in names.must("drift", "report").out
    assert secret not in names.must("drift", "show", NAME).out
    drifts(names, email="later@example.org")
    names.box.clock.advance(timedelta(days=1))
    assert names.type("check", "--all").code == 2
    assert {row["state"] for row in listed(names)} == {"waits"}


def test_what_the_registrar_says_can_be_taken_over_and_nothing_is_sent(names: Staff) -> None:
    names.box.registry.change_nameservers_behind_our_back(NAME, ["ns7.example.net", "ns8.example.net"])
    assert names.type("check", "--all").code == 2
    before = len(names.box.log.of(channel="registry", action="updated"))
    said = names.must("drift", "adopt", NAME, "nameservers")
    assert said.out.strip() == f"nameservers of {NAME} is now as the registrar says"
    assert len(names.box.log.of(channel="registry", action="updated")) == before
    assert names.type("drift", "list").code == 0
    assert names.type("check", "--all").code == 0
    shared = names.type("drift", "adopt", NAME, "tech.email")
    assert shared.code == 1
    assert "contact desk stands on 5 other names too" in shared.err


def test_a_name_in_the_account_that_nobody_knows_of_is_told(names: Staff) -> None:
    record = names.box.registry.look_up(NAME)
    assert record is not None
    names.box.registry.create(
        DomainName("nobody-knows.com"), by="opensrs", years=1, contacts=record.contacts,
        nameservers=sorted(record.nameservers),
    )  # fmt: skip
    said = names.type("check", "--all", "--json")
    assert said.code == 2
    assert told(said)["opened"] == ["nobody-knows.com: standing.not_in_our_records at registrar"]


def test_the_report_tells_when_no_check_has_run(staff: Staff) -> None:
    said = staff.must("drift", "report")
    assert "this run: no check has run yet" in said.out
    assert told(staff.must("drift", "report", "--json"))["run"] is None
