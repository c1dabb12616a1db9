"""Every type of error means the same wherever it stands, and an unknown one keeps its words."""

import pytest

from registrar.adapters.realtimeregister.codes import SPECIAL, TYPES
from registrar.errors import (
    AccessRefused,
    NameTaken,
    NotFound,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    Refused,
    RegistrarError,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from tests.registrar.realtimeregister.realtimeregister_edge import DOMAIN, NAME, account

IN_THE_FACTS = {
    "InvalidParameter": (400, ValueRefused),
    "BillableAcknowledgmentNeededException": (400, PriceRefused),
    "DnsConfigurationException": (400, ValueRefused),
    "InsufficientCreditException": (400, PaymentRefused),
    "ObjectStatusProhibitsOperation": (400, StatusProhibits),
    "ValidationError": (400, ValueRefused),
    "UnsupportedTld": (400, Unsupported),
    "NoContractException": (400, Unsupported),
    "AuthenticationFailed": (401, AccessRefused),
    "AuthorizationFailed": (403, AccessRefused),
    "ObjectDoesNotExist": (404, NotFound),
    "ObjectExists": (409, ValueRefused),
    "RateLimitExceeded": (429, TryAgain),
    "ProcessError": (400, OutcomeUnknown),
    "ProviderUnavailable": (400, OutcomeUnknown),
    "ProviderConnectionError": (400, OutcomeUnknown),
    "InternalServerError": (500, OutcomeUnknown),
}


def _refused(status: int, told: object) -> RegistrarError:
    registrar, _ = account({
        f"GET domains/{NAME}": (200, DOMAIN), f"POST domains/{NAME}/update": (status, told)
    })  # fmt: skip
    with pytest.raises(RegistrarError) as raised:
        registrar.set_auto_renew(NAME, on=False)
    return raised.value


@pytest.mark.parametrize("kind", sorted(IN_THE_FACTS))
def test_a_type_after_a_change_means_what_it_should(kind: str) -> None:
    status, error = IN_THE_FACTS[kind]
    assert type(_refused(status, {"type": kind, "message": "no"})) is error
    assert kind in TYPES


def test_an_unknown_type_is_unknown_after_a_change_and_keeps_its_words() -> None:
    error = _refused(400, {"type": "SomethingNewException", "message": "the moon is full"})
    assert isinstance(error, OutcomeUnknown)
    assert "the moon is full" in str(error)
    assert error.vendor_code == "SomethingNewException"


def test_an_unknown_type_after_a_read_is_a_refusal() -> None:
    registrar, _ = account({f"GET domains/{NAME}": (400, {"type": "SomethingNewException"})})
    with pytest.raises(Refused):
        registrar.info(NAME)


def test_what_was_violated_is_told_without_its_value() -> None:
    violation = {"field": "ns", "message": "is not a name", "value": "registrant@example.com"}
    told = {"type": "ConstraintViolationException", "message": "invalid", "violations": [violation]}
    error = _refused(400, told)
    assert "ns is not a name" in str(error)
    assert "registrant" not in str(error)


def test_what_is_there_already_depends_on_what_was_asked() -> None:
    assert SPECIAL["createDomain", "ObjectExists"].change is NameTaken
    assert SPECIAL["transferDomain", "ObjectExists"].change is StatusProhibits
