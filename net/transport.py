"""
httpx's transport over guarded connections.

`httpx.Client` is left out on purpose: it keeps cookies between requests, logs URLs with their query, reads
proxy variables and .netrc, and prepares redirects before anyone has checked them.
"""

import logging
import ssl
from collections.abc import Iterator

import httpcore
import httpx
from typing_extensions import override

from net.addresses import AddressGuard
from net.attempt import current_attempt
from net.connections import GuardedBackend
from net.dialling import Resolver
from net.errors import NetError, NeverSent
from net.pooling import AskedPool

_FAILURES = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError)
_NEVER_SENT = (
    httpcore.ConnectError,
    httpcore.ConnectTimeout,
    httpcore.PoolTimeout,
    httpcore.LocalProtocolError,
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
)
_SAFE = frozenset({"GET", "HEAD"})


class GuardedTransport(httpx.BaseTransport):
    """
    Sends each request once.

    Reads may reuse a connection; a change gets a fresh one, so that a server's hanging up on an idle
    connection cannot leave a paid request in doubt. Nothing is retried and no proxy is known.
    """

    def __init__(self, *, guard: AddressGuard, tls: ssl.SSLContext, resolver: Resolver) -> None:
        # At DEBUG httpcore logs the headers of answers; they can hold credentials and personal data.
        logging.getLogger("httpcore").setLevel(logging.INFO)
        backend = GuardedBackend(guard, resolver)
        self._kept = AskedPool(ssl_context=tls, network_backend=backend)
        self._fresh = AskedPool(ssl_context=tls, network_backend=backend, max_keepalive_connections=0)

    @override
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send `request` and return the answer with its body still to be read. Raises `NetError`."""
        pool = self._kept if request.method in _SAFE else self._fresh
        try:
            answer = pool.handle_request(_for_httpcore(request))
        except _FAILURES as err:
            failure = _failure(err)
        else:
            return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer))
        raise failure

    @override
    def close(self) -> None:
        """Close every connection."""
        self._kept.close()
        self._fresh.close()


class _Body(httpx.SyncByteStream):
    """The raw body, with httpcore's failures turned into ours."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._answer.iter_stream()
        except _FAILURES as err:
            failure = _failure(err)
        else:
            return
        raise failure

    def close(self) -> None:
        self._answer.close()


def _for_httpcore(request: httpx.Request) -> httpcore.Request:
    url = request.url
    return httpcore.Request(
        method=request.method,
        url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
        headers=request.headers.raw,
        content=request.read(),
        extensions={"timeout": {"pool": _time_to_begin()}},
    )


def _time_to_begin() -> float:
    attempt = current_attempt()
    try:
        return attempt.deadline.left()
    except TimeoutError:
        raise NeverSent(f"nothing was sent to {attempt.host}: the deadline passed before") from None


def _failure(err: Exception) -> NetError:
    """Turn a failure into ours by what has left; its text is dropped, since it can hold headers."""
    attempt = current_attempt()
    kind = type(err).__name__
    if attempt.sent is None and isinstance(err, _NEVER_SENT):
        return NeverSent(f"nothing was sent to {attempt.host}: {kind}")
    return attempt.lost(kind)
