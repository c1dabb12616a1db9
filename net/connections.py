"""The sockets under httpcore: guarded dialling, one deadline, and word of what left."""

import logging
import select
import socket
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
from typing_extensions import override

from net.addresses import AddressGuard
from net.attempt import current_attempt
from net.dialling import Resolver, dial
from net.errors import NeverSent

_log = logging.getLogger("net")


class Connection(httpcore.NetworkStream):
    """
    A connected socket, plain or TLS.

    httpcore's own timeouts are per phase and are ignored: whatever is left of the attempt's deadline counts.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock

    @override
    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, at most `max_bytes`; b"" at the end. Raises `NoAnswer` (`NeverSent`)."""
        attempt = current_attempt()
        try:
            self._sock.settimeout(attempt.deadline.left())
            return self._sock.recv(max_bytes)
        except TimeoutError:
            raise attempt.lost("the deadline passed") from None
        except OSError as err:
            raise attempt.lost(_reason(err)) from None

    @override
    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """
        Send all of `buffer`. Raises `NoAnswer` (`NeverSent`) when the deadline passes.

        Another failure is httpcore's `WriteError`, on which it still looks for an answer sent early.
        """
        attempt = current_attempt()
        attempt.sent = bool(attempt.sent)
        try:
            self._send(memoryview(buffer))
        except TimeoutError:
            raise attempt.lost("the deadline passed while sending") from None
        except OSError as err:
            raise httpcore.WriteError(_reason(err)) from None

    def _send(self, rest: memoryview) -> None:
        attempt = current_attempt()
        while rest:
            self._sock.settimeout(attempt.deadline.left())
            if isinstance(self._sock, ssl.SSLSocket):  # a failed TLS write may have put a part on the wire
                attempt.sent = True
            rest = rest[self._sock.send(rest) :]
            attempt.sent = True

    @override
    def close(self) -> None:
        """Close the socket; no answer is awaited from the peer."""
        self._sock.close()

    @override
    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """
        Return the connection under TLS. Raises `NeverSent`: a certificate that does not fit is never ignored.

        An end without TLS's own farewell counts as cut off, so a body that ends with the connection is whole.
        """
        attempt = current_attempt()
        try:
            self._sock.settimeout(attempt.deadline.left())
            return Connection(
                ssl_context.wrap_socket(
                    self._sock, server_hostname=server_hostname, suppress_ragged_eofs=False
                )
            )
        except TimeoutError:
            self.close()
            raise NeverSent(f"TLS with {attempt.host} was not agreed in time") from None
        except OSError as err:
            self.close()
            _log.warning("tls=refused host=%s reason=%s", attempt.host, _reason(err))
            raise NeverSent(f"no TLS with {attempt.host}: {_reason(err)}") from None

    @override
    def get_extra_info(self, info: str) -> Any:
        """Answer httpcore's two questions: is there TLS, and has an idle connection been hung up."""
        if info == "ssl_object":
            return self._sock if isinstance(self._sock, ssl.SSLSocket) else None
        if info == "is_readable":
            if self._sock.fileno() < 0:
                return True
            watch = select.poll()
            watch.register(self._sock, select.POLLIN)
            return bool(watch.poll(0))
        return None


class GuardedBackend(httpcore.NetworkBackend):
    """Makes connections for httpcore; every address is checked as it is dialled."""

    def __init__(self, guard: AddressGuard, resolver: Resolver) -> None:
        self._guard = guard
        self._resolver = resolver

    @override
    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Dial within the attempt's deadline. Raises `AddressRefused` or `NeverSent`."""
        deadline = current_attempt().deadline
        return Connection(dial(host, port, guard=self._guard, deadline=deadline, resolver=self._resolver))


def _reason(err: OSError) -> str:
    """Say why in the system's or OpenSSL's own words, which hold nothing of ours."""
    if isinstance(err, ssl.SSLCertVerificationError):
        return err.verify_message.lower()
    if isinstance(err, ssl.SSLError):
        return (err.reason or "protocol error").lower().replace("_", " ")
    return (err.strerror or type(err).__name__).lower()
