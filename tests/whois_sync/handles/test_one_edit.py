"""An edit makes the handles that it needs, and no more; names that share one are not changed along."""

from functools import partial

import pytest

from portfolio.contacts import ContactRole
from portfolio.handles import StandsFor
from registrar.contract import Receipt
from registrar.errors import NotFound, Refused, TryAgain, Unsupported
from tests.conformance.bench import UNKNOWN_NAME
from tests.conformance.people import ADMIN, NEW_TECH, REGISTRANT, TECH
from tests.conformance.reference_vendor import Mishap
from tests.whois_sync.fakes import FakeRegistrar, ReadingRegistrar
from tests.whois_sync.handles.desk import (
    ACCOUNT,
    ADMIN_ROLE,
    BILLING_ROLE,
    NAME,
    OTHER,
    OWNER_ROLE,
    TECH_ROLE,
    Desk,
)
from whois_sync.handles import ContactsOverHandles, can_set_contacts, contacts_setter

NEW = ("technician", 2)


def test_one_edit_makes_no_duplicate_handle(desk: Desk) -> None:
    """Openprovider-WHMCS-domains#268: one edit made four handles, one for each role."""
    desk.edit("technician")
    desk.set_roles(NAME, dict.fromkeys(ContactRole, NEW))
    [handle] = desk.holding(NEW_TECH)
    assert desk.on() == dict.fromkeys(ContactRole, handle)
    assert desk.sent == 2
    assert [(each.handle, each.contact, each.version) for each in desk.standing()] == [(handle, *NEW)]


def test_two_people_with_equal_contacts_make_one_handle_together(desk: Desk) -> None:
    """terraform-provider-gandi#121: equal contacts on several roles were taken for different ones."""
    desk.edit("office")
    desk.edit("technician")
    desk.set(office=2, technician=2)
    [handle] = desk.holding(NEW_TECH)
    assert (desk.on()[ADMIN_ROLE], desk.on()[TECH_ROLE]) == (handle, handle)
    assert desk.sent == 2


def test_the_next_name_reuses_the_handle_of_the_first(desk: Desk) -> None:
    """Openprovider-WHMCS-domains#384: handles pile up with every name that is saved."""
    desk.edit("technician")
    desk.set(NAME, technician=2)
    desk.set(OTHER, technician=2)
    [handle] = desk.holding(NEW_TECH)
    assert desk.on(NAME)[TECH_ROLE] == desk.on(OTHER)[TECH_ROLE] == handle
    assert desk.sent == 3


def test_a_shared_handle_is_split_where_one_of_its_names_changes(desk: Desk) -> None:
    """Realtime Register's module splits a shared handle when one of its names cannot take the change."""
    shared, before = desk.on(NAME)[TECH_ROLE], desk.emails(OTHER)
    assert desk.on(OTHER)[TECH_ROLE] == shared
    desk.edit("technician")
    desk.set(NAME, technician=2)
    assert desk.emails(NAME)[TECH_ROLE] == NEW_TECH.email
    assert desk.on(OTHER)[TECH_ROLE] == shared
    assert desk.emails(OTHER) == before


def test_a_handle_that_stands_on_another_role_is_not_edited(desk: Desk) -> None:
    """boxbilling#393: an edit hit the customer's own contact instead of the name's."""
    desk.set_roles(NAME, {TECH_ROLE: ("office", 1)})
    assert desk.on()[TECH_ROLE] == desk.on()[ADMIN_ROLE]
    desk.edit("office", REGISTRANT.model_copy(update={"email": "new-office@example.com"}))
    desk.set_roles(NAME, {TECH_ROLE: ("office", 2)})
    assert desk.emails()[ADMIN_ROLE] == ADMIN.email
    assert desk.emails()[TECH_ROLE] == "new-office@example.com"


def test_roles_are_not_mixed_up(desk: Desk) -> None:
    """terraform-provider-gandi#31: the administrator's contact became the technician's."""
    desk.set_roles(
        NAME,
        {
            OWNER_ROLE: ("technician", 1),
            ADMIN_ROLE: ("ledger", 1),
            TECH_ROLE: ("owner", 1),
            BILLING_ROLE: ("office", 1),
        },
    )
    assert desk.emails() == {
        OWNER_ROLE: "tove@example.net",
        ADMIN_ROLE: "bjorn@example.org",
        TECH_ROLE: "renee@example.ca",
        BILLING_ROLE: "one@example.com",
    }
    assert desk.sent == 1


def test_equal_contacts_are_not_removed_and_added(desk: Desk) -> None:
    """terraform-provider-gandi#101: contacts that are equal were shown, and written, as changed."""
    before = desk.on()
    assert desk.set(owner=1, office=1, technician=1, ledger=1) == Receipt()
    assert desk.sent == 0
    assert desk.on() == before
    assert {each.handle for each in desk.standing()} == set(before.values())


def test_versions_that_are_one_at_the_registrar_share_a_handle(desk: Desk) -> None:
    """This registrar keeps no fax: a new fax is no reason for a new handle."""
    desk.set(technician=1)
    desk.edit("technician", TECH.model_copy(update={"fax": None}))
    before = desk.on()
    desk.set(technician=2)
    assert (desk.sent, desk.on()) == (0, before)
    assert [(each.contact, each.version) for each in desk.standing()] == [("technician", 1)]


def test_a_version_that_comes_back_has_its_old_handle_again(desk: Desk) -> None:
    first = desk.on()[TECH_ROLE]
    desk.set(technician=1)
    desk.edit("technician")
    desk.set(technician=2)
    desk.edit("technician", TECH)
    desk.set(technician=3)
    assert desk.on()[TECH_ROLE] == first
    assert len(desk.holding(TECH)) == 1


def test_a_handle_that_somebody_edited_is_let_go_of(desk: Desk) -> None:
    """What the registry says is read at the registrar before it is believed."""
    desk.edit("technician")
    desk.set(NAME, technician=2)
    edited = desk.on(NAME)[TECH_ROLE]
    desk.registrar.cards.edit(edited, ADMIN.model_copy(update={"email": "panel@example.com"}))
    desk.set(OTHER, technician=2)
    [fresh] = desk.holding(NEW_TECH)
    assert desk.on(OTHER)[TECH_ROLE] == fresh != edited
    assert [each.handle for each in desk.standing()] == [fresh]


def test_a_handle_that_is_no_more_is_made_anew(desk: Desk) -> None:
    desk.edit("technician")
    desk.set(NAME, technician=2)
    gone = desk.on(NAME)[TECH_ROLE]
    desk.set(NAME, technician=1)
    del desk.registrar.cards.kept[gone]
    desk.registrar.cards.kept["RC-of-another"] = ADMIN
    desk.set(OTHER, technician=2)
    assert desk.emails(OTHER)[TECH_ROLE] == NEW_TECH.email
    [fresh] = desk.holding(NEW_TECH)
    assert (fresh, "technician", 2) in {(each.handle, each.contact, each.version) for each in desk.standing()}


def test_a_contact_that_is_not_the_version_it_is_said_to_be_is_not_sent(desk: Desk) -> None:
    setter = ContactsOverHandles(
        desk.keeper, desk.records, desk.clock, account=ACCOUNT, wanted={TECH_ROLE: ("technician", 1)}, by="x"
    )
    for contacts in ({TECH_ROLE: NEW_TECH}, {ADMIN_ROLE: ADMIN}):
        with pytest.raises(Unsupported, match="not a version that we keep"):
            setter.set_contacts(NAME, contacts)
    assert desk.sent == 0


def test_a_name_that_nobody_has_gets_no_handle_made(desk: Desk) -> None:
    desk.edit("technician")
    with pytest.raises(NotFound):
        desk.set(UNKNOWN_NAME, technician=2)
    assert desk.holding(NEW_TECH) == []


def test_a_read_that_cannot_be_understood_sends_nothing(desk: Desk) -> None:
    desk.edit("technician")
    desk.line.mishaps["reads"] = (Mishap.GARBLED, 100)
    with pytest.raises(TryAgain, match="nothing was sent"):
        desk.set(technician=2)
    assert desk.sent == 0


def test_a_request_that_did_nothing_leaves_no_intention(desk: Desk) -> None:
    desk.edit("technician")
    desk.go_wrong(Mishap.THROTTLED)
    with pytest.raises(TryAgain):
        desk.set(technician=2)
    assert not desk.intended()
    desk.set(technician=2)
    assert len(desk.holding(NEW_TECH)) == 1


def test_the_registrar_is_asked_for_whole_contacts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A handle that is hidden in part is neither believed nor taken for another one."""
    desk.edit("technician")
    desk.set(technician=2)
    shown = type(desk.registrar).handle_contact

    def hiding(self: object, handle: str) -> object:
        return shown(desk.registrar, handle).model_copy(update={"hidden": frozenset({"email"})})

    monkeypatch.setattr(type(desk.registrar), "handle_contact", hiding)
    with pytest.raises(Unsupported, match="whole"):
        desk.set(OTHER, technician=2)
    assert len(desk.holding(NEW_TECH)) == 1


def test_a_registrar_with_handles_has_its_contacts_set_over_them(desk: Desk) -> None:
    wanted = {TECH_ROLE: ("technician", 1)}
    setter = contacts_setter(desk.registrar, desk.records, desk.clock, account=ACCOUNT, wanted=wanted, by="x")
    assert isinstance(setter, ContactsOverHandles)
    assert setter.set_contacts(NAME, {TECH_ROLE: TECH}) == Receipt()


def test_a_registrar_with_contacts_inline_sets_them_itself(desk: Desk) -> None:
    inline, reading = FakeRegistrar(NAME), ReadingRegistrar(NAME)
    wanted = {TECH_ROLE: ("technician", 1)}
    at = partial(
        contacts_setter, records=desk.records, clock=desk.clock, account=ACCOUNT, wanted=wanted, by="x"
    )
    assert at(inline) is inline
    with pytest.raises(Unsupported):
        at(reading)
    assert [can_set_contacts(each) for each in (inline, desk.registrar, reading)] == [True, True, False]


def test_nothing_that_the_registry_tells_is_personal(desk: Desk) -> None:
    desk.edit("technician")
    desk.set(technician=2)
    [stands] = desk.standing()
    assert isinstance(stands, StandsFor)
    assert NEW_TECH.email not in repr(stands)
    with pytest.raises(Refused) as raised:
        desk.set(UNKNOWN_NAME, technician=2)
    assert NEW_TECH.email not in str(raised.value)
