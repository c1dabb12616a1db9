"""How a name's registries and their servers are called wherever they are looked for: one spelling each."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from portfolio.names import DomainName

PORT = 43
Server = tuple[str, int]
"""A host name and a port."""


def suffixes_of(name: DomainName) -> Iterator[str]:
    """Yield the suffixes of `name`, itself first, its TLD last: the order in which tables are asked."""
    return (".".join(name.labels[start:]) for start in range(len(name.labels)))


def place_of(server: Server) -> str:
    """Return how a port-43 `server` is called in lanes: its host, and its port where that is not 43."""
    host, port = server
    return host if port == PORT else f"{host}:{port}"


def place_at(url: str) -> str:
    """Return how the server of an RDAP `url` is called in lanes: its host, and a port that is named."""
    return urlsplit(url).netloc.lower().removesuffix(":443")
