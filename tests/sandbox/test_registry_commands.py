"""EPP's commands and their refusals."""

from collections.abc import Callable
from datetime import date

import pytest

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.registration import Status
from sandbox.refusal import RegistryRefuses, ResultCode
from sandbox.registry import Registry
from tests.sandbox.cast import COMPANY, DESK, HOSTS, OURS, PERSON, ROLES, THEIRS, Story, register

NAME = DomainName("example.com")


@pytest.fixture
def story() -> Story:
    return Story().holds("example.com", on="2026-03-01", expires="2027-03-01").at("2026-06-01")


def refusal_of(command: Callable[[], object]) -> ResultCode:
    with pytest.raises(RegistryRefuses) as refused:
        command()
    return refused.value.code


def test_a_registered_name_is_told_whole_to_its_sponsor_and_without_its_secret_to_others(
    story: Story,
) -> None:
    record = story.registry.info(NAME, by=OURS)
    assert (record.sponsor.slug, record.sponsor.iana_id) == (OURS, "9995")
    assert record.contacts == ROLES
    assert record.nameservers == HOSTS
    assert record.registry_domain_id
    assert record.auth_info
    assert story.registry.info(NAME, by=THEIRS).auth_info is None
    assert story.registry.info(NAME, by=THEIRS, auth_info=record.auth_info).auth_info == record.auth_info
    assert refusal_of(lambda: story.registry.info(NAME, by=THEIRS, auth_info="guess")) is (
        ResultCode.INVALID_AUTH_INFO
    )
    assert record.auth_info not in repr(record)


@pytest.mark.parametrize(
    ("name", "years", "code"),
    [
        ("example.com", 1, ResultCode.EXISTS),
        ("reserved.com", 1, ResultCode.POLICY),
        ("example.xyz", 1, ResultCode.POLICY),
        ("www.example.com", 1, ResultCode.POLICY),
        ("other.com", 11, ResultCode.POLICY),
    ],
)
def test_a_name_that_cannot_be_had_is_refused(story: Story, name: str, years: int, code: ResultCode) -> None:
    story.registry.reserve(DomainName("reserved.com"))
    assert refusal_of(lambda: register(story.registry, name, years=years)) is code
    assert not story.registry.is_free(DomainName(name)) or years == 11
    assert story.registry.names() == [NAME]


def test_ca_demands_a_category_and_takes_no_billing_contact(story: Story) -> None:
    def create(roles: dict[ContactRole, object], attributes: dict[str, str]) -> object:
        return story.registry.create(
            DomainName("example.ca"), by=OURS, years=1, contacts=roles, attributes=attributes
        )

    assert refusal_of(lambda: create({**ROLES}, {})) is ResultCode.POLICY
    billing = {**ROLES, ContactRole.BILLING: COMPANY}
    assert refusal_of(lambda: create(billing, {"ca.legal_type": "CCO"})) is ResultCode.POLICY
    assert create({**ROLES}, {"ca.legal_type": "CCO"}).attributes["ca.language"] == "en"


def test_a_registry_demands_a_registrant(story: Story) -> None:
    without = {ContactRole.ADMIN: COMPANY, ContactRole.TECH: DESK}
    other = DomainName("other.com")
    code = refusal_of(lambda: story.registry.create(other, by=OURS, years=1, contacts=without))
    assert code is ResultCode.POLICY


def test_another_registrar_can_change_nothing(story: Story) -> None:
    registry = story.registry
    expiry = date(2027, 3, 1)
    for command in (
        lambda: registry.update(NAME, by=THEIRS, nameservers=[]),
        lambda: registry.renew(NAME, by=THEIRS, years=1, current_expiry=expiry),
        lambda: registry.delete(NAME, by=THEIRS),
        lambda: registry.restore(NAME, by=THEIRS),
        lambda: registry.set_auto_renew(NAME, by=THEIRS, on=True),
    ):
        assert refusal_of(command) is ResultCode.NOT_AUTHORIZED
    nobodys = DomainName("other.com")
    assert refusal_of(lambda: registry.delete(nobodys, by=OURS)) is ResultCode.DOES_NOT_EXIST


@pytest.mark.parametrize(
    ("status", "command"),
    [
        (Status.CLIENT_DELETE_PROHIBITED, lambda r: r.delete(NAME, by=OURS)),
        (
            Status.CLIENT_RENEW_PROHIBITED,
            lambda r: r.renew(NAME, by=OURS, years=1, current_expiry=date(2027, 3, 1)),
        ),
        (
            Status.CLIENT_TRANSFER_PROHIBITED,
            lambda r: r.request_transfer(NAME, by=THEIRS, auth_info=r.look_up(NAME).auth_info),
        ),
        (Status.CLIENT_UPDATE_PROHIBITED, lambda r: r.update(NAME, by=OURS, nameservers=[])),
    ],
)
def test_a_status_prohibits_its_command_until_it_is_lifted(
    story: Story, status: Status, command: Callable[[Registry], object]
) -> None:
    story.registry.update(NAME, by=OURS, add_statuses=[status])
    assert story.record.statuses == (status,)
    assert refusal_of(lambda: command(story.registry)) is ResultCode.STATUS_PROHIBITS
    story.registry.update(NAME, by=OURS, remove_statuses=[status])
    assert story.record.statuses == (Status.OK,)
    command(story.registry)


def test_lifting_the_update_prohibition_may_bring_nothing_else_with_it(story: Story) -> None:
    prohibited = Status.CLIENT_UPDATE_PROHIBITED
    story.registry.update(NAME, by=OURS, add_statuses=[prohibited])
    code = refusal_of(
        lambda: story.registry.update(NAME, by=OURS, remove_statuses=[prohibited], nameservers=[])
    )
    assert code is ResultCode.STATUS_PROHIBITS


def test_only_the_registry_sets_its_own_statuses(story: Story) -> None:
    code = refusal_of(
        lambda: story.registry.update(NAME, by=OURS, add_statuses=[Status.SERVER_TRANSFER_PROHIBITED])
    )
    assert code is ResultCode.POLICY
    story.registry.change_statuses_behind_our_back(NAME, add=[Status.SERVER_UPDATE_PROHIBITED])
    code = refusal_of(lambda: story.registry.update(NAME, by=OURS, nameservers=[]))
    assert code is ResultCode.STATUS_PROHIBITS


def test_an_update_changes_what_it_names_and_nothing_else(story: Story) -> None:
    before = story.record
    after = story.registry.update(
        NAME, by=OURS, contacts={ContactRole.ADMIN: DESK}, nameservers=["NS.Example.ORG."]
    )
    assert after.contacts == {**ROLES, ContactRole.ADMIN: DESK}
    assert after.handles[ContactRole.TECH] == before.handles[ContactRole.TECH]
    assert after.nameservers == ("ns.example.org",)
    assert after.auth_info == before.auth_info
    assert after.last_changed_at == story.clock.now() > before.last_changed_at


def test_a_nameserver_must_be_a_host_name(story: Story) -> None:
    code = refusal_of(lambda: story.registry.update(NAME, by=OURS, nameservers=["not a host"]))
    assert code is ResultCode.VALUE_SYNTAX
    assert story.record.nameservers == HOSTS


def test_a_name_without_nameservers_is_inactive(story: Story) -> None:
    assert story.registry.update(NAME, by=OURS, nameservers=[]).statuses == (Status.INACTIVE,)


def test_a_renewal_starts_from_the_date_it_names_or_not_at_all(story: Story) -> None:
    def renew(years: int, current: date) -> object:
        return story.registry.renew(NAME, by=OURS, years=years, current_expiry=current)

    assert refusal_of(lambda: renew(1, date(2026, 3, 1))) is ResultCode.VALUE_OUT_OF_RANGE
    assert refusal_of(lambda: renew(10, date(2027, 3, 1))) is ResultCode.VALUE_OUT_OF_RANGE
    assert refusal_of(lambda: renew(0, date(2027, 3, 1))) is ResultCode.VALUE_OUT_OF_RANGE
    story.expiry_is("2027-03-01", paid_until="2027-03-01")
    renew(2, date(2027, 3, 1))
    story.expiry_is("2029-03-01", paid_until="2029-03-01")
    assert story.record.statuses == (Status.RENEW_PERIOD,)
    assert refusal_of(lambda: renew(2, date(2027, 3, 1))) is ResultCode.VALUE_OUT_OF_RANGE


def test_in_auto_renew_grace_a_registrar_pays_the_year_that_the_registry_has_added(story: Story) -> None:
    story.at("2027-03-10").expiry_is("2028-03-01", paid_until="2027-03-01")
    expiry = date(2027, 3, 1)
    story.registry.renew_as_registrar(NAME, by=OURS, years=1, current_expiry=expiry)
    story.expiry_is("2028-03-01", paid_until="2028-03-01")


def test_in_auto_renew_grace_epp_renews_from_the_registrys_own_date(story: Story) -> None:
    story.at("2027-03-10")
    story.registry.renew(NAME, by=OURS, years=1, current_expiry=date(2028, 3, 1))
    story.expiry_is("2029-03-01", paid_until="2029-03-01")


def test_a_transfer_needs_the_auth_info_and_waits_for_the_losing_registrar(story: Story) -> None:
    registry, secret = story.registry, story.record.auth_info or ""
    wrong = refusal_of(lambda: registry.request_transfer(NAME, by=THEIRS, auth_info="guess"))
    assert wrong is ResultCode.INVALID_AUTH_INFO
    own = refusal_of(lambda: registry.request_transfer(NAME, by=OURS, auth_info=secret))
    assert own is ResultCode.NOT_ELIGIBLE_FOR_TRANSFER
    asked = registry.request_transfer(NAME, by=THEIRS, auth_info=secret)
    assert (asked.sponsor.slug, asked.statuses) == (OURS, (Status.PENDING_TRANSFER,))
    message = registry.poll(by=OURS)
    assert message is not None
    assert message.event == "transfer requested"
    for command in (
        lambda: registry.request_transfer(NAME, by=THEIRS, auth_info=secret),
        lambda: registry.update(NAME, by=OURS, nameservers=[]),
        lambda: registry.delete(NAME, by=OURS),
    ):
        assert refusal_of(command) is ResultCode.PENDING_TRANSFER
    assert refusal_of(lambda: registry.approve_transfer(NAME, by=THEIRS)) is ResultCode.NOT_AUTHORIZED
    done = registry.approve_transfer(NAME, by=OURS)
    assert (done.sponsor.slug, done.statuses) == (THEIRS, (Status.TRANSFER_PERIOD,))
    assert done.contacts == ROLES
    assert done.auth_info != secret
    story.expiry_is("2028-03-01", paid_until="2028-03-01")
    assert registry.names(sponsor=OURS) == []


def test_a_transfer_that_nobody_answers_is_approved_after_five_days(story: Story) -> None:
    story.registry.request_transfer(NAME, by=THEIRS, auth_info=story.record.auth_info or "")
    assert story.at("2026-06-05").record.sponsor.slug == OURS
    assert story.at("2026-06-20").record.sponsor.slug == THEIRS
    assert ("2026-06-06", "transferred") in story.told()


def test_a_transfer_can_be_rejected_by_one_side_and_cancelled_by_the_other(story: Story) -> None:
    registry, secret = story.registry, story.record.auth_info or ""
    for end, wrong, right in (
        (registry.reject_transfer, THEIRS, OURS),
        (registry.cancel_transfer, OURS, THEIRS),
    ):
        assert refusal_of(lambda end=end, by=right: end(NAME, by=by)) is ResultCode.NOT_PENDING_TRANSFER
        registry.request_transfer(NAME, by=THEIRS, auth_info=secret)
        assert refusal_of(lambda end=end, by=wrong: end(NAME, by=by)) is ResultCode.NOT_AUTHORIZED
        end(NAME, by=right)
        assert (story.record.sponsor.slug, story.record.statuses) == (OURS, (Status.OK,))


def test_a_ca_name_gains_no_year_by_its_transfer() -> None:
    story = Story().holds("example.ca", on="2026-03-01", expires="2027-03-01").at("2026-06-01")
    story.registry.request_transfer(story.name, by=THEIRS, auth_info=story.record.auth_info or "")
    story.registry.approve_transfer(story.name, by=OURS)
    story.expiry_is("2027-03-01", paid_until="2027-03-01")


def test_a_transfer_adds_no_year_beyond_the_tenth() -> None:
    story = Story().holds("example.com", on="2026-03-01", expires="2036-03-01").at("2026-06-01")
    story.registry.request_transfer(story.name, by=THEIRS, auth_info=story.record.auth_info or "")
    story.registry.approve_transfer(story.name, by=OURS)
    story.expiry_is("2036-03-01", paid_until="2036-03-01")


def test_editing_a_shared_handle_changes_every_name_that_uses_it(story: Story) -> None:
    registry = story.registry
    handle = registry.create_contact(COMPANY, by=OURS)
    names = [DomainName("one.com"), DomainName("two.com")]
    for name in names:
        registry.create(name, by=OURS, years=1, contacts={ContactRole.REGISTRANT: handle})
    registry.update_contact(handle, PERSON, by=OURS)
    assert all(registry.info(name).contacts[ContactRole.REGISTRANT] == PERSON for name in names)
    assert registry.info_contact(handle, by=OURS).contact == PERSON
    assert {entry.name for entry in story.log.of(action="contact updated")} == set(names)


def test_a_handle_in_use_stays_and_another_registrars_cannot_be_used(story: Story) -> None:
    registry = story.registry
    handle = story.record.handles[ContactRole.ADMIN]
    assert refusal_of(lambda: registry.delete_contact(handle, by=OURS)) is ResultCode.ASSOCIATION_PROHIBITS
    assert refusal_of(lambda: registry.info_contact(handle, by=THEIRS)) is ResultCode.NOT_AUTHORIZED
    registry.update(NAME, by=OURS, contacts={ContactRole.ADMIN: DESK})
    registry.delete_contact(handle, by=OURS)
    assert refusal_of(lambda: registry.info_contact(handle, by=OURS)) is ResultCode.DOES_NOT_EXIST


def test_drift_changes_one_name_past_every_prohibition_and_is_told_without_its_values(story: Story) -> None:
    registry = story.registry
    handle = story.record.handles[ContactRole.ADMIN]
    registry.create(DomainName("two.com"), by=OURS, years=1, contacts={ContactRole.REGISTRANT: handle})
    registry.update(NAME, by=OURS, add_statuses=[Status.CLIENT_UPDATE_PROHIBITED])
    fields = {"email": "stranger@example.org", "phone": "+1.6135550199", "city": "Hull", "organization": None}
    drifted = registry.change_contact_behind_our_back(NAME, ContactRole.ADMIN, **fields)
    admin = drifted.contacts[ContactRole.ADMIN]
    assert (admin.email, admin.phone.epp, admin.address.city, admin.organization) == (
        "stranger@example.org",
        "+1.6135550199",
        "Hull",
        None,
    )
    assert (admin.family, admin.address.street) == (COMPANY.family, COMPANY.address.street)
    assert drifted.contacts[ContactRole.REGISTRANT] == COMPANY
    assert registry.info(DomainName("two.com")).contacts[ContactRole.REGISTRANT] == COMPANY
    entry = story.log.of(action="drifted")[0]
    assert entry.detail == "admin: city, email, organization, phone"
    registry.change_nameservers_behind_our_back(NAME, ["ns.example.org"])
    assert story.record.nameservers == ("ns.example.org",)


def test_drift_that_no_contact_can_have_is_refused(story: Story) -> None:
    registry = story.registry
    for role, fields, code in (
        (ContactRole.BILLING, {"email": "a@example.org"}, ResultCode.DOES_NOT_EXIST),
        (ContactRole.ADMIN, {"shoe_size": "42"}, ResultCode.POLICY),
        (ContactRole.ADMIN, {"email": "no address"}, ResultCode.POLICY),
        (ContactRole.ADMIN, {"phone": "no phone"}, ResultCode.POLICY),
    ):
        assert (
            refusal_of(lambda r=role, f=fields: registry.change_contact_behind_our_back(NAME, r, **f)) is code
        )
    assert story.record.contacts == ROLES


def test_every_refusal_leaves_no_trace_on_the_log(story: Story) -> None:
    before = story.log.entries
    refusal_of(lambda: register(story.registry, "example.com"))
    refusal_of(lambda: story.registry.delete(NAME, by=THEIRS))
    assert story.log.entries == before
