"""Where a TLD's RDAP server is: IANA's bootstrap file (RFC 9224), fetched seldom, its last good copy kept."""

import json
import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from ipaddress import ip_address
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from net import AddressGuard, HttpClient, NetError
from portfolio.names import DomainName

_REFRESH_SECONDS = 24 * 3600
_RETRY_SECONDS = 300
_log = logging.getLogger("whois_sync")

Services = Mapping[str, tuple[str, ...]]


class MalformedBootstrap(ValueError):
    """The file is not what RFC 9224 describes; the message says where, in one line."""


class Bootstrap:
    """
    Knows the RDAP base URL for a name.

    The file at `url` is fetched at first need and a day later again, with its ETag. A failed fetch or a
    malformed
    file changes nothing: the copy in memory, or in the file `kept`, goes on serving.
    """

    def __init__(self, url: str, *, http: HttpClient, guard: AddressGuard, kept: Path | None = None) -> None:
        self._url = url
        self._http = http
        self._guard = guard
        self._kept = kept
        self._services: Services | None = None
        self._etag: str | None = None
        self._due_at = 0.0

    def base_url_for(self, name: DomainName) -> str | None:
        """
        Return the base URL (ending in a slash) of the longest suffix of `name` in the file, or None.

        Of several URLs an https one; an http one only where the guard opens its address (a sandbox's).
        """
        services = self._current()
        labels = name.labels
        for start in range(len(labels)):
            urls = services.get(".".join(labels[start:]))
            if urls:
                return self._preferred(urls)
        return None

    @property
    def is_known(self) -> bool:
        """Whether there is any copy of the file, fetched or kept. Without one, None above means nothing."""
        return bool(self._current())

    def _preferred(self, urls: tuple[str, ...]) -> str | None:
        secure = next((url for url in urls if url.startswith("https://")), None)
        return secure or next((url for url in urls if self._is_opened(url)), None)

    def _is_opened(self, url: str) -> bool:
        parts = urlsplit(url)
        try:
            host = str(ip_address(parts.hostname or ""))
            return self._guard.opens(host, parts.port or 80)
        except ValueError:
            return False

    def _current(self) -> Services:
        if self._services is None:
            self._services = self._read_kept()
        if time.monotonic() >= self._due_at:
            fetched = self._fetch()
            self._due_at = time.monotonic() + (_REFRESH_SECONDS if fetched else _RETRY_SECONDS)
        return self._services

    def _fetch(self) -> bool:
        headers = {"accept": "application/json"} | ({"if-none-match": self._etag} if self._etag else {})
        try:
            answer = self._http.send("GET", self._url, headers=headers)
            if answer.status == 304 and self._services:
                return True
            services = read_services(answer.body if answer.status == 200 else b"")
        except (NetError, MalformedBootstrap) as err:
            _log.warning("rdap bootstrap not refreshed: %s", err)
            return False
        self._services, self._etag = services, answer.headers.get("etag")
        self._keep(answer.body)
        return True

    def _read_kept(self) -> Services:
        if self._kept is None:
            return {}
        try:
            kept: object = json.loads(self._kept.read_bytes())
            if not isinstance(kept, dict):
                return {}
            copy = cast("dict[str, object]", kept)
            services = read_services(json.dumps(copy.get("file")).encode())
        except (OSError, ValueError):
            return {}
        etag = copy.get("etag")
        self._etag = etag if isinstance(etag, str) else None
        return services

    def _keep(self, body: bytes) -> None:
        """Write the copy beside its place and move it there, so that no half of it is ever read."""
        if self._kept is None:
            return
        beside = self._kept.with_suffix(".new")
        with suppress(OSError):
            beside.write_text(json.dumps({"etag": self._etag, "file": json.loads(body)}), "utf-8")
            beside.replace(self._kept)


def read_services(body: bytes) -> Services:
    """
    Return the base URLs of each entry (labels in lower case) of a bootstrap file.

    Raises `MalformedBootstrap` for a file that is not as RFC 9224 section 3 has it in any part: half a file
    is worse
    than yesterday's.
    """
    try:
        document: object = json.loads(body)
    except (ValueError, RecursionError) as err:
        raise MalformedBootstrap("the bootstrap file is no JSON") from err
    services = cast("dict[str, object]", document).get("services") if isinstance(document, dict) else None
    if not isinstance(services, list) or not services:
        raise MalformedBootstrap("the bootstrap file lists no services")
    found: dict[str, tuple[str, ...]] = {}
    for service in cast("list[object]", services):
        entries, urls = _service(service)
        found |= {entry.lower().strip("."): urls for entry in entries}
    return found


def _service(service: object) -> tuple[list[str], tuple[str, ...]]:
    if not isinstance(service, list) or len(cast("list[object]", service)) != 2:
        raise MalformedBootstrap("a service of the bootstrap file is not two lists")
    entries, urls = cast("list[object]", service)
    if not _are_texts(entries) or not _are_texts(urls):
        raise MalformedBootstrap("a service of the bootstrap file holds something else than texts")
    return cast("list[str]", entries), tuple(_base(url) for url in cast("list[str]", urls))


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, str) and item for item in cast("list[object]", value)
    )


def _base(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_url = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_url = False
    if not is_url:
        raise MalformedBootstrap("a base URL of the bootstrap file is none")
    return url if url.endswith("/") else f"{url}/"
