"""Where a TLD's RDAP server is: IANA's bootstrap file (RFC 9224), fetched seldom, its last good copy kept."""

import json
import logging
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import cast

from net import AddressGuard, HttpClient, NetError
from portfolio.names import DomainName
from whois_sync.lookup.doors import is_askable
from whois_sync.lookup.hosts import suffixes_of
from whois_sync.lookup.services import (
    MalformedBootstrap,
    Services,
    read_overrides,
    read_services,
    shipped_overrides,
    shipped_services,
)

IANA = "https://data.iana.org/rdap/dns.json"
"""IANA's own file: the only one that the shipped tables stand in for and add to."""

_REFRESH_SECONDS = 24 * 3600
_RETRY_SECONDS = 300
_VALIDATORS = {"etag": "if-none-match", "last-modified": "if-modified-since"}
_log = logging.getLogger("whois_sync")


class Bootstrap:
    """
    Knows the RDAP base URL for a name.

    The file at `url` is fetched at first need and a day later again, with its validators (ETag,
    Last-Modified). A failed fetch or a malformed file changes nothing: the copy in memory, or in the file
    `kept`, goes on serving. Where `url` is IANA's, the table shipped with us serves as long as there is
    neither, and our own overrides add what IANA does not list; any other (a sandbox's) speaks for itself.

    `overrides` is a house's own TOML file, `[overrides]` with `tld = ["https://…/"]`: it goes before
    everything and takes the place of ours. Without the file ours hold; a malformed one raises
    `MalformedBootstrap`.
    """

    def __init__(
        self,
        url: str,
        *,
        http: HttpClient,
        guard: AddressGuard,
        kept: Path | None = None,
        overrides: Path | None = None,
    ) -> None:
        self._url = url
        self._http = http
        self._guard = guard
        self._kept = kept
        self._house = _read_house(overrides)
        self._shipped = shipped_services() if url == IANA else {}
        self._added = shipped_overrides() if url == IANA and self._house is None else {}
        self._services: Services | None = None
        self._validators: Mapping[str, str] = {}
        self._due_at = 0.0
        self._refreshing = threading.Lock()

    def base_url_for(self, name: DomainName) -> str | None:
        """
        Return the base URL (ending in a slash) of the longest suffix of `name` that is known, or None.

        Of several URLs an https one on its usual port; another only where the guard opens its address (a
        sandbox's).
        """
        found = self._found(name)
        return self._preferred(found[1]) if found else None

    def suffix_of(self, name: DomainName) -> str | None:
        """Return the longest suffix of `name` that is known, in lower case, or None."""
        found = self._found(name)
        return found[0] if found else None

    def _found(self, name: DomainName) -> tuple[str, tuple[str, ...]] | None:
        services = self._current() or self._shipped
        tables = (self._house or {}, services, self._added)
        return next(((s, t[s]) for s in suffixes_of(name) for t in tables if t.get(s)), None)

    @property
    def is_known(self) -> bool:
        """Whether there is any copy of the file. Without one (fetched, kept, shipped) None means nothing."""
        return bool(self._current() or self._shipped)

    @property
    def is_public(self) -> bool:
        """Whether this is IANA's own file, and not a stand-in for tests or a sandbox."""
        return self._url == IANA

    def is_dated(self, name: DomainName) -> bool:
        """
        Tell whether the server of `name` is known from the shipped table only.

        Registries move; a server that is no longer the authority may honestly say 404 (RFC 9224 gives a
        server's word its weight), so its denial is not to be believed.
        """
        if self._current():
            return False
        for suffix in suffixes_of(name):
            if any(suffix in table for table in (self._house or {}, self._shipped, self._added)):
                return suffix in self._shipped and suffix not in (self._house or {})
        return False

    def _preferred(self, urls: tuple[str, ...]) -> str | None:
        secure = sorted(urls, key=lambda url: not url.startswith("https://"))
        return next((url for url in secure if is_askable(url, self._guard)), None)

    def _current(self) -> Services:
        """The copy in hand, refreshed when due: by one thread, while the others go on with what there is."""
        if time.monotonic() < self._due_at and self._services is not None:
            return self._services
        if not self._refreshing.acquire(blocking=not self._services):
            return self._services or {}
        try:
            self._refresh()
        finally:
            self._refreshing.release()
        return self._services or {}

    def _refresh(self) -> None:
        if self._services is None:
            self._services = self._read_kept()
        if time.monotonic() >= self._due_at:
            fetched = self._fetch()
            self._due_at = time.monotonic() + (_REFRESH_SECONDS if fetched else _RETRY_SECONDS)

    def _fetch(self) -> bool:
        asked = {_VALIDATORS[name]: value for name, value in self._validators.items()}
        try:
            answer = self._http.send("GET", self._url, headers={"accept": "application/json"} | asked)
            if answer.status == 304 and self._services:
                return True
            services = read_services(answer.body if answer.status == 200 else b"")
        except (NetError, MalformedBootstrap) as err:
            _log.warning("rdap bootstrap not refreshed: %s", err)
            return False
        self._services, self._validators = services, _validators(answer.headers)
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
        except (OSError, ValueError, RecursionError):
            return {}
        self._validators = _validators(copy)
        return services

    def _keep(self, body: bytes) -> None:
        """Write the copy beside its place and move it there, so that no half of it is ever read."""
        if self._kept is None:
            return
        beside = self._kept.with_suffix(".new")
        with suppress(OSError):
            beside.write_text(json.dumps({**self._validators, "file": json.loads(body)}), "utf-8")
            beside.replace(self._kept)


def _validators(told: Mapping[str, object]) -> dict[str, str]:
    """The validators among headers, or in a kept copy; one that no header can carry is left out."""
    found = ((name, told.get(name)) for name in _VALIDATORS)
    return {n: text for n, text in found if isinstance(text, str) and text.isascii() and text.isprintable()}


def _read_house(file: Path | None) -> Services | None:
    try:
        return None if file is None else read_overrides(file.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as err:
        raise MalformedBootstrap("the file of overrides cannot be read") from err
