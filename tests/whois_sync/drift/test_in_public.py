"""The check against real RDAP and WHOIS servers: what they show, hide and leave out, in step with us."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from net.addresses import AddressGuard
from net.client import HttpClient
from portfolio.drift import PlanState, Verdict
from portfolio.names import DomainName
from portfolio.observation import Source
from registrar.catalogue import connect
from sandbox import Fault, Sandbox
from tests.whois_sync.fakes import House, founded_with
from tests.whois_sync.pieces import HOSTS, NOON, OURS, TECH
from whois_sync.lookup.bootstrap import Bootstrap
from whois_sync.lookup.sources import PublicRecord

COM, CA, EE = DomainName("example.com"), DomainName("example.ca"), DomainName("example.ee")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(start=NOON) as running:
        for name in (COM, CA, EE):
            attributes = {"ca.legal_type": "CCO"} if name == CA else {}
            running.registry.create(
                name, by="opensrs", years=1, contacts=OURS, nameservers=sorted(HOSTS), attributes=attributes
            )
        yield running


@pytest.fixture
def street(tmp_path: Path, sandbox: Sandbox) -> Iterator[House]:
    """A house that holds the three names, refreshed from the sandbox's registrar, and reads in public."""
    records, clock = founded_with(tmp_path / "records.sqlite", tmp_path / "house.key", COM, CA, EE)
    guard = AddressGuard(sandbox.addresses.all_pairs)
    registrar = connect(
        "opensrs",
        endpoint=sandbox.addresses.opensrs,
        username=sandbox.opensrs_username,
        secret=SecretStr(sandbox.opensrs_key),
        guard=guard,
        attempts=1,
    )
    with records.changing("clerk") as unit:
        for name in (COM, CA, EE):
            unit.domains.refresh(name, registrar.info(name))
        unit.commit()
    with HttpClient(guard=guard, redirects=3) as http:
        bootstrap = Bootstrap(sandbox.addresses.rdap_bootstrap, http=http, guard=guard)
        whois: dict[str, tuple[str, int]] = dict.fromkeys(("com", "ca", "ee"), sandbox.addresses.whois)
        public = PublicRecord(http=http, guard=guard, bootstrap=bootstrap, whois_servers=whois, clock=clock)
        yield House(records, clock, registrar, public)
    records.close()


@pytest.mark.parametrize(("name", "source"), [(COM, Source.RDAP), (CA, Source.RDAP), (EE, Source.WHOIS)])
def test_a_name_in_order_does_not_drift_in_public(street: House, name: DomainName, source: Source) -> None:
    report = street.check.check(name)
    assert (report.public.kind, report.public.provenance.source) == ("seen", source)
    assert report.drifting == ()


def test_a_generic_tld_hides_and_leaves_out_people(street: House) -> None:
    rows = {row.path: row.public_verdict for row in street.check.check(COM).rows}
    assert rows["registrant.email"] is Verdict.HIDDEN
    assert rows["admin.email"] is Verdict.NOT_PUBLISHED
    assert rows["registrant.country"] in (Verdict.SAME, Verdict.SAME_NORMALIZED)


def test_a_companys_drift_at_ca_is_seen_in_public_and_proved_there(street: House, sandbox: Sandbox) -> None:
    sandbox.registry.change_contact_behind_our_back(CA, TECH, phone="+1.6135550199")
    report = street.check.check(CA)
    (row,) = report.drifting
    assert (row.path, row.public_verdict) == ("tech.phone", Verdict.DRIFT)
    plan = street.repairs.propose(report, by="clerk")
    assert plan is not None
    assert plan.id is not None
    street.repairs.approve(plan.id, by="chief")
    street.repairs.apply(plan.id, by="chief")
    proved = street.repairs.prove(plan.id, by="job:prove")
    assert proved.state is PlanState.PROVED
    assert "in public tech.phone is the same" in proved.detail


@pytest.mark.parametrize("fault", [Fault.THROTTLED, Fault.GARBLED, Fault.LOST_AFTER, Fault.OTHER_NAME])
@pytest.mark.parametrize(("name", "server"), [(CA, "rdap"), (EE, "whois")])
def test_a_public_server_on_a_bad_day_is_no_drift(
    street: House, sandbox: Sandbox, name: DomainName, server: str, fault: Fault
) -> None:
    sandbox.faults.order(fault, to=server, times=20)
    sandbox.faults.order(fault, to="whois", times=20)
    report = street.check.check(name)
    assert {row.public_verdict for row in report.rows} == {Verdict.COULD_NOT_ASK}
    assert street.repairs.propose(report, by="clerk") is None
