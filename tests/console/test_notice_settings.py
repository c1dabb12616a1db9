"""What staff say about notices and prices reaches the policy; what cannot be meant is one clear line."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import ValidationError

from console.settings import Settings, read_settings, settings_file
from portfolio.names import DomainName
from portfolio.policy.notices import GENERIC_FLOOR, NoticePolicy, ladder
from portfolio.policy.prices import PriceList
from portfolio.tld import rules_for
from portfolio.values import problems_in

COM, CA = rules_for(DomainName("example.com")), rules_for(DomainName("example.ca"))


def settings_of(home: Path, toml: str) -> Settings:
    settings_file(home).write_text(toml, "utf-8")
    return read_settings(home)


def test_without_a_word_the_policy_is_the_one_that_is_shipped(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, "")
    assert settings.notices.policy == NoticePolicy()
    assert settings.notices.policy.fingerprint == NoticePolicy().fingerprint
    assert settings.prices.asked == PriceList()


def test_ladders_are_set_by_tld_by_class_and_by_client(tmp_path: Path) -> None:
    policy = settings_of(
        tmp_path,
        "[notices]\nsteps = [45, 14]\nkept_with_auto_renew = [14]\ndata_check_for = ['ca']\n"
        "[notices.tlds]\nca = [20, 2]\ngeneric = [50]\n[notices.clients]\nbakery = [90]\n",
    ).notices.policy
    assert policy.ladder_for(CA) == ladder(20, 2)
    assert policy.ladder_for(CA, client="bakery") == ladder(90)
    assert frozenset(policy.ladder_for(COM)) == frozenset(ladder(50) + GENERIC_FLOOR)
    assert policy.checks_data(CA)
    assert policy.silenced(CA, ladder(20, 14), auto_renew=True) == frozenset(ladder(20))


def test_no_setting_takes_away_what_is_demanded_for_a_gtld(tmp_path: Path) -> None:
    toml = "[notices]\nsteps = [60]\nkept_with_auto_renew = []\n[notices.tlds]\ncom = [90]\n"
    policy = settings_of(tmp_path, toml).notices.policy
    steps = policy.ladder_for(COM)
    assert frozenset(GENERIC_FLOOR) <= frozenset(steps)
    assert not policy.silenced(COM, steps, auto_renew=True) & frozenset(GENERIC_FLOOR)


def test_prices_are_by_tld_with_one_for_all_others(tmp_path: Path) -> None:
    asked = settings_of(
        tmp_path,
        '[prices]\ncurrency = "CAD"\nrenewal = {ca = "25.00", "*" = "30"}\nrestore = {com = 180}\n',
    ).prices.asked
    assert str(asked.renewal_of(DomainName("example.ca"))) == "25.00 CAD"
    assert str(asked.renewal_of(DomainName("example.net"))) == "30.00 CAD"
    restore = asked.restore_of(DomainName("example.com"))
    assert restore is not None
    assert restore.amount == Decimal(180)
    assert asked.restore_of(DomainName("example.ca")) is None


def test_a_sandbox_s_own_domain_is_not_looked_up(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, '[mail]\ndomain_check = "off"\n')
    assert settings.mail.domain_check == "off"
    assert settings_of(tmp_path, "").mail.domain_check == "warn"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("[notices]\nsteps = []", "notices.steps: "),
        ("[notices]\nsteps = [400]", "notices.steps.0: "),
        ("[notices]\nsteps = [-76]", "notices.steps.0: "),
        ('[notices]\nsteps = ["soon"]', "notices.steps.0: "),
        ("[notices.tlds]\nca = []", "notices.tlds.ca: "),
        ('[notices.tlds]\n".ca" = [5]', "notices.tlds..ca"),
        ("[notices.clients]\nBakery = [5]", "notices.clients.Bakery"),
        ("[notices]\nmost_in_a_run = 0", "notices.most_in_a_run: "),
        ("[notices]\nmost_for_one = 0", "notices.most_for_one: "),
        ("[notices]\nladder = [5]", "notices.ladder: "),
        ('[prices]\ncurrency = "dollars"', "prices.currency: "),
        ('[prices.renewal]\nca = "-1"', "prices.renewal.ca: "),
        ('[prices.renewal]\nca = "free"', "prices.renewal.ca: "),
        ('[prices.restore]\nCA = "1"', "prices.restore.CA"),
        ('[alerts]\nurls = ["json://127.0.0.1"]', "alerts.urls: "),
        ('[calendar]\nlisten = "everywhere"', "calendar.listen: "),
        ('[mail]\ndomain_check = "yes"', "mail.domain_check: "),
    ],
)
def test_what_cannot_be_meant_is_one_line_that_names_the_setting(
    tmp_path: Path, toml: str, said: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        settings_of(tmp_path, toml)
    told = problems_in(refused.value)
    assert told.startswith(said)
    assert "\n" not in told
