"""A public client of the vendor's and ours say the same to the vendor, and the dialect answers both."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from sandbox.http_server import HttpRequest, HttpResponse
from tests.conformance.bench import EXAMPLE, renewal_of
from tests.conformance.namecheap_bench import NamecheapBench

# Any: neither the client nor what it returns has types that are of use here.
public_client: Any = pytest.importorskip("namecheap", reason="the public client is not installed")
NAME = "".join(EXAMPLE.name)
Fields = dict[str, str]


@dataclass
class Both:
    """The two clients over one dialect, and what each of them sent."""

    ours: Any
    theirs: Any
    sent: list[Fields] = field(default_factory=list[Fields])

    def said(self, do: Callable[[], object], command: str) -> Fields:
        """
        Return the fields with which `do` gave `command`.

        This version of the client takes names apart where the documents want them whole, and is refused: they
        are put together again, the rest of the request is compared as it left.
        """
        self.sent.clear()
        with suppress(public_client.NamecheapException):
            do()
        [found] = [one for one in self.sent if one["Command"].lower() == f"namecheap.{command}".lower()]
        suffix = found.pop("TLD", "")
        whole = {"DomainName": f"{found['DomainName']}.{suffix}"} if suffix else {}
        return found | whole | {"Command": found["Command"].lower()}


@pytest.fixture
def both() -> Iterator[Both]:
    """Both clients, with EXAMPLE in the account."""
    with ExitStack() as stack:
        bench = NamecheapBench(stack)
        bench.given(EXAMPLE)
        user, _, address = bench.dialect.username.partition("@")
        theirs = public_client.NamecheapClient(user, bench.secret, user, address, False, load_env=False)
        theirs.base_url = f"http://127.0.0.1:{bench.port}/xml.response"
        clients = Both(bench.registrar, theirs)
        answer = bench.vendor.answer

        def noted(request: HttpRequest) -> HttpResponse:
            query = urlsplit(request.path).query
            clients.sent.append(dict(parse_qsl(query) + parse_qsl(request.body.decode())))
            return answer(request)

        bench.vendor.answer = noted
        yield clients


def test_both_ask_for_a_name_alike(both: Both) -> None:
    ours = both.said(lambda: both.ours.info(EXAMPLE.name), "domains.getInfo")
    assert both.said(lambda: both.theirs.domains.get_info(NAME), "domains.getInfo") == ours


def test_both_ask_whether_a_name_is_free_alike(both: Both) -> None:
    ours = both.said(lambda: both.ours.availability(EXAMPLE.name), "domains.check")
    assert both.said(lambda: both.theirs.domains.check([NAME]), "domains.check") == ours


def test_both_ask_for_contacts_alike(both: Both) -> None:
    ours = both.said(lambda: both.ours.contacts(EXAMPLE.name), "domains.getContacts")
    assert both.said(lambda: both.theirs.domains.get_contacts(NAME), "domains.getContacts") == ours


def test_both_ask_for_the_balance_alike(both: Both) -> None:
    ours = both.said(both.ours.balance, "users.getBalances")
    assert both.said(both.theirs.users.get_balances, "users.getBalances") == ours


def test_both_renew_alike(both: Both) -> None:
    ours = both.said(lambda: both.ours.renew(renewal_of(EXAMPLE)), "domains.renew")
    assert both.said(lambda: both.theirs.domains.renew(NAME, 1), "domains.renew") == ours
