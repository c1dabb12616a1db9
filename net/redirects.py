"""Which URLs are asked at all, and which redirects are followed."""

import httpx

from net.addresses import AddressGuard
from net.dialling import is_host_name
from net.errors import AnswerRefused, NeverSent

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PORTS = {"http": 80, "https": 443}
_KEPT = frozenset({"accept", "accept-language", "user-agent"})


def checked_url(text: str) -> httpx.URL:
    """
    Return `text` as a URL that may be asked: http or https, a host, no user name or password.

    Raises `NeverSent`. Where the host leads is checked later, on the address that is dialled.
    """
    url = _parsed(text)
    if url is None or url.scheme not in _PORTS or url.userinfo or not _is_host(url.raw_host.decode("ascii")):
        raise NeverSent("not a URL that is asked: it must be http or https, with a host and no user name")
    return url.copy_with(fragment=None)


def _parsed(text: str) -> httpx.URL | None:
    try:
        return httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        return None


def _is_host(text: str) -> bool:
    return is_host_name(text) or ":" in text  # with colons it is an IPv6 address, which httpx has read


def is_redirect(status: int) -> bool:
    """Tell whether the status sends the asker elsewhere (RFC 9110, section 15.4); 300 and 304 do not."""
    return status in _REDIRECTS


def next_url(current: httpx.URL, location: str | None, *, method: str, guard: AddressGuard) -> httpx.URL:
    """
    Return where a redirect leads. Raises `AnswerRefused` for one that is not followed.

    Followed are reads only (GET, HEAD), never from https to http, and to the same origin, the scheme's own
    port or a pair that the guard opens. The address itself is checked when it is dialled, like the first.
    """
    if method not in {"GET", "HEAD"}:
        raise AnswerRefused("a change was answered with a redirect, and is not sent to another place")
    if not location:
        raise AnswerRefused("a redirect leads nowhere")
    try:
        url = checked_url(str(current.join(location)))
    except (NeverSent, httpx.InvalidURL, ValueError):
        raise AnswerRefused("a redirect leads to a URL that is not asked") from None
    if current.scheme == "https" and url.scheme != "https":
        raise AnswerRefused("a redirect leads from https to http")
    if not _port_allowed(current, url, guard):
        raise AnswerRefused("a redirect leads to an unusual port")
    return url


def kept_headers(headers: dict[str, str], current: httpx.URL, following: httpx.URL) -> dict[str, str]:
    """Return the headers that go along: all to the same origin, none that may be a credential to another."""
    if _origin(current) == _origin(following):
        return headers
    return {name: value for name, value in headers.items() if name in _KEPT}


def _port_allowed(current: httpx.URL, url: httpx.URL, guard: AddressGuard) -> bool:
    port = url.port or _PORTS[url.scheme]
    return port == _PORTS[url.scheme] or _origin(current) == _origin(url) or guard.opens(url.host, port)


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or _PORTS[url.scheme]
