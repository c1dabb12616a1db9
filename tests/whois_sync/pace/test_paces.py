"""The table knows how fast to ask; a house's own word goes before it."""

import pytest
from pydantic import ValidationError

from whois_sync.pace.table import Pace, Paces, shipped_paces


def test_a_server_that_nobody_knows_is_asked_one_question_in_two_seconds() -> None:
    assert Paces().of("whois.example.net") == Pace(rate=0.5, burst=2, concurrency=1)


@pytest.mark.parametrize("server", ["127.0.0.1", "127.0.0.1:4343", "[::1]:4343"])
def test_our_own_machine_is_asked_quickly_whatever_the_port(server: str) -> None:
    assert Paces().of(server).rate > 100


def test_a_house_may_set_a_host_one_of_its_ports_and_the_default() -> None:
    host, port, rest = Pace(rate=1), Pace(rate=2), Pace(rate=3)
    paces = Paces({"127.0.0.1": host, "127.0.0.1:43": port, "default": rest})
    assert paces.of("127.0.0.1:80") == host
    assert paces.of("127.0.0.1:43") == port
    assert paces.of("whois.example.net") == rest
    assert paces.of("rdap.lacnic.net") == shipped_paces().servers["rdap.lacnic.net"]


def test_names_without_a_server_wait_for_nobody() -> None:
    assert Paces().of("").rate > 100_000


def test_published_limits_are_kept_by_half_at_least() -> None:
    servers = shipped_paces().servers
    assert servers["rdap.centralnic.com"].rate + servers["whois.centralnic.com"].rate <= 1800 / 900 / 2
    assert servers["rdap.lacnic.net"].rate <= 10 / 60 / 2


@pytest.mark.parametrize(
    "wrong", [{"rate": 0}, {"rate": -1}, {"rate": 1, "burst": 0}, {"rate": 1, "speed": 2}]
)
def test_a_pace_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Pace.model_validate(wrong)
