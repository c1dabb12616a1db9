"""Where a registrar's live and test system have one address, the user name says which one is meant."""

import pytest

from console.account_checks import Result, environment_line, examined
from portfolio.held import Environment, RegistrarAccount
from registrar.catalogue import ADAPTERS
from registrar.contract import Registrar

ADDRESS = ADAPTERS["porkbun"].endpoints[Environment.LIVE]


def _account(username: str, environment: Environment, endpoint: str = ADDRESS) -> RegistrarAccount:
    return RegistrarAccount(
        slug="house", registrar="porkbun", environment=environment, endpoint=endpoint, username=username
    )


def _never(_account: RegistrarAccount) -> Registrar:
    raise AssertionError("the registrar was asked")


@pytest.mark.parametrize("endpoint", [ADDRESS, "http://127.0.0.1:8000/api/json/v3"])
def test_a_user_of_the_test_system_is_one_of_a_test_account(endpoint: str) -> None:
    assert environment_line(_account("pk1_sb_a", Environment.SANDBOX, endpoint)).result is Result.OK


def test_a_user_of_the_live_system_is_one_of_a_live_account() -> None:
    assert environment_line(_account("pk1_a", Environment.LIVE)).result is Result.OK


@pytest.mark.parametrize(
    ("username", "environment"), [("pk1_sb_a", Environment.LIVE), ("pk1_a", Environment.SANDBOX)]
)
def test_a_user_of_the_other_system_is_refused_before_anything_is_asked(
    username: str, environment: Environment
) -> None:
    told = examined(_account(username, environment), _never)
    assert told.worst is not None
    assert (told.worst.check, told.worst.result) == ("environment", Result.FAILED)
    assert environment.value in told.worst.says
