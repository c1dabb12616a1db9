"""Every code that Porkbun says no with has its class; an unknown one keeps the vendor's words."""

from datetime import timedelta

import pytest

from portfolio.names import HostName
from registrar.adapters.porkbun.codes import PorkbunCodec
from registrar.errors import (
    AccessRefused,
    NameTaken,
    NotFound,
    OutcomeUnknown,
    PaymentRefused,
    Refused,
    RegistrarError,
    ReplyNotUnderstood,
    StatusProhibits,
    TryAgain,
    ValueRefused,
)
from tests.registrar.porkbun.porkbun_edge import NAME, YES, Told, account, no

CODES: dict[str, type[RegistrarError]] = {
    "API_KEY_REQUIRED": AccessRefused,
    "INVALID_API_KEYS_001": AccessRefused,
    "INVALID_API_KEYS_002": AccessRefused,
    "MISSING_APIKEY": AccessRefused,
    "MISSING_SECRETAPIKEY": AccessRefused,
    "INVALID_TOKEN": AccessRefused,
    "INVALID_USER": AccessRefused,
    "IP_NOT_ALLOWED": AccessRefused,
    "INVALID_PROTOCOL": ValueRefused,
    "METHOD_NOT_ALLOWED": ValueRefused,
    "INVALID_OR_EMPTY_JSON": ValueRefused,
    "INVALID_TYPE": ValueRefused,
    "INVALID_RECORD_ID": ValueRefused,
    "INVALID_DOMAIN": NotFound,
    "DOMAIN_NOT_FOUND": NotFound,
    "DOMAIN_NOT_ALLOWED": Refused,
    "DOMAIN_NOT_AVAILABLE": NameTaken,
    "INSUFFICIENT_FUNDS": PaymentRefused,
    "RENEWAL_TOO_SOON": StatusProhibits,
    "RATE_LIMIT_EXCEEDED": TryAgain,
}
UNSURE = ["IDEMPOTENCY_KEY_MISMATCH", "IDEMPOTENCY_KEY_IN_USE", "NEVER_SEEN_BEFORE", None]
HOSTS = frozenset({HostName("ns1.example.com")})


def _read(told: Told, headers: dict[str, str] | None = None) -> RegistrarError:
    registrar, _ = account({f"domain/get/{NAME}": told}, headers=headers)
    with pytest.raises(RegistrarError) as raised:
        registrar.info(NAME)
    return raised.value


def _change(told: Told) -> RegistrarError:
    registrar, _ = account({
        f"domain/getNs/{NAME}": (200, {**YES, "ns": []}),
        f"domain/updateNs/{NAME}": told,
    })  # fmt: skip
    with pytest.raises(RegistrarError) as raised:
        registrar.set_nameservers(NAME, HOSTS)
    return raised.value


def test_every_code_of_the_table_is_tried() -> None:
    assert set(PorkbunCodec.usual) == set(CODES) | set(UNSURE[:2])


@pytest.mark.parametrize("status", [200, 400, 403, 404, 429])
@pytest.mark.parametrize("code", CODES)
def test_a_code_is_what_it_says_whatever_the_status(code: str, status: int) -> None:
    for error in (_read((status, no(code))), _change((status, no(code)))):
        assert type(error) is CODES[code]
        assert (error.vendor_code, error.http_status) == (code, status)


@pytest.mark.parametrize("code", UNSURE)
@pytest.mark.parametrize("status", [200, 400, 409])
def test_a_no_that_is_not_known_keeps_its_words_and_leaves_a_change_open(
    code: str | None, status: int
) -> None:
    told = no(code, "The moon is in the wrong phase for registrant@example.com.")
    assert type(_read((status, told))) is Refused
    error = _change((status, told))
    assert type(error) is OutcomeUnknown
    assert "moon is in the wrong phase" in error.detail
    assert "example.com" not in error.detail


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_that_fails_leaves_a_change_open_whatever_it_says(status: int) -> None:
    assert type(_read((status, no("INSUFFICIENT_FUNDS")))) is TryAgain
    assert type(_change((status, no("INSUFFICIENT_FUNDS")))) is OutcomeUnknown


@pytest.mark.parametrize(
    "told",
    [
        (200, {}),
        (200, {"status": "PENDING"}),
        (200, {"status": "ERROR"}),
        (200, {"status": True}),
        (203, YES),
        (400, YES),
    ],
)
def test_what_is_neither_the_yes_nor_the_no_is_no_answer(told: Told) -> None:
    assert type(_read(told)) is ReplyNotUnderstood
    assert type(_change(told)) is OutcomeUnknown


def test_how_long_to_wait_is_told_by_the_answer_or_by_its_headers() -> None:
    busy = no("RATE_LIMIT_EXCEEDED")
    assert _read((429, {**busy, "ttlRemaining": 7})).retry_after == timedelta(seconds=7)
    assert _read((429, {**busy, "ttlRemaining": "x"}), {"retry-after": "9"}).retry_after == timedelta(
        seconds=9
    )
    assert _read((429, {**busy, "ttlRemaining": 10**9}), {"retry-after": "9"}).retry_after == timedelta(
        seconds=9
    )
