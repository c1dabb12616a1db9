"""What `account test` finds out by reading alone, and what each finding is called."""

from collections.abc import Iterator

import pytest

from console.account_checks import Result, environment_line, examined
from console.refusals import Refusal
from portfolio.held import Environment, RegistrarAccount
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.registration import Registration
from registrar.contract import Registrar, TellsBalance
from registrar.errors import AccessRefused, RegistrarError, TryAgain

LIVE = "https://rr-n1-tor.opensrs.net:55443/"
HORIZON = "https://horizon.opensrs.net:55443/"
HERE = "http://127.0.0.1:8000/"


class _Shelf(Registrar, TellsBalance):
    """A registrar that holds two names, or says what is wrong. It can only be read."""

    slug = "opensrs"

    def __init__(self, wrong: RegistrarError | None = None, *, balance_works: bool = False) -> None:
        self._wrong, self._balance_works = wrong, balance_works

    def info(self, name: DomainName) -> Registration:
        raise NotImplementedError

    def holdings(self) -> Iterator[DomainName]:
        if self._wrong:
            raise self._wrong
        yield from (DomainName("example.com"), DomainName("example.ca"))

    def balance(self) -> Money:
        if self._wrong and not self._balance_works:
            raise self._wrong
        return Money.typed("12.50 CAD", currency="CAD")


def _account(endpoint: str = LIVE, environment: Environment = Environment.LIVE) -> RegistrarAccount:
    return RegistrarAccount(
        slug="house", registrar="opensrs", environment=environment, endpoint=endpoint, username="house"
    )


def _results(registrar: Registrar) -> dict[str, Result]:
    return {line.check: line.result for line in examined(_account(), lambda _account: registrar).lines}


@pytest.mark.parametrize(
    ("endpoint", "environment", "result"),
    [
        (LIVE, Environment.LIVE, Result.OK),
        ("https://rr-n1-tor.opensrs.net/", Environment.LIVE, Result.OK),
        (HORIZON, Environment.SANDBOX, Result.OK),
        (HERE, Environment.SANDBOX, Result.OK),
        ("http://[::1]:8000/", Environment.SANDBOX, Result.OK),
        (HORIZON, Environment.LIVE, Result.FAILED),
        (LIVE, Environment.SANDBOX, Result.FAILED),
        (LIVE.upper().replace("HTTPS", "https"), Environment.SANDBOX, Result.FAILED),
        (HERE, Environment.LIVE, Result.FAILED),
        ("https://localhost/", Environment.LIVE, Result.FAILED),
        ("http://registrar.example.net/", Environment.LIVE, Result.FAILED),
        ("https://registrar.example.net/", Environment.LIVE, Result.UNCLEAR),
        ("https://127.0.0.1.example.net/", Environment.LIVE, Result.UNCLEAR),
        ("http://registrar.example.net/", Environment.SANDBOX, Result.UNCLEAR),
    ],
)
def test_live_and_test_are_never_mixed(endpoint: str, environment: Environment, result: Result) -> None:
    line = environment_line(_account(endpoint, environment))
    assert line.result is result
    assert bool(line.what_to_do) is (result is not Result.OK)


def test_where_they_would_be_mixed_nobody_is_asked() -> None:
    def nobody(account: RegistrarAccount) -> Registrar:
        raise AssertionError(account.slug)

    found = examined(_account(HORIZON), nobody)
    assert [line.result for line in found.lines] == [Result.FAILED] + [Result.UNCLEAR] * 4
    assert found.worst is found.lines[0]


def test_an_account_that_works_is_ok_in_every_line() -> None:
    found = examined(_account(), lambda _account: _Shelf())
    assert {line.result for line in found.lines} == {Result.OK}
    assert (found.names, str(found.balance), found.worst) == (2, "12.50 CAD", None)


def test_an_address_that_nobody_knows_does_not_keep_an_account_from_working() -> None:
    found = examined(_account("https://registrar.example.net/"), lambda _account: _Shelf())
    assert found.lines[0].result is Result.UNCLEAR
    assert found.worst is None


def test_a_key_that_cannot_be_read_is_told_with_what_to_do() -> None:
    def unreadable(account: RegistrarAccount) -> Registrar:
        raise Refusal("others may read the key", next_step="run: chmod 600 key")

    worst = examined(_account(), unreadable).worst
    assert worst is not None
    assert (worst.check, worst.result, worst.what_to_do) == ("key", Result.FAILED, "run: chmod 600 key")


def test_a_refusal_is_the_keys_and_leaves_the_allow_list_unclear() -> None:
    assert _results(_Shelf(AccessRefused("the reseller was not recognized"))) == {
        "environment": Result.OK, "key": Result.OK, "access": Result.FAILED,
        "allow-list": Result.UNCLEAR, "reading": Result.UNCLEAR,
    }  # fmt: skip


def test_a_refusal_that_speaks_of_our_address_is_the_allow_lists() -> None:
    results = _results(_Shelf(AccessRefused("invalid request IP")))
    assert (results["access"], results["allow-list"]) == (Result.UNCLEAR, Result.FAILED)


def test_no_answer_is_no_verdict() -> None:
    results = _results(_Shelf(TryAgain("too many commands")))
    assert {results[check] for check in ("access", "allow-list", "reading")} == {Result.UNCLEAR}
    some = _results(_Shelf(TryAgain("too many commands"), balance_works=True))
    assert (some["access"], some["reading"]) == (Result.OK, Result.UNCLEAR)


def test_a_key_that_cannot_be_had_is_told_as_the_keys() -> None:
    def without_key(account: RegistrarAccount) -> Registrar:
        raise AccessRefused("there is no key; put one there", registrar=account.registrar)

    found = examined(_account(), without_key)
    assert [line.result for line in found.lines] == [Result.OK, Result.FAILED] + [Result.UNCLEAR] * 3
    assert found.worst is found.lines[1]


@pytest.mark.parametrize("when", ["made", "asked"])
def test_a_key_of_the_other_environment_fails_the_environment_and_nothing_is_sent(when: str) -> None:
    refused = AccessRefused("the user name belongs to the other environment; nothing was sent")

    def connect(account: RegistrarAccount) -> Registrar:
        if when == "made":
            raise refused
        return _Shelf(refused)

    found = examined(_account(), connect)
    assert [line.check for line in found.lines] == ["environment", "key", "access", "allow-list", "reading"]
    assert [line.result for line in found.lines] == [Result.FAILED] + [Result.UNCLEAR] * 4
    assert found.worst is found.lines[0]
