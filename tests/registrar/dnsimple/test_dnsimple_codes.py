"""Every status that DNSimple documents is one of our errors, after a read and after a change."""

import pytest

from portfolio.names import DomainName, HostName
from registrar import errors
from registrar.adapters.dnsimple.codes import STATUSES
from tests.registrar.dnsimple.dnsimple_edge import at_the_edge

NAME, HOSTS = DomainName("example.com"), frozenset({HostName("ns7.example.org")})
READ, CHANGE = "GET domains/example.com", "PUT registrar/domains/example.com/delegation"
SAME = {
    400: errors.ValueRefused,
    401: errors.AccessRefused,
    402: errors.PaymentRefused,
    403: errors.AccessRefused,
    404: errors.NotFound,
    405: errors.Unsupported,
    412: errors.Unsupported,
    428: errors.StatusProhibits,
    429: errors.TryAgain,
}
LOST = (500, 502, 503, 504)


def test_every_documented_status_is_in_the_table() -> None:
    assert set(STATUSES.usual) == {*SAME, *LOST}


@pytest.mark.parametrize("status", [*SAME, *LOST])
def test_a_status_after_a_read(status: int) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says_whole(READ, {"message": "no"}, status=status)
        with pytest.raises(errors.RegistrarError) as caught:
            registrar.info(NAME)
    assert type(caught.value) is SAME.get(status, errors.TryAgain)


@pytest.mark.parametrize("status", [*SAME, *LOST])
def test_a_status_after_a_change(status: int) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says_whole(CHANGE, {"message": "no"}, status=status)
        with pytest.raises(errors.RegistrarError) as caught:
            registrar.set_nameservers(NAME, HOSTS)
        assert len(edge.of(CHANGE)) == 1
    assert type(caught.value) is SAME.get(status, errors.OutcomeUnknown)


@pytest.mark.parametrize(("status", "error"), [(418, errors.OutcomeUnknown), (203, errors.OutcomeUnknown)])
def test_what_nobody_documents_after_a_change_is_unknown(status: int, error: type[Exception]) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says_whole(CHANGE, {"message": "short and stout"}, status=status)
        with pytest.raises(error):
            registrar.set_nameservers(NAME, HOSTS)


def test_an_unknown_status_keeps_its_words_without_what_looks_personal() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says_whole(READ, {"message": "ask registrant@example.ca", "errors": {"x": ["odd"]}}, status=418)
        with pytest.raises(errors.Refused, match="odd") as caught:
            registrar.info(NAME)
    assert "registrant@" not in str(caught.value)
    assert (caught.value.vendor_code, caught.value.http_status) == ("418", 418)


def test_a_name_that_may_not_be_renewed_yet_is_forbidden_by_its_status() -> None:
    meaning = STATUSES.special["domainRenew", 400]
    assert meaning.change is errors.StatusProhibits


def test_a_user_name_that_is_no_account_sends_nothing() -> None:
    with at_the_edge(username="someone@example.com") as (edge, registrar):
        with pytest.raises(errors.AccessRefused):
            registrar.info(NAME)
        assert edge.sent == []


def test_a_verb_that_is_not_offered_is_told_without_a_body() -> None:
    with at_the_edge() as (edge, registrar):
        edge.says_whole(CHANGE, None, status=405)
        with pytest.raises(errors.Unsupported):
            registrar.set_nameservers(NAME, HOSTS)


def test_what_is_wrong_with_each_field_is_told() -> None:
    told = {"message": "Not valid", "errors": {"city": ["is empty", "is short"], "x-number": "is wrong"}}
    with at_the_edge() as (edge, registrar):
        edge.says_whole(CHANGE, told, status=400)
        with pytest.raises(
            errors.ValueRefused, match="Not valid: city is empty, is short; x-number is wrong"
        ):
            registrar.set_nameservers(NAME, HOSTS)
