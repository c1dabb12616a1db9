"""Every status that Gandi says no with has its class; an unknown one keeps the vendor's words."""

import pytest

from portfolio.names import DomainName
from registrar.adapters.gandi import GandiRegistrar
from registrar.errors import (
    AccessRefused,
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
from tests.conformance.bench import request_for
from tests.registrar.gandi.gandi_edge import BILLING, CONFIRMED, DETAILS, NAME, TOKEN, Told, account, offer

D = f"domain/domains/{NAME}"
CODES: list[tuple[int, type[RegistrarError]]] = [
    (400, ValueRefused),
    (401, AccessRefused),
    (402, PaymentRefused),
    (403, AccessRefused),
    (404, NotFound),
    (409, StatusProhibits),
    (429, TryAgain),
]
SERVER = [500, 502, 503, 504]


def _no(status: int) -> dict[str, object]:
    return {"code": status, "message": "Access was denied to this resource.", "object": "HTTPForbidden"}


def _read(told: Told) -> GandiRegistrar:
    return account({f"GET {D}": told})[0]


def _lock(told: Told) -> GandiRegistrar:
    return account({f"GET {D}": (200, DETAILS), f"PATCH {D}/status": told})[0]


@pytest.mark.parametrize(("status", "error"), CODES)
def test_a_no_to_a_read_and_to_a_change_is_its_class(status: int, error: type[RegistrarError]) -> None:
    with pytest.raises(error) as read:
        _read((status, _no(status))).info(NAME)
    with pytest.raises(error) as changed:
        _lock((status, _no(status))).set_lock(NAME, locked=False)
    for raised in (read.value, changed.value):
        assert type(raised) is error
        assert raised.vendor_code == str(status)
        assert "Access was denied" in str(raised)
        assert TOKEN not in str(raised)


@pytest.mark.parametrize("status", [405, 410, 412, 418, 422, 451, 501])
def test_an_unknown_no_keeps_its_words(status: int) -> None:
    with pytest.raises(Refused, match="Access was denied") as read:
        _read((status, _no(status))).info(NAME)
    assert type(read.value) is Refused
    with pytest.raises(OutcomeUnknown, match="Access was denied"):
        _lock((status, _no(status))).set_lock(NAME, locked=False)


@pytest.mark.parametrize("status", SERVER)
def test_a_server_that_fails_is_asked_again_and_leaves_a_change_unknown(status: int) -> None:
    with pytest.raises(TryAgain):
        _read((status, _no(status))).info(NAME)
    with pytest.raises(OutcomeUnknown):
        _lock((status, _no(status))).set_lock(NAME, locked=False)


@pytest.mark.parametrize("status", [200, 201, 203, 204, 206, 302])
def test_only_202_says_that_a_change_was_accepted(status: int) -> None:
    with pytest.raises(OutcomeUnknown):
        _lock((status, CONFIRMED)).set_lock(NAME, locked=False)


@pytest.mark.parametrize("status", [201, 202, 203, 206])
def test_only_200_answers_a_question(status: int) -> None:
    with pytest.raises(ReplyNotUnderstood):
        _read((status, DETAILS)).info(NAME)


@pytest.mark.parametrize("told", [{}, [], {"object": "HTTPConflict"}, {"errors": []}])
def test_a_no_that_is_not_the_vendors_own_is_unclear(told: object) -> None:
    with pytest.raises(ReplyNotUnderstood):
        _read((404, told)).info(NAME)
    with pytest.raises(OutcomeUnknown):
        _lock((409, told)).set_lock(NAME, locked=False)


def test_what_is_wrong_with_a_request_is_told_field_by_field() -> None:
    told = {
        "status": "error",
        "errors": [{"location": "body", "name": "owner.zip", "description": "Required"}],
    }
    with pytest.raises(ValueRefused, match=r"owner\.zip: Required"):
        _lock((400, told)).set_lock(NAME, locked=False)


def test_a_name_that_is_not_found_when_it_is_ordered_is_not_sold() -> None:
    answers: dict[str, Told] = {
        "GET domain/check?name=example.com": (200, offer("create", name="example.com")),
        "GET billing/info": (200, BILLING),
        "POST domain/domains dry": (200, {"status": "success"}),
        "POST domain/domains": (404, _no(404)),
    }
    request = request_for(DomainName("example.com"))
    limit = request.price_limit.model_copy(update={"currency": "EUR"})
    with pytest.raises(ValueRefused, match="not sold here"):
        account(answers)[0].register(request.model_copy(update={"price_limit": limit}))


def test_no_value_of_a_person_stands_in_a_refusal() -> None:
    words = "Renée Exemple of 100, rue de l'Exemple cannot be"
    answers: dict[str, Told] = {
        "GET domain/check?name=example.com": (200, offer("create", name="example.com")),
        "GET billing/info": (200, BILLING),
        "POST domain/domains dry": (200, {"status": "error", "errors": [{"description": words}]}),
    }
    request = request_for(DomainName("example.com"))
    limit = request.price_limit.model_copy(update={"currency": "EUR"})
    with pytest.raises(ValueRefused) as refused:
        account(answers)[0].register(request.model_copy(update={"price_limit": limit}))
    assert "Ren" not in str(refused.value)
    assert "rue" not in str(refused.value)
