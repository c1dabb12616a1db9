"""Where the sandbox's servers listen."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.loopback import LOOPBACK
from sandbox.vendors.catalogue import VENDORS


@dataclass(frozen=True)
class Addresses:
    """Addresses by server ("rdap", "whois", "smtp", "control", vendors by their slugs), all on 127.0.0.1."""

    ports: Mapping[str, int]

    @property
    def rdap(self) -> str:
        """The RDAP server's base URL, which serves every registry but `ee`."""
        return self._url("rdap")

    @property
    def rdap_bootstrap(self) -> str:
        """The URL of the bootstrap file (RFC 9224)."""
        return f"{self.rdap}dns.json"

    @property
    def opensrs(self) -> str:
        """The endpoint of the OpenSRS dialect."""
        return self._url("opensrs")

    def vendor(self, slug: str) -> str:
        """Return the endpoint of a vendor of `sandbox.vendors.catalogue`."""
        return f"{self._url(slug).rstrip('/')}{VENDORS[slug].path}"

    @property
    def control(self) -> str:
        """The control port's base URL."""
        return self._url("control")

    @property
    def whois(self) -> tuple[str, int]:
        """Host and port of the WHOIS server, for every TLD."""
        return LOOPBACK, self.ports["whois"]

    @property
    def smtp(self) -> tuple[str, int]:
        """Host and port of the mail server."""
        return LOOPBACK, self.ports["smtp"]

    @property
    def all_pairs(self) -> tuple[tuple[str, int], ...]:
        """Every host and port, for who must open a guard for them."""
        return tuple((LOOPBACK, port) for port in self.ports.values())

    def _url(self, server: str) -> str:
        return f"http://{LOOPBACK}:{self.ports[server]}/"
