"""Requests leave as Porkbun's reference writes them, and answers of its shapes are read."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portfolio.dnssec import SigningKey
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from portfolio.registration import Status
from registrar.contract import Availability, RenewalRequest
from registrar.errors import (
    AccessRefused,
    ExpiryMismatch,
    OutcomeUnknown,
    PriceRefused,
    Refused,
    ReplyNotUnderstood,
    Unsupported,
)
from tests.registrar.porkbun.porkbun_edge import (
    CHECKED,
    HELD,
    KEY,
    NAME,
    RENEWABLE,
    RENEWED,
    SECRET,
    YES,
    Told,
    account,
)

ENOUGH = Money(amount=Decimal("2000.00"))
SIGNING = SigningKey(flags=257, algorithm=13, public_key="YWFh" * 21 + "YQ==")
SIGNER = SIGNING.signer(NAME)
ROW = {"keyTag": str(SIGNER.key_tag), "alg": "13", "digestType": "2", "digest": SIGNER.digest.upper()}
OLD = {"keyTag": "64087", "alg": "13", "digestType": 2, "digest": "15E445BD08128BDC"}


def _renewal(*, limit: Money = ENOUGH, years: int = 1, until: date = date(2028, 2, 13)) -> RenewalRequest:
    return RenewalRequest(
        reference="order-3", name=NAME, years=years, current_expiry=until, price_limit=limit
    )


def test_a_name_is_read_as_the_reference_shows_it() -> None:
    hosts = {**YES, "ns": ["ns1.example.com", "NS2.example.com"]}
    registrar, http = account({**RENEWABLE, f"domain/getNs/{NAME}": (200, hosts)})
    told = registrar.info(NAME)
    assert told.registered_at == datetime(2019, 2, 13, 10, 4, 18, tzinfo=UTC)
    assert told.registrar_expires_at == datetime(2028, 2, 13, 10, 4, 18, tzinfo=UTC)
    assert told.nameservers == {HostName("ns1.example.com"), HostName("ns2.example.com")}
    assert told.statuses == {Status.CLIENT_TRANSFER_PROHIBITED}
    assert (told.auto_renew, told.privacy, told.unmapped_statuses) == (False, True, ())
    assert [(sent.method, sent.path, sent.body) for sent in http.sent] == [
        ("POST", "domain/get/example.net", "{}"),
        ("POST", "domain/getNs/example.net", "{}"),
    ]
    assert http.sent[0].headers == {
        "X-API-Key": KEY,
        "X-Secret-API-Key": SECRET,
        "Accept": "application/json",
        "Content-Type": "application/json",
    }


@pytest.mark.parametrize("spoilt", [{"expireDate": "2028-02-13"}, {"autoRenew": "yes"}, {"domain": "b.net"}])
def test_a_name_that_is_not_spelled_as_it_should_be_is_not_understood(spoilt: dict[str, object]) -> None:
    registrar, _ = account({f"domain/get/{NAME}": (200, {**YES, "domain": {**HELD, **spoilt}})})
    with pytest.raises(ReplyNotUnderstood):
        registrar.info(NAME)


@pytest.mark.parametrize(("key", "secret"), [(KEY, "sk1_live0123"), ("pk1_live0123", SECRET)])
def test_keys_of_two_environments_never_leave(key: str, secret: str) -> None:
    registrar, http = account(RENEWABLE, username=key, secret=secret)
    for ask in (lambda: registrar.info(NAME), lambda: registrar.renew(_renewal())):
        with pytest.raises(AccessRefused, match="other environment"):
            ask()
    assert http.sent == []


@pytest.mark.parametrize(("key", "secret"), [(KEY, SECRET), ("pk1_live0123", "sk1_live0123")])
def test_a_pair_of_keys_of_one_environment_leaves(key: str, secret: str) -> None:
    registrar, http = account(
        {"account/balance": (200, {**YES, "balance": 1234})}, username=key, secret=secret
    )
    assert registrar.balance() == Money(amount=Decimal("12.34"))
    assert len(http.sent) == 1


def test_a_debt_is_a_balance_of_nothing() -> None:
    registrar, _ = account({"account/balance": (200, {**YES, "balance": -5})})
    assert registrar.balance() == Money(amount=Decimal(0))


def test_the_list_is_asked_for_until_nothing_comes() -> None:
    parts: list[Told] = [
        (200, {**YES, "count": 2, "domains": [HELD, {**HELD, "domain": "example.com"}]}),
        (200, {**YES, "domains": [{**HELD, "domain": "example.org"}]}),
        (200, {**YES, "count": 0, "domains": []}),
    ]
    registrar, http = account({"domain/listAll": parts})
    assert list(registrar.holdings()) == ["example.net", "example.com", "example.org"]
    assert [json.loads(sent.body) for sent in http.sent] == [{"start": 0}, {"start": 2}, {"start": 3}]


@pytest.mark.parametrize(
    "parts",
    [
        [(200, {**YES, "count": 2, "domains": [HELD]})],
        [(200, {**YES, "domains": [HELD]}), (200, {**YES, "domains": [HELD]})],
        [(200, {**YES, "domains": None})],
    ],
    ids=["miscounted", "always the same", "no list"],
)
def test_a_list_that_does_not_add_up_is_not_understood(parts: list[Told]) -> None:
    registrar, _ = account({"domain/listAll": parts})
    with pytest.raises(ReplyNotUnderstood):
        list(registrar.holdings())


@pytest.mark.parametrize(
    ("told", "answer"),
    [("yes", Availability.FREE), ("no", Availability.TAKEN), ("maybe", Availability.UNCLEAR)],
)
def test_a_name_is_free_or_taken_by_its_word_only(told: str, answer: Availability) -> None:
    response = {**CHECKED, "avail": told, "premium": "yes"}
    registrar, _ = account({f"domain/checkDomain/{NAME}": (200, {**YES, "response": response})})
    offer = registrar.availability(NAME)
    assert offer.availability is answer
    assert offer.premium is (answer is not Availability.UNCLEAR)


@pytest.mark.parametrize(
    ("kind", "price"),
    [(OrderKind.REGISTER, "9.73"), (OrderKind.RENEW, "1011.08"), (OrderKind.TRANSFER, "11.08")],
)
def test_prices_are_told_by_what_is_ordered(kind: OrderKind, price: str) -> None:
    registrar, _ = account(RENEWABLE)
    assert registrar.quote(NAME, kind=kind, years=1).price == Money(amount=Decimal(price))


def test_only_the_shortest_term_has_a_price_and_a_restore_has_none() -> None:
    registrar, _ = account(
        {f"domain/checkDomain/{NAME}": (200, {**YES, "response": {**CHECKED, "minDuration": 2}})}
    )
    assert registrar.quote(NAME, kind=OrderKind.TRANSFER, years=2).price == Money(amount=Decimal("22.16"))
    with pytest.raises(Unsupported, match=r"2 year\(s\) at a time"):
        registrar.quote(NAME, kind=OrderKind.RENEW, years=1)
    with pytest.raises(Refused, match="no price"):
        registrar.quote(NAME, kind=OrderKind.RESTORE, years=2)


def test_a_renewal_is_paid_at_the_exact_price_under_the_key_of_its_reference() -> None:
    registrar, http = account(RENEWABLE)
    receipt = registrar.renew(_renewal())
    assert (receipt.reference, receipt.cost) == ("12345679", Money(amount=Decimal("1011.08")))
    assert http.paths == [f"domain/{what}/{NAME}" for what in ("checkDomain", "get", "renew")]
    assert http.sent[-1].body == '{"cost": 101108}'
    keys = [sent.headers.get("Idempotency-Key") for sent in http.sent]
    assert keys[:2] == [None, None]
    again, second = account(RENEWABLE)
    again.renew(_renewal())
    assert keys[2]
    assert second.sent[-1].headers["Idempotency-Key"] == keys[2]


@pytest.mark.parametrize(
    ("wanted", "error"),
    [
        (_renewal(limit=Money(amount=Decimal("1011.07"))), PriceRefused),
        (_renewal(limit=Money(amount=Decimal(5000), currency="CAD")), Unsupported),
        (_renewal(years=2), Unsupported),
        (_renewal(until=date(2028, 2, 14)), ExpiryMismatch),
    ],
)
def test_a_renewal_that_is_not_as_ordered_is_never_sent(
    wanted: RenewalRequest, error: type[Exception]
) -> None:
    registrar, http = account(RENEWABLE)
    with pytest.raises(error):
        registrar.renew(wanted)
    assert f"domain/renew/{NAME}" not in http.paths


def test_a_premium_name_is_not_renewed_here() -> None:
    premium = {**YES, "response": {**CHECKED, "premium": "yes"}}
    registrar, http = account({**RENEWABLE, f"domain/checkDomain/{NAME}": (200, premium)})
    with pytest.raises(Unsupported, match="website"):
        registrar.renew(_renewal())
    assert f"domain/renew/{NAME}" not in http.paths


@pytest.mark.parametrize(
    "spoilt",
    [
        {"cost": 101109},
        {"dryRun": True},
        {"expirationDate": "2028-02-13"},
        {"domain": "example.org"},
        {"status": "PENDING"},
    ],
)
def test_a_yes_that_does_not_show_the_renewal_is_unknown(spoilt: dict[str, object]) -> None:
    registrar, _ = account({**RENEWABLE, f"domain/renew/{NAME}": (200, {**RENEWED, **spoilt})})
    with pytest.raises(OutcomeUnknown):
        registrar.renew(_renewal())


def test_a_delegation_is_replaced_and_never_taken_away() -> None:
    registrar, http = account({
        f"domain/getNs/{NAME}": (200, {**YES, "ns": ["ns1.example.com"]}),
        f"domain/updateNs/{NAME}": (200, YES),
    })  # fmt: skip
    registrar.set_nameservers(NAME, frozenset({HostName("ns2.example.org"), HostName("ns1.example.org")}))
    assert http.sent[-1].body == '{"ns": ["ns1.example.org", "ns2.example.org"]}'
    with pytest.raises(Unsupported):
        registrar.set_nameservers(NAME, frozenset())
    assert len(http.sent) == 2


@pytest.mark.parametrize(
    "results",
    [{}, {"example.net": {"status": "ERROR", "message": "no"}}, {"other.net": {"status": "SUCCESS"}}, []],
)
def test_a_switch_counts_by_the_answer_of_its_own_name(results: object) -> None:
    switch = f"domain/updateAutoRenew/{NAME}"
    registrar, http = account({**RENEWABLE, switch: (200, {**YES, "results": results})})
    with pytest.raises(OutcomeUnknown):
        registrar.set_auto_renew(NAME, on=True)
    assert http.sent[-1].body == '{"status": "on"}'


@pytest.mark.parametrize("records", [None, []])
def test_a_name_without_signers_is_signed_by_one_request(records: object) -> None:
    registrar, http = account({
        f"dns/getDnssecRecords/{NAME}": (200, {**YES, "records": records}),
        f"dns/createDnssecRecord/{NAME}": (200, YES),
    })  # fmt: skip
    assert registrar.signers(NAME) == frozenset()
    assert not registrar.set_signers(NAME, frozenset([SIGNING])).pending
    assert json.loads(http.sent[-1].body) == ROW


@pytest.mark.parametrize(("left", "pending"), [({ROW["keyTag"]: ROW}, False), (None, True)])
def test_what_the_registry_really_left_is_looked_at_after_a_signer_has_gone(
    left: object, pending: bool
) -> None:
    looks: list[Told] = [(200, {**YES, "records": {"64087": OLD}}), (200, {**YES, "records": left})]
    registrar, http = account({
        f"dns/getDnssecRecords/{NAME}": looks,
        f"dns/createDnssecRecord/{NAME}": (200, YES),
        f"dns/deleteDnssecRecord/{NAME}/64087": (200, YES),
    })  # fmt: skip
    assert registrar.set_signers(NAME, frozenset([SIGNING])).pending is pending
    assert [path.split("/")[1] for path in http.paths][1:3] == ["createDnssecRecord", "deleteDnssecRecord"]


def test_two_signers_of_one_tag_are_left_to_people() -> None:
    same = {**ROW, "digestType": "4", "digest": "AB" * 48}
    registrar, http = account(
        {f"dns/getDnssecRecords/{NAME}": (200, {**YES, "records": {ROW["keyTag"]: same}})}
    )
    with pytest.raises(Unsupported, match="key tag"):
        registrar.set_signers(NAME, frozenset([SIGNING]))
    assert len(http.sent) == 1


def test_a_name_of_nobody_is_told_by_its_own_error() -> None:
    registrar, _ = account({})
    with pytest.raises(Refused) as refused:
        registrar.info(DomainName("example.org"))
    assert refused.value.name == "example.org"
    assert refused.value.operation == "domain/get"
