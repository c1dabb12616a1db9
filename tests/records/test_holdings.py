"""Clients, contacts, accounts and names: what is put in comes out the same."""

from datetime import UTC, date, datetime, timedelta

import pytest

from portfolio.audit import AuditTag
from portfolio.contacts import ContactRole
from portfolio.held import Client, ClientKind, ContactVersion
from portfolio.names import DomainName, HostName
from portfolio.registration import Registration, Status
from records import AlreadyHeld, NotHeld, Records
from tests.records.house import NAME, ROLES, StoppedClock, account, canary, client, held

KINDS = {
    "widgets": ClientKind.COMPANY,
    "baker": ClientKind.SOLE_PROPRIETOR,
    "private": ClientKind.INDIVIDUAL,
}


@pytest.mark.parametrize("slug", KINDS)
def test_every_kind_of_client_comes_out_as_it_went_in(records: Records, slug: str) -> None:
    given = Client(slug=slug, name="Épicerie «Ÿ» 株式会社", kind=KINDS[slug], timezone="America/St_Johns")
    with records.changing("drafter") as unit:
        assert unit.clients.add(given) == given
        unit.commit()
    with records.reading() as unit:
        assert unit.clients.get(slug) == given
        assert unit.clients.all() == sorted([client(), given], key=lambda each: each.slug)


def test_a_slug_belongs_to_one_thing(records: Records) -> None:
    with records.changing("drafter") as unit:
        for again in (
            lambda: unit.clients.add(client()),
            lambda: unit.contacts.add("acme", "acme-tech", canary()),
            lambda: unit.accounts.add(account()),
            lambda: unit.domains.hold(held()),
        ):
            with pytest.raises(AlreadyHeld):
                again()
        unit.clients.add(client("second"))
        with pytest.raises(AlreadyHeld):
            unit.contacts.add("second", "acme-tech", canary())
        unit.commit()
    with records.reading() as unit:
        assert unit.audit.verify() == len(unit.audit.entries())


def test_what_is_not_held_is_told_by_its_name(records: Records) -> None:
    nobodys = DomainName("nobodys.ca")
    with records.changing("drafter") as unit:
        for call, told in (
            (lambda: unit.clients.get("nobody"), "no client 'nobody'"),
            (lambda: unit.contacts.add("nobody", "x", canary()), "no client 'nobody'"),
            (lambda: unit.contacts.of_client("nobody"), "no client 'nobody'"),
            (lambda: unit.contacts.get("nobody"), "no contact 'nobody'"),
            (lambda: unit.contacts.get("acme-tech", 7), "no contact 'acme-tech' in version 7"),
            (lambda: unit.contacts.edit("nobody", canary()), "no contact 'nobody'"),
            (lambda: unit.contacts.history("nobody"), "no contact 'nobody'"),
            (lambda: unit.accounts.get("nobody"), "no account 'nobody'"),
            (lambda: unit.domains.get(nobodys), "nobodys.ca is not held"),
            (lambda: unit.domains.all("nobody"), "no client 'nobody'"),
            (lambda: unit.domains.of_contact("nobody"), "no contact 'nobody'"),
            (lambda: unit.domains.set_roles(nobodys, {}), "nobodys.ca is not held"),
            (lambda: unit.domains.refresh(nobodys, Registration(name=nobodys)), "nobodys.ca is not held"),
            (lambda: unit.domains.hold(held(nobodys, client="nobody")), "no client 'nobody'"),
            (lambda: unit.domains.hold(held(nobodys, account="nobody")), "no account 'nobody'"),
            (
                lambda: unit.domains.hold(held(nobodys, roles={ContactRole.TECH: "nobody"})),
                "no contact 'nobody'",
            ),
            (lambda: unit.domains.set_roles(NAME, {ContactRole.TECH: "nobody"}), "no contact 'nobody'"),
        ):
            with pytest.raises(NotHeld, match=told):
                call()


def test_an_edit_adds_a_version_and_the_old_ones_stay(records: Records) -> None:
    with records.changing("approver") as unit:
        for version, given in enumerate(("Anna", "Beth", "Cora"), start=2):
            edited = unit.contacts.edit("acme-tech", canary(given))
            assert (edited.version, edited.contact.given) == (version, given)
        unit.commit()
    with records.reading() as unit:
        history = unit.contacts.history("acme-tech")
        assert [(each.version, each.contact.given) for each in history] == [
            (1, "Other"),
            (2, "Anna"),
            (3, "Beth"),
            (4, "Cora"),
        ]
        assert unit.contacts.get("acme-tech") == history[-1]
        assert unit.contacts.get("acme-tech", 2) == history[1]


def test_lists_of_contacts_give_the_newest_of_each(records: Records) -> None:
    with records.changing("approver") as unit:
        unit.clients.add(client("second"))
        second = unit.contacts.add("second", "second-owner", canary("Dora"))
        tech = unit.contacts.edit("acme-tech", canary("Newer"))
        unit.commit()
    owner = ContactVersion(client="acme", slug="acme-owner", contact=canary())
    with records.reading() as unit:
        assert unit.contacts.of_client("acme") == [owner, tech]
        assert unit.contacts.of_client("second") == [second]
        assert unit.contacts.all() == [owner, tech, second]


def test_accounts_come_out_as_they_went_in(records: Records) -> None:
    second = account("gandi-test").model_copy(update={"registrar": "gandi", "environment": "sandbox"})
    with records.changing("approver") as unit:
        unit.accounts.add(second)
        unit.commit()
    with records.reading() as unit:
        assert unit.accounts.get("gandi-test") == second
        assert unit.accounts.all() == [second, account()]


FULL = held(
    DomainName("full.example.com"),
    registered_at=date(2020, 2, 29),
    expires_at=datetime(2027, 3, 1, tzinfo=UTC),
    registrar_expires_at=datetime(2027, 3, 1, 12, 0, 0, 1, tzinfo=UTC),
    nameservers=frozenset({HostName("ns1.example.net"), HostName("ns2.example.net")}),
    statuses=frozenset({Status.OK, Status.CLIENT_TRANSFER_PROHIBITED}),
    auto_renew=False,
    refreshed_at=datetime(2026, 11, 1, tzinfo=UTC),
)
SILENT_AND_EMPTY = held(
    DomainName("empty.example.com"), nameservers=frozenset(), statuses=frozenset(), roles={}
)


def test_names_come_out_as_they_went_in_and_empty_is_not_unknown(records: Records) -> None:
    with records.changing("approver") as unit:
        unit.domains.hold(FULL)
        unit.domains.hold(SILENT_AND_EMPTY)
        unit.commit()
    with records.reading() as unit:
        assert unit.domains.get(FULL.name) == FULL
        assert unit.domains.get(SILENT_AND_EMPTY.name) == SILENT_AND_EMPTY
        assert unit.domains.get(NAME) == held()
        assert unit.domains.all() == [SILENT_AND_EMPTY, held(), FULL]
        assert type(unit.domains.get(FULL.name).expires_at) is datetime
        assert type(unit.domains.get(FULL.name).registered_at) is date


def test_names_are_listed_by_client_and_by_contact(records: Records) -> None:
    with records.changing("approver") as unit:
        unit.clients.add(client("second"))
        unit.contacts.add("second", "second-owner", canary())
        shared = held(
            DomainName("shared.example.com"),
            client="second",
            roles={ContactRole.REGISTRANT: "second-owner", ContactRole.TECH: "acme-tech"},
        )
        unit.domains.hold(shared)
        unit.commit()
    with records.reading() as unit:
        assert unit.domains.all("second") == [shared]
        assert unit.domains.all("acme") == [held()]
        assert unit.domains.of_contact("acme-tech") == [held(), shared]
        assert unit.domains.of_contact("acme-owner") == [held()]
        assert unit.domains.of_contact("second-owner") == [shared]


def test_set_roles_leaves_only_the_roles_given(records: Records) -> None:
    with records.changing("approver") as unit:
        changed = unit.domains.set_roles(NAME, {ContactRole.BILLING: "acme-tech"})
        unit.commit()
    with records.reading() as unit:
        assert unit.domains.get(NAME) == changed
        assert changed.roles == {ContactRole.BILLING: "acme-tech"}
        assert unit.domains.of_contact("acme-owner") == []
        assert unit.audit.entries(NAME)[-1].tag is AuditTag.DOMAIN_ROLES_SET


def test_a_refused_set_roles_leaves_the_roles_as_they_were(records: Records) -> None:
    with records.changing("approver") as unit:
        with pytest.raises(NotHeld):
            unit.domains.set_roles(NAME, {ContactRole.TECH: "acme-tech", ContactRole.ADMIN: "nobody"})
        unit.commit()
    with records.reading() as unit:
        assert unit.domains.get(NAME).roles == ROLES


def test_a_refresh_keeps_what_the_registrar_did_not_speak_of(records: Records, clock: StoppedClock) -> None:
    with records.changing("approver") as unit:
        unit.domains.hold(FULL)
        clock.advance(timedelta(days=1))
        said = Registration(
            name=FULL.name, registrar_expires_at=date(2028, 3, 1), statuses=frozenset({Status.OK})
        )
        refreshed = unit.domains.refresh(FULL.name, said)
        unit.commit()
    wanted = FULL.model_copy(
        update={
            "registrar_expires_at": date(2028, 3, 1),
            "statuses": frozenset({Status.OK}),
            "refreshed_at": clock.now(),
        }
    )
    with records.reading() as unit:
        assert refreshed == wanted
        assert unit.domains.get(FULL.name) == wanted


def test_a_refresh_with_another_names_registration_is_refused(records: Records) -> None:
    with records.changing("approver") as unit, pytest.raises(ValueError, match=r"is not example\.ca"):
        unit.domains.refresh(NAME, Registration(name=DomainName("example.com")))


def test_expiring_names_are_counted_from_what_is_paid_the_most_urgent_first(records: Records) -> None:
    noon = datetime(2027, 3, 1, 12, tzinfo=UTC)
    dates = {
        "bare.example.com": {"expires_at": date(2027, 3, 1)},
        "morning.example.com": {"expires_at": noon - timedelta(hours=1)},
        "registrar-sooner.example.com": {
            "expires_at": noon + timedelta(days=365),
            "registrar_expires_at": date(2027, 2, 1),
        },
        "paid.example.com": {"expires_at": date(2027, 1, 1), "registrar_expires_at": date(2028, 1, 1)},
        "noon.example.com": {"expires_at": noon},
        "next-day.example.com": {"expires_at": date(2027, 3, 2)},
        "unknown.example.com": {},
    }
    with records.changing("approver") as unit:
        for name, known in dates.items():
            unit.domains.hold(held(DomainName(name), **known))
        unit.commit()
    with records.reading() as unit:
        found = [str(each.name) for each in unit.domains.expiring_before(noon)]
        assert found == ["registrar-sooner.example.com", "bare.example.com", "morning.example.com"]


def test_several_contacts_are_read_at_once_each_in_the_version_that_is_asked_for(records: Records) -> None:
    with records.changing("drafter") as unit:
        first = unit.contacts.get("acme-tech")
        second = unit.contacts.edit(
            "acme-tech", first.contact.model_copy(update={"email": "later@example.net"})
        )
        unit.commit()
    with records.reading() as unit:
        found = unit.contacts.several({("acme-tech", 1), ("acme-tech", None), ("acme-owner", 1)})
        assert found["acme-tech", 1] == first
        assert found["acme-tech", None] == second
        assert found["acme-owner", 1] == unit.contacts.get("acme-owner")
        for lacking in (("acme-tech", 9), ("nobody", None), ("nobody", 1)):
            with pytest.raises(NotHeld):
                unit.contacts.several({lacking, ("acme-tech", 1)})
