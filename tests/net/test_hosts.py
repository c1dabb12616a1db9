"""Whether a nameserver resolves: yes, no, or could not be asked; within a deadline, and nothing raised."""

import socket
import threading
from datetime import timedelta

import pytest

from net.hosts import resolves, resolving

SOON = timedelta(seconds=0.1)


class Resolver:
    """A resolver that knows some hosts, and keeps what it was asked."""

    def __init__(self, **answers: object) -> None:
        self.answers = {"a": ["the root"]} | answers
        self.asked: list[str] = []

    def __call__(self, host: str) -> object:
        self.asked.append(host)
        answer = self.answers[host.split(".", maxsplit=1)[0]]
        if isinstance(answer, OSError | ValueError):
            raise answer
        return answer


def _gai(code: int) -> socket.gaierror:
    return socket.gaierror(code, "said the resolver")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ([("an address",)], True),
        ([], False),
        (_gai(socket.EAI_NONAME), False),
        (_gai(getattr(socket, "EAI_NODATA", socket.EAI_NONAME)), False),
        (_gai(socket.EAI_AGAIN), None),
        (_gai(socket.EAI_FAIL), None),
        (OSError("no network"), None),
        (ValueError("an embedded null"), None),
    ],
)
def test_a_host_has_an_address_or_none_or_could_not_be_asked(answer: object, expected: bool | None) -> None:
    assert resolves("ns1.example.net", asks=Resolver(ns1=answer)) is expected


def test_a_host_is_asked_for_as_an_absolute_name() -> None:
    resolver = Resolver(ns1=["address"])
    resolves("ns1.example.net", asks=resolver)
    resolves("ns1.example.net.", asks=resolver)
    assert {host for host in resolver.asked if host.startswith("ns1")} == {"ns1.example.net."}


@pytest.mark.parametrize("host", ["", "no name", "näme.example", "a\x00b.example", "x" * 300])
def test_what_is_no_host_name_is_not_asked_for(host: str) -> None:
    resolver = Resolver()
    assert resolves(host, asks=resolver) is None
    assert resolver.asked == ["a.root-servers.net."]


def test_a_resolver_that_never_answers_is_waited_for_until_the_deadline_only() -> None:
    never = threading.Event()

    def hangs(host: str) -> object:
        if host.startswith("slow"):
            never.wait(5)
        return ["address"]

    try:
        found = resolving(["slow.example.net", "ns1.example.net"], within=SOON, asks=hangs)
    finally:
        never.set()
    assert found == {"slow.example.net": None, "ns1.example.net": True}


def test_each_of_many_hosts_is_asked_for_once_and_has_an_answer() -> None:
    hosts = [f"ns{number}.example.net" for number in range(30)]
    resolver = Resolver(**{f"ns{number}": ["address"] if number % 2 else [] for number in range(30)})
    found = resolving([*hosts, *hosts], asks=resolver)
    assert found == {host: bool(number % 2) for number, host in enumerate(hosts)}
    assert sorted(resolver.asked) == sorted(f"{host}." for host in (*hosts, "a.root-servers.net"))


@pytest.mark.parametrize("root", [[], _gai(socket.EAI_NONAME), _gai(socket.EAI_AGAIN)])
def test_a_resolver_that_denies_even_the_root_servers_has_denied_nothing(root: object) -> None:
    resolver = Resolver(a=root, ns1=_gai(socket.EAI_NONAME), ns2=["address"])
    found = resolving(["ns1.example.net", "ns2.example.net"], asks=resolver)
    assert found == {"ns1.example.net": None, "ns2.example.net": True}


def test_nobody_asks_where_nothing_is_wanted() -> None:
    assert resolving([]) == {}
