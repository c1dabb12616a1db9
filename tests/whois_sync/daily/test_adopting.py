"""The outside is right: our record takes over what the registrar says, and nobody else's word."""

from datetime import timedelta

import pytest

from portfolio.contacts import Contact, ContactRole
from portfolio.registration import Registration, Status
from records import NotHeld
from registrar.errors import AccessRefused, RegistrarError, TryAgain
from tests.whois_sync.daily.daily_house import MORE, DailyHouse, DailyRegistrar, PublicByName
from tests.whois_sync.pieces import ADMIN, EXPIRY, NAME, OURS, REGISTRANT, TECH
from whois_sync.errors import NotNow, NotReady
from whois_sync.repair.adopt import OF_THE_NAME, adopt

OTHER = MORE[0]


def adopted(house: DailyHouse, path: str) -> str:
    return adopt(house.records, house.registrar_for, house.clock, NAME, path, by="clerk")


def contact(house: DailyHouse, slug: str) -> Contact:
    with house.records.reading() as unit:
        return unit.contacts.get(slug).contact


@pytest.mark.parametrize(
    ("field", "theirs", "taken"),
    [
        ("organization", "Former Example Inc.", lambda one: one.organization == "Former Example Inc."),
        ("email", "former@example.org", lambda one: one.email == "former@example.org"),
        ("phone", "+1 613 555 0199", lambda one: one.phone.epp == "+1.6135550199"),
        ("fax", "+1.6135550188", lambda one: one.fax is not None and one.fax.epp == "+1.6135550188"),
        ("street", ("1 Former Street",), lambda one: one.address.street == ("1 Former Street",)),
        ("city", "Hull", lambda one: one.address.city == "Hull"),
        ("postal_code", "K2P 1L4", lambda one: one.address.postal_code == "K2P 1L4"),
        ("country", "Canada", lambda one: one.address.country == "CA"),
    ],
)
def test_each_field_of_a_contact_can_be_taken_over(
    house: DailyHouse, account: DailyRegistrar, field: str, theirs: object, taken: object
) -> None:
    assert callable(taken)
    if field == "country":
        house.edit("technician", abroad(contact(house, "technician")))
    before = contact(house, "technician")
    account.shows(NAME, TECH, **{field: theirs})
    house.check.check(NAME)
    said = adopted(house, f"tech.{field}")
    after = contact(house, "technician")
    assert taken(after)
    changed = {name for name, value in after if getattr(before, name) != value}
    assert changed == {field if field in Contact.model_fields else "address"}
    assert said.endswith(f", with the registrar's tech.{field}")
    assert "contact technician is now version" in said
    house.days_go_by()
    assert [
        path for path in house.check.check(NAME).settled.waiting if field in path and "public" not in path
    ] == []


def abroad(ours: Contact) -> Contact:
    address = ours.address.model_copy(update={"country": "US", "subdivision": None})
    return ours.model_copy(update={"address": address})


def test_what_was_taken_over_closes_its_finding_at_once(house: DailyHouse, account: DailyRegistrar) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    account.changed_behind_our_back(ADMIN, email="former@example.org")
    house.check.check(NAME)
    adopted(house, "tech.email")
    assert house.paths() == ["admin.email at registrar"]


@pytest.mark.parametrize("path", ["tech.name", "tech.state", "registrant.handle", "tech", "tech.", ""])
def test_what_has_no_single_place_in_our_record_is_edited_by_hand(house: DailyHouse, path: str) -> None:
    with pytest.raises(NotReady, match="edit the contact instead"):
        adopted(house, path)


@pytest.mark.parametrize("path", ["billing.email", "sponsoring_registrar", "registration", "standing.gone"])
def test_what_we_do_not_keep_is_not_taken_over(house: DailyHouse, path: str) -> None:
    with pytest.raises(NotReady, match="cannot be taken over"):
        adopted(house, path)


def test_a_contact_that_stands_on_other_names_is_not_changed_for_one_of_them(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    house.holds(OTHER)
    with house.records.changing("clerk") as unit:
        unit.domains.set_roles(OTHER, unit.domains.get(OTHER).roles | {ADMIN: "technician"})
        unit.commit()
    account.changed_behind_our_back(TECH, email="former@example.org")
    house.check.check(NAME)
    with pytest.raises(NotReady, match="contact technician stands on 1 other names too"):
        adopted(house, "tech.email")
    assert contact(house, "technician") == OURS[TECH]
    assert house.paths(NAME) == ["tech.email at registrar"]


def test_the_public_word_is_never_taken_over(house: DailyHouse, public: PublicByName) -> None:
    public.shows(TECH, email="former@example.org")
    public.fields["expires_at"] = EXPIRY + timedelta(days=365)
    house.check.check(NAME)
    with pytest.raises(NotReady, match=r"our tech\.email is like that already"):
        adopted(house, "tech.email")
    adopted(house, "expires_at")
    with house.records.reading() as unit:
        assert unit.domains.get(NAME).expires_at == EXPIRY
    assert contact(house, "technician") == OURS[TECH]


@pytest.mark.parametrize("error", [TryAgain("later"), AccessRefused("no")])
def test_nothing_is_taken_over_from_a_registrar_that_cannot_be_read(
    house: DailyHouse, account: DailyRegistrar, error: RegistrarError
) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org")
    house.check.check(NAME)
    account.failing = error
    with pytest.raises(NotNow, match=r"example\.com could not be read at main: the answer was unreadable"):
        adopted(house, "tech.email")
    assert len(house.findings()) == 1


def test_nothing_is_taken_over_from_an_account_that_does_not_have_the_name(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    del account.registrations[NAME]
    with pytest.raises(NotNow, match="the answer was absent"):
        adopted(house, "expires_at")


def test_a_name_that_we_do_not_hold_has_nothing_to_take_over_into(house: DailyHouse) -> None:
    with pytest.raises(NotHeld):
        adopt(house.records, house.registrar_for, house.clock, OTHER, "expires_at", by="clerk")


@pytest.mark.parametrize(
    ("path", "said", "kept"),
    [
        ("expires_at", EXPIRY + timedelta(days=365), EXPIRY + timedelta(days=365)),
        ("registrar_expires_at", EXPIRY + timedelta(days=9), EXPIRY + timedelta(days=9)),
        ("nameservers", frozenset({"ns9.example.net"}), frozenset({"ns9.example.net"})),
        ("statuses", frozenset({Status.CLIENT_HOLD}), frozenset({Status.CLIENT_HOLD})),
    ],
)
def test_of_a_name_its_dates_nameservers_and_statuses_are_taken_over(
    house: DailyHouse, account: DailyRegistrar, path: str, said: object, kept: object
) -> None:
    assert path in OF_THE_NAME
    with house.records.reading() as unit:
        before = unit.domains.get(NAME)
    told = account.registrations[NAME].model_dump() | {path: said}
    account.registrations[NAME] = Registration.model_validate(told)
    house.check.check(NAME)
    assert adopted(house, path) == f"{path} of {NAME} is now as the registrar says"
    with house.records.reading() as unit:
        after = unit.domains.get(NAME)
    assert getattr(after, path) == kept
    others = {name for name, value in after if value != getattr(before, name)}
    assert others == {path, "refreshed_at"}
    assert [one for one in house.findings() if one.path == path] == []


def test_what_the_registrar_does_not_speak_of_is_not_taken_for_nothing(
    house: DailyHouse, account: DailyRegistrar
) -> None:
    account.registrations[NAME] = Registration(name=NAME)
    for path in OF_THE_NAME:
        with pytest.raises(NotReady, match=f"the registrar says nothing of {path} of {NAME}"):
            adopted(house, path)


@pytest.mark.parametrize(
    ("role", "field", "theirs"),
    [
        (TECH, "email", "not an address: former at example"),
        (TECH, "phone", "former 555"),
        (REGISTRANT, "country", "Formerland"),
        (TECH, "email", None),
        (TECH, "city", None),
    ],
)
def test_what_cannot_be_kept_is_refused_without_showing_it(
    house: DailyHouse, account: DailyRegistrar, role: ContactRole, field: str, theirs: str | None
) -> None:
    account.shows(NAME, role, **{field: theirs})
    with pytest.raises(NotReady) as refused:
        adopted(house, f"{role.value}.{field}")
    assert "former" not in str(refused.value).lower()
    assert refused.value.__cause__ is None
    assert contact(house, "technician") == OURS[TECH]


def test_messages_hold_no_personal_value(house: DailyHouse, account: DailyRegistrar) -> None:
    account.changed_behind_our_back(TECH, email="former@example.org", phone="+1.6135550199")
    said = adopted(house, "tech.email") + adopted(house, "tech.phone")
    for value in ("former", "0199", "Example", "tech@example.net"):
        assert value not in said
