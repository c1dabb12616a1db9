"""What goes out as a table comes back as the same records, whatever the cells hold."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders.importing import take
from orders.importing.sheet import guarded, row_of, unguarded, written
from orders.importing.sheet_rows import SheetRow, plan_of, read_sheet
from portfolio.contacts import Contact, ContactRole, Language, Phone, PostalAddress
from portfolio.held import Client, ClientKind, ContactVersion, HeldDomain
from portfolio.names import DomainName, HostName
from portfolio.registration import Status
from records import Records
from tests.founding import founded, house_account
from tests.orders.shop import MovedClock
from whois_sync.compare import differences

FRESH = count(1)
TEXT = st.text(
    st.one_of(st.sampled_from("=+-@'\",;#|＝ \\é"), st.characters(exclude_categories=("C", "Z"))),
    min_size=1,
    max_size=12,
).filter(str.strip)
PHONES = st.builds(
    Phone,
    number=st.sampled_from(("+16135550123", "+33199001234", "+442079460123")),
    extension=st.none() | st.text("0123456789", min_size=1, max_size=5),
)
CONTACTS = st.builds(
    Contact,
    given=st.none() | TEXT,
    family=TEXT,
    organization=st.none() | TEXT,
    address=st.builds(
        PostalAddress,
        street=st.lists(TEXT, min_size=1, max_size=3).map(tuple),
        city=TEXT,
        subdivision=st.sampled_from((None, "CA-ON", "CA-QC")),
        postal_code=st.none() | TEXT,
        country=st.just("CA"),
    ),
    phone=PHONES,
    fax=st.none() | PHONES,
    email=st.sampled_from(("registrant@example.com", "+office@example.com", "=desk@example.ca")),
    language=st.sampled_from(Language),
)
INSTANTS = st.integers(1_000_000_000, 2_200_000_000).map(lambda at: datetime.fromtimestamp(at, UTC))
MOMENTS = st.none() | st.dates(date(2001, 1, 1), date(2040, 1, 1)) | INSTANTS
HOSTS = st.sampled_from(("ns1.example.net", "ns2.example.net", "ns3.example.org")).map(HostName)


@st.composite
def houses(draw: st.DrawFn) -> tuple[dict[str, Contact], list[HeldDomain]]:
    contacts = {f"contact-{number}": one for number, one in enumerate(draw(st.lists(CONTACTS, max_size=3)))}
    roles = st.dictionaries(st.sampled_from(ContactRole), st.sampled_from(sorted(contacts) or ["none"]))
    held = [
        HeldDomain(
            name=DomainName(f"example-{number}.com"),
            client="acme",
            account="house",
            roles=draw(roles) if contacts else {},
            registered_at=draw(MOMENTS),
            expires_at=draw(MOMENTS),
            registrar_expires_at=draw(MOMENTS),
            nameservers=draw(st.none() | st.frozensets(HOSTS)),
            statuses=draw(st.none() | st.frozensets(st.sampled_from(Status))),
            delegation_signed=draw(st.none() | st.booleans()),
            auto_renew=draw(st.none() | st.booleans()),
            refreshed_at=draw(st.none() | INSTANTS),
        )
        for number in range(draw(st.integers(1, 4)))
    ]
    return contacts, held


@pytest.fixture
def empty(tmp_path: Path) -> Callable[[], Records]:
    def opened() -> Records:
        folder = tmp_path / str(next(FRESH))
        folder.mkdir()
        return founded(folder / "records.db", folder / "key", MovedClock(), _furnish)

    return opened


def _furnish(records: Records) -> None:
    with records.changing("drafter") as unit:
        unit.clients.add(Client(slug="acme", name="Acme", kind=ClientKind.COMPANY))
        unit.accounts.add(house_account("ledger"))
        unit.commit()


def _came_in(records: Records, data: bytes) -> None:
    rows = read_sheet(records, data, defaults={})
    assert [row.problem for row in rows if row.problem] == []
    plan = plan_of(data, {})
    with records.changing("drafter") as unit:
        unit.imports.listed(plan, [row.entry for row in rows if row.entry])
        unit.commit()
    done = [*take(records, plan, by="drafter", clock=MovedClock(), differ=differences)]
    assert [one.why for one in done if not one.done] == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(house=houses(), delimiter=st.sampled_from(",;"))
def test_an_empty_house_has_the_same_records_afterwards(
    empty: Callable[[], Records], house: tuple[dict[str, Contact], list[HeldDomain]], delimiter: str
) -> None:
    contacts, held = house
    versions = {
        slug: ContactVersion(client="acme", slug=slug, contact=contact) for slug, contact in contacts.items()
    }
    records = empty()
    _came_in(records, written([row_of(one, versions) for one in held], delimiter=delimiter))
    used = {slug for one in held for slug in one.roles.values()}
    with records.reading() as unit:
        assert unit.domains.all() == held
        assert unit.contacts.all() == [versions[slug] for slug in sorted(used)]
    records.close()


@given(st.text())
def test_a_guarded_cell_starts_no_formula_and_comes_back(text: str) -> None:
    cell = guarded(text)
    assert cell[:1] not in {*"=+-@＝＋－＠\t\r"}
    assert unguarded(cell) == text


@pytest.mark.parametrize("cell", ["'quoted' company", "O'Example", "'", ""])
def test_an_apostrophe_that_guards_nothing_stays(cell: str) -> None:
    assert unguarded(cell) == cell


def test_a_file_is_told_by_its_bytes_and_its_defaults() -> None:
    assert plan_of(b"name\n", {}) != plan_of(b"name\n", {"client": "acme"})
    assert plan_of(b"name\n", {"client": "acme"}) == plan_of(b"name\n", {"client": "acme"})


CONTACT_CELLS = ["given", "family", "street", "city", "country", "phone", "email"]
HEAD = "name,client,account,registrant," + ",".join(f"registrant_{cell}" for cell in CONTACT_CELLS)
SOMEBODY = "Registrant,Example,100 Example Street,Ottawa,CA,+1.6135550123,registrant@example.com"
BAD = {
    "example.com,acme,house,x,,Example,,,CA,+1.6135550123,a@example.com": "registrant: address",
    "example.com,acme,house,x,,Example,1 St,Ottawa,CA,12,a@example.com": "registrant phone or fax",
    "example.com,acme,house,Not A Slug,,,,,,,": "slugs",
    f"example.com,acme,house,x,{SOMEBODY},more": "more cells",
}


def _rows(records: Records, *lines: str) -> list[SheetRow]:
    return read_sheet(records, "\n".join((HEAD, *lines)).encode(), defaults={})


@pytest.mark.parametrize("line", BAD)
def test_a_row_that_cannot_be_says_why_and_where(empty: Callable[[], Records], line: str) -> None:
    records = empty()
    [row, good] = _rows(records, line, f"example.net,acme,house,,{SOMEBODY}")
    assert (row.line, row.text, row.entry) == (2, "example.com", None)
    assert BAD[line] in row.problem
    assert good.entry is not None
    records.close()


def test_one_slug_for_two_people_is_a_problem_of_both_rows(empty: Callable[[], Records]) -> None:
    records = empty()
    rows = _rows(
        records,
        f"example.com,acme,house,x,{SOMEBODY}",
        f"example.net,acme,house,x,{SOMEBODY.replace('Ottawa', 'Hull')}",
    )
    assert [row.problem for row in rows] == ["the contact x stands in the file with different values"] * 2
    records.close()


def test_a_moment_keeps_its_instant(empty: Callable[[], Records]) -> None:
    records = empty()
    data = b"name,client,account,expires,statuses\nexample.com,acme,house,2027-05-01T10:00:00+02:00,none\n"
    _came_in(records, data)
    with records.reading() as unit:
        held = unit.domains.get(DomainName("example.com"))
    assert held.expires_at == datetime(2027, 5, 1, 8, tzinfo=UTC)
    assert (held.statuses, held.nameservers, held.auto_renew) == (frozenset(), None, None)
    records.close()
