"""A plan of an account: read once, judged by our records as they stand, taken name by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from net import NetError
from orders.importing import Outcome, Reading, Taken, choose_client, judged, take
from orders.importing.judging import Standing, how_unlike, judge, judged_now
from orders.importing.reading import MOST_SILENT
from portfolio.contacts import Contact, ContactRole
from portfolio.held import HeldDomain
from portfolio.importing import EntryState, Found, ImportEntry
from portfolio.names import DomainName
from portfolio.observation import SeenContact
from portfolio.registration import Registration
from records import NotHeld, Records
from registrar.contract import Registrar, TellsContacts
from registrar.errors import AccessRefused, NotFound, ReplyNotUnderstood, TryAgain
from tests.orders.shop import MovedClock, Shop, contact
from whois_sync.compare import differences

A, B, C, D = (DomainName(f"example-{letter}.com") for letter in "abcd")


@dataclass
class Shelf(Registrar, TellsContacts):
    """A registrar whose every answer can be set, and that counts what it was asked."""

    names: list[DomainName] = field(default_factory=lambda: [A, B, C])
    wrong: dict[DomainName, Exception] = field(default_factory=dict)
    shown: dict[DomainName, Mapping[ContactRole, SeenContact]] = field(default_factory=dict)
    asked: list[DomainName] = field(default_factory=list)
    breaks_off: bool = False
    slug: str = "ledger"

    def holdings(self) -> Iterator[DomainName]:
        yield from self.names
        if self.breaks_off:
            raise ReplyNotUnderstood("the pages do not add up")

    def info(self, name: DomainName) -> Registration:
        self.asked.append(name)
        if name in self.wrong:
            raise self.wrong[name]
        return Registration(name=name, auto_renew=True)

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        same = dict.fromkeys(ContactRole, SeenContact.of(contact("Shelf", "shelf@example.net")))
        return self.shown.get(name, same)


@dataclass
class Desk:
    """The house's records, and the shelf behind its account."""

    records: Records
    shelf: Shelf = field(default_factory=Shelf)
    clock: MovedClock = field(default_factory=MovedClock)

    def reads(
        self, client: str | None = "acme", *, again: bool = False, only: tuple[DomainName, ...] = ()
    ) -> int:
        reading = Reading(
            self.records, lambda _account: self.shelf, self.clock, "house", by="drafter", client=client,
            again=again, only=only,
        )  # fmt: skip
        waiting = reading.list_names()
        assert len([*reading.rest()]) == waiting
        return waiting

    def outcomes(self) -> dict[str, Outcome]:
        return {one.entry.name: one.outcome for one in judged(self.records, "house", differences)}

    def takes(self, *names: DomainName) -> dict[str, Taken]:
        done = take(self.records, "house", by="drafter", clock=self.clock, differ=differences, names=names)
        return {one.judged.entry.name: one for one in done}

    def held(self) -> list[str]:
        with self.records.reading() as unit:
            return [*unit.domains.names()]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    shop = Shop(tmp_path)
    yield Desk(shop.records)
    shop.records.close()


def test_a_name_that_was_read_is_not_asked_for_again_unless_somebody_says_so(desk: Desk) -> None:
    assert desk.reads() == 3
    desk.shelf.names = [B, C, D]
    assert (desk.reads(), desk.shelf.asked) == (1, [A, B, C, D])
    assert desk.outcomes() == dict.fromkeys([B, C, D], Outcome.NEW)
    assert desk.reads(only=(C,), again=True) == 1
    assert desk.shelf.asked[-1] == C
    with pytest.raises(NotHeld, match=f"does not hold {A}"):
        desk.reads(only=(A,))


@pytest.mark.parametrize(
    "wrong", [ReplyNotUnderstood("garbled"), TryAgain("busy"), NetError("no route"), NotFound("no such name")]
)
def test_an_unclear_answer_is_an_entry_of_its_own_and_is_asked_again(desk: Desk, wrong: Exception) -> None:
    desk.shelf.wrong = {B: wrong}
    desk.reads()
    assert desk.outcomes() == {A: Outcome.NEW, B: Outcome.UNCLEAR, C: Outcome.NEW}
    assert set(desk.takes()) == {A, C}
    desk.shelf.wrong = {}
    assert desk.reads() == 1
    assert desk.outcomes()[B] is Outcome.NEW


def test_where_nobody_answers_the_reading_ends_and_goes_on_later(desk: Desk) -> None:
    desk.shelf.names = [A, B, C, D]
    desk.shelf.wrong = dict.fromkeys([A, B, C, D], TryAgain("down for maintenance"))
    with pytest.raises(TryAgain):
        desk.reads()
    assert len(desk.shelf.asked) == MOST_SILENT
    assert desk.outcomes()[D] is Outcome.LISTED
    desk.shelf.wrong = {}
    assert desk.reads() == 4
    assert desk.shelf.asked[MOST_SILENT] == D


def test_refused_access_ends_the_reading_and_keeps_what_was_read(desk: Desk) -> None:
    desk.shelf.wrong = {B: AccessRefused("invalid request IP")}
    with pytest.raises(AccessRefused):
        desk.reads()
    assert desk.outcomes() == {A: Outcome.NEW, B: Outcome.LISTED, C: Outcome.LISTED}


def test_a_list_that_breaks_off_claims_nothing(desk: Desk) -> None:
    desk.shelf.breaks_off = True
    with pytest.raises(ReplyNotUnderstood):
        desk.reads()
    with desk.records.reading() as unit, pytest.raises(NotHeld):
        unit.imports.get("house")


def test_a_contact_that_cannot_be_ours_is_told_by_field_and_the_name_stays_out(desk: Desk) -> None:
    whole = SeenContact.of(contact("Shelf"))
    bare = whole.model_copy(update={"email": None, "phone": "call us", "hidden": frozenset({"email"})})
    desk.shelf.shown = {
        A: {ContactRole.REGISTRANT: whole, ContactRole.TECH: bare},
        B: {ContactRole.TECH: whole},
    }
    desk.reads()
    by_name = {one.entry.name: one for one in judged(desk.records, "house", differences)}
    assert [by_name[name].outcome for name in (A, B, C)] == [Outcome.CANNOT, Outcome.CANNOT, Outcome.NEW]
    assert "tech email: the registrar does not show it" in by_name[A].why
    assert any(why.startswith("tech phone: ") for why in by_name[A].why)
    assert by_name[B].why == ("registrant: the registrar shows none",)
    left = desk.takes(A)[A]
    assert (left.done, "cannot be held" in left.why, desk.held()) == (False, True, [])


def test_taking_again_takes_nothing_twice_and_equal_contacts_are_one(desk: Desk) -> None:
    desk.reads()
    assert {one.done for one in desk.takes().values()} == {True}
    assert desk.takes() == {}
    assert desk.held() == [A, B, C]
    assert desk.outcomes() == dict.fromkeys([A, B, C], Outcome.TAKEN)
    with desk.records.reading() as unit:
        assert (
            len({slug for one in desk.held() for slug in unit.domains.get(DomainName(one)).roles.values()})
            == 1
        )
        assert [entry.found for entry in unit.imports.entries("house")] == [None] * 3


def test_a_contact_that_the_client_has_in_another_spelling_is_that_contact(desk: Desk) -> None:
    ours = contact("Owner")
    upper = SeenContact.of(ours).model_copy(update={"city": "OTTAWA", "phone": "+1 613 555 0123"})
    desk.shelf.names, desk.shelf.shown = [A], {A: {ContactRole.REGISTRANT: upper}}
    desk.reads()
    assert desk.takes()[A].contacts == {ContactRole.REGISTRANT: "acme-owner"}


def test_a_contact_edited_meanwhile_is_not_taken_for_the_one_it_was(desk: Desk) -> None:
    desk.reads()
    taking = take(desk.records, "house", by="drafter", clock=desk.clock, differ=differences)
    first = next(taking).contacts[ContactRole.REGISTRANT]
    with desk.records.changing("drafter") as unit:
        unit.contacts.edit(first, contact("Edited"))
        unit.commit()
    assert next(taking).contacts[ContactRole.REGISTRANT] != first


def test_a_name_without_a_client_waits_for_one(desk: Desk) -> None:
    desk.reads(client=None)
    assert {one.why for one in desk.takes().values()} == {"no client was chosen for it"}
    choose_client(desk.records, "house", "other", only=[B], by="drafter")
    assert [name for name, one in desk.takes().items() if one.done] == [B]
    with pytest.raises(NotHeld, match="nobody"):
        choose_client(desk.records, "house", "nobody", by="drafter")


def test_a_name_of_another_client_is_never_given_away(desk: Desk) -> None:
    desk.reads()
    desk.takes(A)
    with desk.records.changing("drafter") as unit:
        unit.imports.drop("house")
        unit.commit()
    desk.reads(client="other")
    assert desk.outcomes()[A] is Outcome.DIFFERS
    left = desk.takes(A)[A]
    assert (left.done, left.why) == (False, "it is held for client acme")


def _entry(**found: object) -> ImportEntry:
    registration = Registration(name=A, auto_renew=True)
    told = Found.model_validate({"registration": registration} | found)
    return ImportEntry(plan="house", name=A, account="house", state=EntryState.READ, found=told)


def _standing(**roles: Contact) -> Standing:
    slugs = {ContactRole(role): f"acme-{role}" for role in roles}
    held = HeldDomain(name=A, client="acme", account="house", roles=slugs, auto_renew=True)
    return Standing(held, {ContactRole(role): one for role, one in roles.items()})


def test_each_difference_is_told_and_silence_is_none() -> None:
    entry = _entry(contacts={ContactRole.REGISTRANT: contact("Owner"), ContactRole.TECH: contact("Tech")})
    found = judge(entry, _standing(registrant=contact("Other"), admin=contact("Admin")), differences)
    assert found.outcome is Outcome.DIFFERS
    assert found.why == (
        "registrant name: Reader Other here, Reader Owner there", "admin: only here", "tech: only there",
    )  # fmt: skip
    assert judge(_entry(), _standing(), differences).outcome is Outcome.EQUAL


def test_a_file_of_ours_is_compared_exactly_and_by_slug() -> None:
    ours, upper = contact("Owner"), contact("OWNER")
    assert [*how_unlike(ContactRole.TECH, ours, upper, differences)] == []
    assert [*how_unlike(ContactRole.TECH, ours, upper, differences, exactly=True)] == [
        "tech name: Reader Owner here, Reader OWNER there"
    ]
    entry = _entry(slugs={ContactRole.TECH: "acme-desk"}).model_copy(update={"line": 2})
    assert judge(entry, _standing(tech=ours), differences).why == ("tech: acme-tech here, acme-desk there",)


def test_a_name_is_judged_alone_as_it_is_among_all(desk: Desk) -> None:
    desk.reads()
    with desk.records.reading() as unit:
        alone = judged_now(unit, unit.imports.entry("house", A), differences)
    assert alone in judged(desk.records, "house", differences)
