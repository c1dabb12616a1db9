"""The one HTTP client: one deadline, one attempt, bounded answers, guarded addresses."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from types import MappingProxyType
from typing import Self

import certifi
import httpx

from net.addresses import AddressGuard
from net.attempt import Attempt, under_way
from net.body import read_body
from net.deadline import Deadline
from net.dialling import Resolver, system_resolver
from net.errors import AddressRefused, AnswerRefused, NeverSent, NoAnswer
from net.redirects import checked_url, is_redirect, kept_headers, next_url
from net.transport import GuardedTransport

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_OWN_HEADERS = {"accept-encoding": "gzip"}


@dataclass(frozen=True)
class Answer:
    """
    A complete answer: header names in lower case, the body decoded, the URL that gave it.

    Fields that came more than once are joined by commas. The repr tells the status and nothing else.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    url: str = field(repr=False)


@cache
def default_tls() -> ssl.SSLContext:
    """Return the TLS settings for public servers: certifi's authorities, names checked, TLS 1.2 or later."""
    return _strict(ssl.create_default_context(cafile=certifi.where()))


def _strict(tls: ssl.SSLContext) -> ssl.SSLContext:
    """
    Hold `tls` to what the builds of Python and OpenSSL do not agree on, and return it.

    Some let versions before TLS 1.2 through, and some take a connection that just ends for a farewell (RFC
    8446 section 6.1), which makes a cut-off answer look whole.
    """
    tls.minimum_version = max(tls.minimum_version, ssl.TLSVersion.TLSv1_2)
    tls.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0)
    return tls


class HttpClient:
    """
    Asks servers over HTTP/1.1; one per target, so that connections are reused for it alone.

    `deadline` is for a whole `send`: resolving, connecting, TLS, sending, redirects and reading together.
    `max_bytes` caps the decoded body. `redirects` is how many are followed, for GET and HEAD. Nothing is
    retried; a change (any other method) leaves on a fresh connection. Proxy variables, .netrc and cookies
    are not known. One client per lane is the custom; threads may share one too, since an attempt belongs to
    its thread.
    """

    def __init__(
        self,
        *,
        guard: AddressGuard,
        deadline: timedelta = timedelta(seconds=30),
        max_bytes: int = 1_048_576,
        redirects: int = 0,
        tls: ssl.SSLContext | None = None,
        resolver: Resolver = system_resolver,
    ) -> None:
        """Raise `ValueError` for TLS settings that do not verify the server and its name."""
        tls = tls or default_tls()
        if tls.verify_mode != ssl.CERT_REQUIRED or not tls.check_hostname:
            raise ValueError("the TLS settings do not verify the server")
        self._guard = guard
        self._span = deadline
        self._max_bytes = max_bytes
        self._redirects = redirects
        self._transport = GuardedTransport(guard=guard, tls=_strict(tls), resolver=resolver)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections; the client may be used again and opens new ones."""
        self._transport.close()

    def send(
        self, method: str, url: str, *, headers: Mapping[str, str] = _NO_HEADERS, body: bytes | None = None
    ) -> Answer:
        """
        Send one request and return its answer, whatever its status (a redirect apart).

        `url` is http or https, without user name. `headers` may not set the accepted encodings. Raises
        `NeverSent` exactly when no byte of the request left, `NoAnswer` when bytes left and no complete
        answer came, `AnswerRefused` for an answer too large, oddly encoded, or redirecting where we do not
        follow.
        """
        method = method.upper()
        deadline = Deadline(self._span)
        here = checked_url(url)
        sent = _lower(headers)
        answer = self._exchange(method, here, sent, body, deadline)
        for _ in range(self._redirects):
            if not is_redirect(answer.status):
                return answer
            there = next_url(here, answer.headers.get("location"), method=method, guard=self._guard)
            sent = kept_headers(sent, here, there)
            here = there
            answer = self._follow(method, here, sent, deadline)
        if is_redirect(answer.status):
            raise AnswerRefused(f"{here.host} redirects more often than {self._redirects} times")
        return answer

    def _follow(self, method: str, url: httpx.URL, headers: dict[str, str], deadline: Deadline) -> Answer:
        """Ask where a redirect led. Bytes have left before, so a failure here is never `NeverSent`."""
        try:
            return self._exchange(method, url, headers, None, deadline)
        except AddressRefused as err:
            raise AnswerRefused(f"a redirect leads to a refused address: {err.detail}") from None
        except NeverSent as err:
            raise NoAnswer(f"a redirect could not be followed: {err.detail}") from None

    def _exchange(
        self, method: str, url: httpx.URL, headers: dict[str, str], body: bytes | None, deadline: Deadline
    ) -> Answer:
        request = _request(method, url, headers, body)
        with under_way(Attempt(url.host, deadline)) as attempt:
            response = self._transport.handle_request(request)
            try:
                content = read_body(
                    response.iter_raw(),
                    encoding=response.headers.get("content-encoding", ""),
                    max_bytes=self._max_bytes,
                    cut_off=attempt.lost,
                )
            finally:
                response.close()
        return Answer(response.status_code, MappingProxyType(dict(response.headers)), content, str(url))


def _request(method: str, url: httpx.URL, headers: dict[str, str], body: bytes | None) -> httpx.Request:
    try:
        return httpx.Request(method, url, headers=headers | _OWN_HEADERS, content=body)
    except UnicodeError:
        raise NeverSent(f"nothing was sent to {url.host}: a header is not ASCII") from None


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {"user-agent": "namesteward", "accept": "*/*"} | {
        name.lower(): value for name, value in headers.items()
    }
