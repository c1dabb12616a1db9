"""Warnings before money: look-alikes, nameservers without an address; silent on what could not be asked."""

from collections.abc import Iterable

import pytest

from console.cautions import cautions, nobody_asked
from console.progress import counted
from portfolio.names import DomainName, HostName

HOSTS = [HostName(f"ns{number}.example.net") for number in (1, 2, 3)]


def _resolving(hosts: Iterable[str]) -> dict[str, bool | None]:
    known = {HOSTS[0]: True, HOSTS[1]: False}
    return {host: known.get(HostName(host)) for host in hosts}


def test_a_nameserver_without_an_address_is_named_once_and_one_that_could_not_be_asked_is_not() -> None:
    assert cautions([], [*HOSTS, *HOSTS], resolving=_resolving) == [
        "nameserver ns2.example.net has no address; the name will not work until it has"
    ]
    assert cautions([], HOSTS, resolving=nobody_asked) == []


def test_a_name_that_mixes_scripts_is_named_with_its_a_label() -> None:
    [warning] = cautions([DomainName("exаmple.com"), DomainName("example.com")], [], resolving=nobody_asked)
    assert warning == "exаmple.com (xn--exmple-4nf.com) mixes cyrillic and latin letters in one label"


def test_progress_is_a_line_a_piece_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with counted("sending", 2) as tell:
        tell("example.com: active")
        tell("[bold]example.net: active")
    with counted("pricing", 1, lines=False) as tell:
        tell("unseen")
    assert capsys.readouterr().err == "1/2 example.com: active\n2/2 [bold]example.net: active\n"
