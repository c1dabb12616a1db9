"""An account whose address and environment do not belong together is never connected, however it came in."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from console.secrets import keep_secret
from console.settings import Settings
from console.wiring import App
from portfolio.held import Environment, RegistrarAccount
from registrar.errors import AccessRefused
from sandbox.clock import MovableClock
from tests.conformance.bench import START

HORIZON = "https://horizon.opensrs.net:55443/"


@pytest.mark.parametrize(
    ("registrar", "username", "endpoint", "environment"),
    [
        ("opensrs", "reseller", HORIZON, Environment.LIVE),
        ("opensrs", "reseller", "https://rr-n1-tor.opensrs.net:55443/", Environment.SANDBOX),
        ("porkbun", "pk1_sb_a", "https://api.porkbun.com/api/json/v3", Environment.LIVE),
    ],
)
def test_no_line_is_opened_for_a_mixed_account(
    tmp_path: Path, registrar: str, username: str, endpoint: str, environment: Environment
) -> None:
    settings = Settings(home=tmp_path)
    account = RegistrarAccount(
        slug="main", registrar=registrar, environment=environment, endpoint=endpoint, username=username
    )
    keep_secret(settings, account.slug, SecretStr("planted-key-0123456789"))
    app = App(settings=settings, clock=MovableClock(START))
    try:
        with pytest.raises(AccessRefused, match="nothing was sent"):
            app.registrar_for(account)
    finally:
        app.close()
