"""CentralNic Reseller's adapter, connected to the sandbox's dialect on a socket."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import SecretStr

from net.addresses import AddressGuard
from net.client import HttpClient
from registrar.adapters.centralnic import CentralNicRegistrar
from sandbox.http_server import HttpServer


@contextmanager
def connected(server: HttpServer, secret: str) -> Iterator[CentralNicRegistrar]:
    """Yield the adapter for the dialect that `server` serves, and close it."""
    http = HttpClient(guard=AddressGuard(allowed=[("127.0.0.1", server.port)]))
    registrar = CentralNicRegistrar(
        http, endpoint=f"{server.url}api/call.cgi", username="sandbox", secret=SecretStr(secret), attempts=1
    )
    try:
        yield registrar
    finally:
        registrar.close()
