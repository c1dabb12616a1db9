"""Every code, of its own model and of those common to Amazon's services, has its class."""

import pytest

from registrar.adapters.route53.codes import CODES, PAID, meaning_of
from registrar.errors import (
    AccessRefused,
    NotFound,
    OutcomeUnknown,
    Refused,
    RegistrarError,
    StatusProhibits,
    TryAgain,
    ValueRefused,
)
from tests.conformance.bench import EXAMPLE
from tests.registrar.route53.route53_edge import at_the_edge

CLASSES: dict[str, type[RegistrarError]] = {
    "InvalidInput": ValueRefused,
    "UnsupportedTLD": ValueRefused,
    "TLDRulesViolation": ValueRefused,
    "DuplicateRequest": StatusProhibits,
    "OperationLimitExceeded": TryAgain,
    "TLDInMaintenance": TryAgain,
    "DomainLimitExceeded": Refused,
    "DnssecLimitExceeded": Refused,
    "ThrottlingException": TryAgain,
    "AccessDeniedException": AccessRefused,
    "ExpiredTokenException": AccessRefused,
    "IncompleteSignature": AccessRefused,
    "InvalidClientTokenId": AccessRefused,
    "InvalidSignatureException": AccessRefused,
    "MissingAuthenticationToken": AccessRefused,
    "NotAuthorized": AccessRefused,
    "OptInRequired": AccessRefused,
    "RequestExpired": AccessRefused,
    "UnrecognizedClientException": AccessRefused,
    "SerializationException": ValueRefused,
    "UnknownOperationException": ValueRefused,
    "ValidationError": ValueRefused,
    "ValidationException": ValueRefused,
}


@pytest.mark.parametrize("code", CLASSES)
def test_a_code_is_the_same_after_a_read_and_a_change(code: str) -> None:
    meaning = meaning_of("UpdateDomainContact", code)
    assert (meaning.read, meaning.change) == (CLASSES[code], CLASSES[code])


@pytest.mark.parametrize("operation", PAID)
def test_an_order_that_is_in_progress_may_be_ours(operation: str) -> None:
    assert meaning_of(operation, "DuplicateRequest").change is OutcomeUnknown


@pytest.mark.parametrize("operation", ["GetDomainDetail", "RetrieveDomainAuthCode", "RestoreDomain"])
def test_a_name_that_the_account_does_not_have_is_not_found(operation: str) -> None:
    assert meaning_of(operation, "InvalidInput").read is NotFound


def test_an_unknown_code_is_a_no_to_a_read_and_no_answer_to_a_change() -> None:
    meaning = meaning_of("RenewDomain", "SomethingNew")
    assert "SomethingNew" not in CODES
    assert (meaning.read, meaning.change) == (Refused, OutcomeUnknown)


@pytest.mark.parametrize(
    "spelt", ["SomethingNew", "com.amazon.coral.service#SomethingNew", "SomethingNew:http://x"]
)
def test_an_unknown_code_keeps_its_words_without_what_is_personal(spelt: str) -> None:
    words = "short and stout, says teapot@example.com at +1.6135550123"
    with at_the_edge() as (edge, registrar):
        edge.refuses("GetDomainDetail", spelt, words)
        with pytest.raises(Refused, match="short and stout") as caught:
            registrar.info(EXAMPLE.name)
    assert (caught.value.vendor_code, caught.value.http_status) == ("SomethingNew", 400)
    assert "teapot" not in str(caught.value)
    assert "6135550123" not in str(caught.value)


def test_a_code_in_the_header_counts_too_and_message_may_be_capital() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("GetDomainDetail", {"Message": "Domain not found"}, status=400)
        edge.answers["GetDomainDetail"][0].headers["x-amzn-ErrorType"] = "InvalidInput:http://internal/"
        with pytest.raises(NotFound, match="Domain not found"):
            registrar.info(EXAMPLE.name)


def test_a_yes_that_holds_a_refusal_is_neither() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("DisableDomainTransferLock", {"__type": "InvalidInput", "OperationId": "1"})
        with pytest.raises(OutcomeUnknown):
            registrar.set_lock(EXAMPLE.name, locked=False)
