"""The vendor's own client beside our adapter, over the sandbox: the same requests, the same answers read."""

import json
from collections.abc import Callable
from contextlib import ExitStack
from importlib import import_module
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import pytest

from portfolio.contacts import ContactRole
from portfolio.dnssec import SigningKey
from portfolio.names import DomainName
from portfolio.order import OrderKind
from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.vendors.dnsimple import Dnsimple
from tests.conformance.bench import ELSEWHERE, EXAMPLE, order_for, renewal_of, restore_of, transfer_for
from tests.conformance.dnsimple_bench import DnsimpleBench
from tests.conformance.people import NEW_TECH, REGISTRANT
from tests.conformance.writes import NEW_HOSTS

# Any: the client comes without types.
vendors: Any = import_module("dnsimple")
structs: Any = import_module("dnsimple.struct")
ACCOUNT, NAME, NEW, PREMIUM = 1010, EXAMPLE.name, "new-example.ca", "premium-example.com"
KEY = SigningKey(
    algorithm=8, public_key="AwEAAcNEU67LJI5GEgF9QLNqLO1SMq1EdoQ6E9f85ha0k0ewQGCblyW2836GiVsm6k8Kr5EC"
)
Sent = tuple[str, str, dict[str, str], object]


class Noting(Dnsimple):
    """The dialect, with what came to it."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.came: list[Sent] = []

    def answered(self, request: HttpRequest) -> HttpResponse:
        where = urlsplit(request.path)
        body = json.loads(request.body) if request.body else None
        self.came.append((request.method, where.path, dict(parse_qsl(where.query)), body))
        return super().answered(request)


class NotingBench(DnsimpleBench):
    """The bench with the vendor's client beside the adapter."""

    dialect = Noting

    def __init__(self, stack: ExitStack) -> None:
        super().__init__(stack)
        self.client: Any = vendors.Client(access_token=self.secret, base_url=f"http://127.0.0.1:{self.port}")
        stack.callback(self.client.session.close)

    @property
    def came(self) -> list[Sent]:
        """What came, in its order."""
        assert isinstance(self.vendor, Noting)
        return self.vendor.came


Do = Callable[[Any, NotingBench], object]
"""Any: the adapter or the client, by whatever methods it has."""


def _contact(label: str, person: Any = REGISTRANT) -> Any:
    told = {
        "label": label, "first_name": person.given, "last_name": person.family,
        "address1": person.address.street[0], "city": person.address.city, "country": person.address.country,
        "state_province": person.address.subdivision[3:], "postal_code": person.address.postal_code,
        "email": person.email, "phone": person.phone.number,
    }  # fmt: skip
    told |= {"address2": person.address.street[1]} if len(person.address.street) > 1 else {}
    if person.organization:
        told |= {"organization_name": person.organization, "job_title": "Contact"}
    return structs.Contact.new(**told)


def _new_contact(client: Any, label: str = "order-1") -> int:
    return client.contacts.create_contact(ACCOUNT, _contact(label)).data.id


def _registers(client: Any, name: str, **more: object) -> object:
    request = structs.DomainRegistrationRequest(_new_contact(client), **more)
    return client.registrar.register_domain(ACCOUNT, name, request)


def _transfers(client: Any, bench: NotingBench) -> object:
    secret = bench.given_elsewhere(ELSEWHERE)
    request = structs.DomainTransferRequest(_new_contact(client, "order-2"), secret)
    return client.registrar.transfer_domain(ACCOUNT, ELSEWHERE.name, request)


def _changes_registrant(client: Any, asks: Callable[[Any], Any]) -> object:
    number = client.contacts.create_contact(ACCOUNT, _contact("any", NEW_TECH)).data.id
    return asks(client.registrar)(ACCOUNT, _change_of(asks)(domain_id=NAME, contact_id=number))


def _change_of(asks: Callable[[Any], Any]) -> Any:
    is_check = "check" in asks(vendors.service.Registrar).__name__
    return structs.CheckRegistrantChangeInput if is_check else structs.CreateRegistrantChangeInput


def _signs(client: Any) -> object:
    signer = KEY.signer(NAME)
    record = structs.DelegationSignerRecordInput(
        str(signer.algorithm), signer.digest, str(signer.digest_type), str(signer.key_tag)
    )
    return client.domains.create_domain_delegation_signer_record(ACCOUNT, NAME, record)


def _registrant(contact: Any) -> dict[ContactRole, Any]:
    return {ContactRole.REGISTRANT: contact}


CA = {"ca_legal_type": "CCO", "ca_language": "FR"}
PAIRS: dict[str, tuple[Do, Do]] = {
    "domain": (lambda ours, _: ours.info(NAME), lambda client, _: client.domains.get_domain(ACCOUNT, NAME)),
    "delegation": (
        lambda ours, _: ours.info(NAME),
        lambda client, _: client.registrar.get_domain_delegation(ACCOUNT, NAME),
    ),
    "lock": (
        lambda ours, _: ours.info(NAME),
        lambda client, _: client.registrar.get_domain_transfer_lock(ACCOUNT, NAME),
    ),
    "list": (
        lambda ours, _: list(ours.holdings()),
        lambda client, _: client.domains.list_domains(ACCOUNT, page=1, per_page=100),
    ),
    "check": (
        lambda ours, _: ours.availability(DomainName(NEW)),
        lambda client, _: client.registrar.check_domain(ACCOUNT, NEW),
    ),
    "prices": (
        lambda ours, _: ours.quote(DomainName(NEW), kind=OrderKind.REGISTER, years=1),
        lambda client, _: client.registrar.get_domain_prices(ACCOUNT, NEW),
    ),
    "attributes": (
        lambda ours, _: ours.attributes_asked("ca"),
        lambda client, _: client.tlds.get_tld_extended_attributes("ca"),
    ),
    "contact": (
        lambda ours, _: ours.create_handle(REGISTRANT, reference="order-1"),
        lambda client, _: _new_contact(client),
    ),
    "register": (
        lambda ours, bench: ours.register(order_for(bench, NEW).model_copy(update={"nameservers": ()})),
        lambda client, _: _registers(client, NEW, extended_attributes=CA),
    ),
    "register a premium": (
        lambda ours, bench: ours.register(order_for(bench, PREMIUM).model_copy(update={"nameservers": ()})),
        lambda client, _: _registers(client, PREMIUM, premium_price="349.95"),
    ),
    "renew": (
        lambda ours, _: ours.renew(renewal_of(EXAMPLE)),
        lambda client, _: client.registrar.renew_domain(ACCOUNT, NAME, structs.DomainRenewRequest(period=1)),
    ),
    "restore": (
        lambda ours, bench: (bench.given_in_redemption(EXAMPLE), ours.restore(restore_of(EXAMPLE))),
        lambda client, bench: (
            bench.given_in_redemption(EXAMPLE),
            client.registrar.restore_domain(ACCOUNT, NAME, structs.DomainRestoreRequest()),
        ),
    ),
    "transfer": (
        lambda ours, bench: ours.transfer_in(
            transfer_for(bench, ELSEWHERE.name, auth_info=bench.given_elsewhere(ELSEWHERE))
        ),
        _transfers,
    ),
    "check a change of registrant": (
        lambda ours, _: ours.set_contacts(NAME, _registrant(NEW_TECH)),
        lambda client, _: _changes_registrant(client, lambda service: service.check_registrant_change),
    ),
    "change of registrant": (
        lambda ours, _: ours.set_contacts(NAME, _registrant(NEW_TECH)),
        lambda client, _: _changes_registrant(client, lambda service: service.create_registrant_change),
    ),
    "nameservers": (
        lambda ours, _: ours.set_nameservers(NAME, NEW_HOSTS),
        lambda client, _: client.registrar.change_domain_delegation(ACCOUNT, NAME, sorted(NEW_HOSTS)),
    ),
    "unlock": (
        lambda ours, _: ours.set_lock(NAME, locked=False),
        lambda client, _: client.registrar.disable_domain_transfer_lock(ACCOUNT, NAME),
    ),
    "lock again": (
        lambda ours, _: (ours.set_lock(NAME, locked=False), ours.set_lock(NAME, locked=True)),
        lambda client, _: client.registrar.enable_domain_transfer_lock(ACCOUNT, NAME),
    ),
    "renew by itself": (
        lambda ours, _: ours.set_auto_renew(NAME, on=True),
        lambda client, _: client.registrar.enable_domain_auto_renewal(ACCOUNT, NAME),
    ),
    "privacy": (
        lambda ours, _: ours.set_privacy(NAME, on=True),
        lambda client, _: client.registrar.enable_whois_privacy(ACCOUNT, NAME),
    ),
    "no privacy": (
        lambda ours, _: (ours.set_privacy(NAME, on=True), ours.set_privacy(NAME, on=False)),
        lambda client, _: client.registrar.disable_whois_privacy(ACCOUNT, NAME),
    ),
    "signers": (
        lambda ours, _: ours.signers(NAME),
        lambda client, _: client.domains.list_domain_delegation_signer_records(
            ACCOUNT, NAME, page=1, per_page=100
        ),
    ),
    "sign": (lambda ours, _: ours.set_signers(NAME, frozenset([KEY])), lambda client, _: _signs(client)),
}


@pytest.mark.parametrize("what", PAIRS)
def test_our_request_is_the_one_that_the_vendors_client_sends(what: str) -> None:
    ours, theirs = PAIRS[what]
    with ExitStack() as stack:
        mine, other = NotingBench(stack), NotingBench(stack)
        for bench in (mine, other):
            bench.given(EXAMPLE)
        ours(mine.registrar, mine)
        theirs(other.client, other)
        assert _without_label(other.came[-1]) in map(_without_label, mine.came)


def _without_label(sent: Sent) -> Sent:
    """A contact's label is ours alone, and says nothing to the vendor."""
    method, path, query, body = sent
    if isinstance(body, dict):
        body = {key: value for key, value in cast("dict[str, object]", body).items() if key != "label"}
    return method, path, query, body


@pytest.fixture
def bench() -> Any:
    """A bench with one name."""
    with ExitStack() as stack:
        noting = NotingBench(stack)
        noting.given(EXAMPLE)
        yield noting


def test_both_read_the_same_of_a_name_and_its_registrant(bench: NotingBench) -> None:
    told, seen = bench.client.domains.get_domain(ACCOUNT, NAME).data, bench.registrar.info(NAME)
    assert f"{seen.registrar_expires_at:%Y-%m-%dT%H:%M:%SZ}" == told.expires_at
    assert (seen.auto_renew, seen.privacy) == (told.auto_renew, told.private_whois)
    person = bench.client.contacts.get_contact(ACCOUNT, told.registrant_id).data
    shown = seen.contacts[ContactRole.REGISTRANT]
    assert (shown.handle, shown.email, shown.city) == (str(person.id), person.email, person.city)
    assert shown.name == f"{person.first_name} {person.last_name}"


def test_both_read_the_same_names_and_nameservers(bench: NotingBench) -> None:
    told = bench.client.domains.list_domains(ACCOUNT, page=1, per_page=100).data
    assert [domain.name for domain in told] == list(bench.registrar.holdings())
    hosts = bench.client.registrar.get_domain_delegation(ACCOUNT, NAME).data
    assert frozenset(hosts) == bench.registrar.info(NAME).nameservers
