"""Requests leave as Gandi's documents write them, and answers of the documents' shapes are read."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import cast

import pytest

from portfolio.dnssec import SigningKey
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar.contract import Availability, RenewalRequest, RestoreRequest, TransferState
from registrar.errors import (
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    Refused,
    RegistrarError,
    ReplyNotUnderstood,
    StatusProhibits,
    ValueRefused,
)
from tests.conformance.bench import request_for, transfer_of
from tests.registrar.gandi.gandi_edge import (
    BILLING,
    CONFIRMED,
    DETAILS,
    NAME,
    OWNER,
    TOKEN,
    Told,
    account,
    offer,
)

D = f"domain/domains/{NAME}"
EUR = Money(amount=Decimal("1000.00"), currency="EUR")
KEY = SigningKey(flags=257, algorithm=13, public_key="ZXhhbXBsZS1rZXktZXhhbXBsZS1rZXktZXhhbXBsZS1rZXk=")
RENEWABLE: dict[str, Told] = {
    f"GET {D}": (200, DETAILS),
    f"GET domain/check?name={NAME}&processes%5B%5D=renew": (200, offer("renew", status="unavailable")),
    "GET billing/info": (200, BILLING),
    f"POST {D}/renew dry": (200, {"status": "success"}),
    f"POST {D}/renew": (202, CONFIRMED),
}


def _renewal(limit: Money = EUR, years: int = 2) -> RenewalRequest:
    return RenewalRequest(
        reference="order-3", name=NAME, years=years, current_expiry=date(2028, 2, 13), price_limit=limit
    )


def test_a_name_is_read_as_the_documents_show_it() -> None:
    registrar, http = account({f"GET {D}": (200, DETAILS)})
    told = registrar.info(NAME)
    assert told.registered_at == datetime(2019, 2, 13, 10, 4, 18, tzinfo=UTC)
    assert told.registrar_expires_at == datetime(2028, 2, 13, 10, 4, 18, tzinfo=UTC)
    assert told.nameservers == {HostName("ns1.example.com"), HostName("ns2.example.com")}
    assert told.statuses == {Status.CLIENT_TRANSFER_PROHIBITED}
    assert (told.auto_renew, told.privacy, len(told.contacts)) == (False, True, 4)
    assert registrar.auth_info(NAME).get_secret_value() == "let-me-go-0123"
    assert http.sent[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert http.sent[0].body is None


def test_what_an_answer_leaves_out_is_not_told() -> None:
    bare = {"fqdn": "EXAMPLE.net", "status": [], "dates": {"registry_ends_at": "2028-02-13T10:04:18+00:00"}}
    nothing = dict.fromkeys(("nameservers", "autorenew", "authinfo"))
    for answer in (bare, bare | nothing, bare | {"contacts": {}, "sharing_space": {"id": "a"}}):
        registrar, _ = account({f"GET {D}": (200, answer)})
        told = registrar.info(NAME)
        assert (told.registered_at, told.nameservers, told.auto_renew, told.privacy) == (None,) * 4
        assert (told.statuses, told.contacts) == (frozenset(), {})
        with pytest.raises(Refused):
            registrar.auth_info(NAME)


def test_a_name_that_tells_its_own_renewal_in_one_word_is_read_too() -> None:
    for word in (True, False):
        registrar, _ = account({f"GET {D}": (200, {**DETAILS, "autorenew": word})})
        assert registrar.info(NAME).auto_renew is word


def test_a_status_that_nobody_knows_is_kept_in_its_words() -> None:
    registrar, _ = account({f"GET {D}": (200, {**DETAILS, "status": ["ok", "gandiHold"]})})
    told = registrar.info(NAME)
    assert (told.statuses, told.unmapped_statuses) == ({Status.OK}, ("gandiHold",))


@pytest.mark.parametrize(
    "wrong",
    [
        {"fqdn": "example.org"},
        {"dates": {"registry_ends_at": "2028-02-13T10:04:18"}},
        {"dates": {}},
        {"nameservers": ["not a name"]},
        {"autorenew": {"duration": 1}},
        {"contacts": {"owner": {**OWNER, "city": 7}}},
        {"contacts": {"owner": {**OWNER, "data_obfuscated": "yes"}}},
        {"cause": "Forbidden"},
    ],
)
def test_an_answer_of_another_shape_is_not_understood(wrong: dict[str, object]) -> None:
    registrar, _ = account({f"GET {D}": (200, {**DETAILS, **wrong})})
    with pytest.raises(ReplyNotUnderstood):
        registrar.info(NAME)


def test_names_are_read_page_by_page_until_the_total_of_the_header() -> None:
    pages = {
        "GET domain/domains?sharing_id=org-1&page=1&per_page=100": (200, [{"fqdn": "example.com"}]),
        "GET domain/domains?sharing_id=org-1&page=2&per_page=100": (200, [{"fqdn": "example.net"}]),
    }
    registrar, http = account(pages, username="org-1", headers={"total-count": "9", "filtered-count": "2"})
    assert list(registrar.holdings()) == ["example.com", "example.net"]
    assert len(http.sent) == 2


@pytest.mark.parametrize("headers", [{"total-count": "many"}, {"total-count": "2"}, {"total-count": "0"}])
def test_a_list_whose_total_is_another_or_no_number_is_not_understood(headers: dict[str, str]) -> None:
    pages: dict[str, Told] = {
        "GET domain/domains?page=1&per_page=100": (200, [{"fqdn": "example.com"}]),
        "GET domain/domains?page=2&per_page=100": (200, []),
    }
    registrar, _ = account(pages, headers=headers)
    with pytest.raises(ReplyNotUnderstood):
        list(registrar.holdings())


LISTED: Told = (
    200,
    [
        {"fqdn": "example.com", "autorenew": False, "nameserver": {"current": "livedns"}, "status": []},
        {"fqdn": "example.net", "autorenew": True, "nameserver": {"current": "other"}, "tags": ["a"]},
    ],
)


def test_a_list_without_a_total_ends_with_a_page_that_is_not_full() -> None:
    registrar, http = account({"GET domain/domains?page=1&per_page=100": LISTED})
    assert list(registrar.holdings()) == ["example.com", "example.net"]
    assert len(http.sent) == 1
    assert list(account({"GET domain/domains?page=1&per_page=100": (200, [])})[0].holdings()) == []


def test_a_list_that_links_to_the_next_page_goes_on() -> None:
    link = '<https://api.gandi.net/v5/domain/domains?page=2>; rel="next"'
    pages: dict[str, Told] = {
        "GET domain/domains?page=1&per_page=100": LISTED,
        "GET domain/domains?page=2&per_page=100": (200, [{"fqdn": "example.org"}]),
        "GET domain/domains?page=3&per_page=100": (200, []),
    }
    registrar, http = account(pages, headers={"link": link})
    with pytest.raises(ReplyNotUnderstood):
        list(registrar.holdings())
    assert len(http.sent) == 3


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("available", Availability.FREE),
        ("unavailable", Availability.TAKEN),
        ("unavailable_premium", Availability.TAKEN),
        ("unavailable_restricted", Availability.TAKEN),
        ("reserved_corporate", Availability.TAKEN),
        ("available_reserved", Availability.UNCLEAR),
        ("available_preorder", Availability.UNCLEAR),
        ("pending", Availability.UNCLEAR),
        ("error_timeout", Availability.UNCLEAR),
        ("error_refused", Availability.UNCLEAR),
        ("new-word", Availability.UNCLEAR),
    ],
)
def test_only_plain_words_are_free_or_taken(word: str, found: Availability) -> None:
    registrar, _ = account({
        f"GET domain/check?name={NAME}": (200, offer("create", status=word))
    })  # fmt: skip
    assert registrar.availability(NAME).availability is found


def test_a_check_that_does_not_repeat_its_question_is_about_a_creation() -> None:
    told = {"products": [{"name": NAME, "status": "available"}]}
    registrar, _ = account({f"GET domain/check?name={NAME}": (200, told)})
    assert registrar.availability(NAME).availability is Availability.FREE
    with pytest.raises(Refused, match="of 1 years is sold"):
        registrar.quote(NAME, kind=OrderKind.REGISTER, years=1)


def test_the_dearest_of_the_prices_of_several_periods_is_told() -> None:
    told = offer("create")
    dear = {"min_duration": 1, "max_duration": 1, "duration_unit": "y", "price_after_taxes": 920.5,
            "discount": False, "type": "premium", "options": {"period": "golive"}}  # fmt: skip
    for product in cast("list[dict[str, list[object]]]", told["products"]):
        product["prices"].append(dear)
    registrar, _ = account({f"GET domain/check?name={NAME}": (200, told)})
    quote = registrar.quote(NAME, kind=OrderKind.REGISTER, years=1)
    assert (quote.price.amount, quote.premium) == (Decimal("920.50"), True)


@pytest.mark.parametrize("prepaid", [12.5, "12.50"])
def test_a_balance_is_a_number_in_quotes_or_not(prepaid: object) -> None:
    told = {"prepaid": {"amount": prepaid, "currency": "EUR", "warning_threshold": None}}
    registrar, _ = account({"GET billing/info": (200, told)})
    assert registrar.balance() == Money(amount=Decimal("12.50"), currency="EUR")


@pytest.mark.parametrize(("years", "price"), [(1, "5.52"), (2, "11.04"), (3, "14.07")])
def test_a_price_is_that_of_its_years_with_taxes(years: int, price: str) -> None:
    registrar, _ = account(RENEWABLE)
    told = registrar.quote(NAME, kind=OrderKind.RENEW, years=years).price
    assert told == Money(amount=Decimal(price), currency="EUR")


def test_a_price_that_is_not_told_is_none() -> None:
    nothing = {"currency": "EUR", "grid": "A", "products": []}
    registrar, _ = account({f"GET domain/check?name={NAME}&processes%5B%5D=restore": (200, nothing)})
    with pytest.raises(Refused, match="nothing is told of a restore"):
        registrar.quote(NAME, kind=OrderKind.RESTORE, years=1)


def test_a_renewal_is_read_priced_tried_dry_and_sent_once() -> None:
    registrar, http = account(RENEWABLE)
    assert registrar.renew(_renewal()).pending
    assert [sent.line for sent in http.sent] == [*RENEWABLE, f"GET {D}"]
    assert [sent.body for sent in http.sent[3:5]] == [{"duration": 2}, {"duration": 2}]


@pytest.mark.parametrize(
    ("at", "told", "error"),
    [
        (f"POST {D}/renew dry", (202, CONFIRMED), OutcomeUnknown),
        (f"POST {D}/renew dry", (200, {"status": "perhaps"}), ReplyNotUnderstood),
        (
            f"POST {D}/renew dry",
            (200, {"status": "error", "errors": [{"name": "duration", "description": "too long"}]}),
            ValueRefused,
        ),
        (f"POST {D}/renew", (200, {"status": "success"}), OutcomeUnknown),
        (f"POST {D}/renew", (202, {}), OutcomeUnknown),
        (f"POST {D}/renew", (202, {"message": "m", "cause": "Conflict"}), OutcomeUnknown),
        (f"GET {D}", (200, {**DETAILS, "status": ["pendingRenew"]}), StatusProhibits),
        ("GET billing/info", (200, {**BILLING, "prepaid": {"amount": 1, "currency": "EUR"}}), PaymentRefused),
    ],
)
def test_what_stands_in_the_way_of_a_renewal(at: str, told: Told, error: type[RegistrarError]) -> None:
    registrar, http = account({**RENEWABLE, at: told})
    with pytest.raises(error):
        registrar.renew(_renewal())
    assert sum(sent.line == f"POST {D}/renew" for sent in http.sent) == (at == f"POST {D}/renew")


def test_a_renewal_above_its_limit_is_not_even_tried() -> None:
    registrar, http = account(RENEWABLE)
    with pytest.raises(PriceRefused):
        registrar.renew(_renewal(Money(amount=Decimal("11.03"), currency="EUR")))
    assert {sent.method for sent in http.sent} == {"GET"}


def test_an_account_that_is_paid_by_terms_can_buy_and_has_no_balance() -> None:
    terms = {"prepaid_monthly_invoice": False, "outstanding_amount": 0, "annual_balance": 250, "grid": "A"}
    registrar, _ = account({**RENEWABLE, "GET billing/info": (200, terms)})
    assert registrar.renew(_renewal()).pending
    with pytest.raises(Refused, match="nothing is prepaid"):
        registrar.balance()


def test_an_order_carries_every_contact_and_what_the_tld_wants() -> None:
    request = request_for("example.ca", limit=EUR)
    registrar, http = account({
        "GET domain/check?name=example.ca": (200, offer("create", name="example.ca")),
        "GET billing/info": (200, BILLING),
        "POST domain/domains dry": (200, {"status": "success"}),
        "POST domain/domains": (202, CONFIRMED),
    })  # fmt: skip
    assert registrar.register(request).pending
    [body] = [sent.body for sent in http.sent if sent.line == "POST domain/domains"]
    assert isinstance(body, dict)
    assert set(body) == {"fqdn", "duration", "nameservers", "owner", "admin", "tech"}
    assert body["owner"]["extra_parameters"] == {"x-ca_legaltype": "CCO"}
    assert body["owner"]["lang"] == "fr"
    assert body["owner"]["streetaddr"] == "100, rue de l'Exemple\nBureau 4"


def test_a_transfer_that_cannot_be_is_not_paid_and_its_secret_is_not_told() -> None:
    request = transfer_of(NAME, auth_info="wrong-secret-0123")
    check = f"POST domain/transferin/{NAME}/available"
    told = {"fqdn": NAME, "available": False, "msg": "wrong-secret-0123 is not its code"}
    registrar, http = account({check: (200, told)})
    with pytest.raises(ValueRefused, match="withheld") as refused:
        registrar.transfer_in(request)
    assert "wrong-secret" not in str(refused.value)
    assert http.sent[-1].line == check


@pytest.mark.parametrize(
    ("step", "state"),
    [
        *((step, TransferState.PENDING) for step in ("BILL", "WAIT", "RUN", "SUPPORT")),
        ("DONE", TransferState.DONE),
        ("ERROR", TransferState.REFUSED),
    ],
)
def test_each_step_of_a_transfer_is_told(step: str, state: TransferState) -> None:
    told = {"step": step, "step_nb": 2, "params": {"domain": NAME, "duration": 1}}
    assert account({f"GET domain/transferin/{NAME}": (200, told)})[0].transfer_state(NAME) is state


def test_a_step_that_nobody_documents_is_not_understood() -> None:
    told = {"step": "JUMP", "params": {"domain": NAME}}
    with pytest.raises(ReplyNotUnderstood):
        account({f"GET domain/transferin/{NAME}": (200, told)})[0].transfer_state(NAME)


def test_a_name_that_cannot_be_restored_is_not_paid() -> None:
    registrar, http = account({f"GET {D}/restore": (200, {"restorable": False})})
    with pytest.raises(StatusProhibits):
        registrar.restore(RestoreRequest(reference="order-4", name=NAME, price_limit=EUR))
    assert len(http.sent) == 1


def test_settings_leave_as_the_documents_write_them() -> None:
    writes = {"PATCH": ("status", "autorenew"), "PUT": ("nameservers", "contacts/owner", "dnskeys")}
    accepted: dict[str, Told] = {
        f"{method} {D}/{what}": (202, CONFIRMED) for method, whats in writes.items() for what in whats
    }
    read: dict[str, Told] = {f"GET {D}": (200, DETAILS), f"GET {D}/dnskeys?per_page=100": (200, [])}
    registrar, http = account({**read, **accepted}, headers={"total-count": "0"})
    registrar.set_lock(NAME, locked=False)
    registrar.set_auto_renew(NAME, on=True)
    registrar.set_nameservers(NAME, frozenset({HostName("ns2.example.net"), HostName("ns1.example.net")}))
    registrar.set_privacy(NAME, on=False)
    registrar.set_signers(NAME, frozenset([KEY]))
    bodies = [sent.body for sent in http.sent if sent.method != "GET"]
    owner = bodies.pop(3)
    assert bodies == [
        {"clientTransferProhibited": False},
        {"enabled": True},
        {"nameservers": ["ns1.example.net", "ns2.example.net"]},
        {"keys": [{"algorithm": 13, "type": "ksk", "public_key": KEY.public_key}]},
    ]
    assert isinstance(owner, dict)
    assert (owner["data_obfuscated"], owner["city"], owner["type"]) == (False, "Ottawa", "individual")


def test_the_signers_are_those_that_the_vendor_made_of_its_keys() -> None:
    signer = KEY.signer(DomainName(NAME))
    row = {"id": 1, "algorithm": 13, "digest": signer.digest.upper(), "digest_type": 2, "type": "ksk"}
    answers: dict[str, Told] = {
        f"GET {D}/dnskeys?per_page=100": (200, [{**row, "keytag": signer.key_tag, "href": "1"}])
    }
    registrar, http = account(answers, headers={"total-count": "1"})
    assert registrar.signers(NAME) == frozenset([signer])
    assert not registrar.set_signers(NAME, frozenset([KEY])).pending
    assert {sent.method for sent in http.sent} == {"GET"}
