"""The street of a drift story: the sandbox's registrar, and a public server of its own for each TLD."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from net import AddressGuard
from sandbox import Fault, Faults, Sandbox
from sandbox.http_server import HttpServer
from sandbox.loopback import LOOPBACK, LoopbackServer
from sandbox.rdap import WITHOUT_RDAP, RdapServer
from sandbox.vendors.opensrs.office import Office
from sandbox.whois import WhoisServer
from tests.drift_story.made_portfolio import MORE_TLDS, OF_A_HUNDRED, START


class Server(NamedTuple):
    """A TLD's own public server, and what goes wrong there."""

    port: int
    faults: Faults


class Street(NamedTuple):
    """Everything outside the house."""

    box: Sandbox
    servers: dict[str, Server]

    @property
    def office(self) -> Office:
        """The vendor behind its interface."""
        return self.box.opensrs.office

    @property
    def guard(self) -> AddressGuard:
        """A guard that opens every server of the street."""
        pairs = [(LOOPBACK, server.port) for server in self.servers.values()]
        return AddressGuard([*self.box.addresses.all_pairs, *pairs])

    @property
    def whois_servers(self) -> dict[str, tuple[str, int]]:
        """The port-43 servers by TLD."""
        return {tld: (LOOPBACK, self.servers[tld].port) for tld in WITHOUT_RDAP}

    def write_overrides(self, file: Path) -> Path:
        """Write down where each TLD's RDAP server is, as a house's own table has it."""
        lines = ["[overrides]"]
        for tld, server in self.servers.items():
            if tld not in WITHOUT_RDAP:
                lines.append(f'{tld} = ["http://{LOOPBACK}:{server.port}/"]')
        file.write_text("\n".join(lines) + "\n", "utf-8")
        return file

    def spoil(self, tld: str, fault: Fault) -> None:
        """Let every answer of the TLD's server go wrong, from now on."""
        channel = "whois" if tld in WITHOUT_RDAP else "rdap"
        self.servers[tld].faults.keep(fault, to=channel)


@contextmanager
def open_street() -> Iterator[Street]:
    """Run a sandbox with a server for each TLD of the portfolio."""
    with ExitStack() as running:
        box = running.enter_context(Sandbox(start=START, more_tlds=MORE_TLDS))
        servers: dict[str, Server] = {}
        for tld in OF_A_HUNDRED:
            faults = Faults(retry_after=timedelta(0))
            server = _started(box, tld, faults)
            running.callback(server.stop)
            servers[tld] = Server(server.port, faults)
        yield Street(box, servers)


def _started(box: Sandbox, tld: str, faults: Faults) -> LoopbackServer:
    server: LoopbackServer
    if tld in WITHOUT_RDAP:
        server = WhoisServer(box.public_side, clock=box.clock, faults=faults, log=box.log)
    else:
        server = HttpServer(
            RdapServer(box.public_side, clock=box.clock, log=box.log), faults=faults, log=box.log
        )
    server.start()
    return server
