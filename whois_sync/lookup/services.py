"""RDAP base URLs by TLD: read from a bootstrap file (RFC 9224), and from the table that we ship."""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import cast
from urllib.parse import urlsplit

Services = Mapping[str, tuple[str, ...]]
"""TLDs or longer suffixes, in lower case without dots, to base URLs that end in a slash."""


class MalformedBootstrap(ValueError):
    """The file is not what RFC 9224 describes; the message says where, in one line."""


def read_services(body: bytes) -> Services:
    """
    Return the base URLs of each entry (labels in lower case) of a bootstrap file.

    Raises `MalformedBootstrap` for a file that is not as RFC 9224 section 3 has it in any part: half a file
    is worse than yesterday's.
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


def read_overrides(text: str) -> Services:
    """
    Return the `[overrides]` of a TOML file: a TLD or longer suffix (A-labels) to a list of base URLs.

    Raises `MalformedBootstrap` for anything else in that table; a file without it overrides nothing.
    """
    try:
        table = cast("object", tomllib.loads(text).get("overrides", {}))
    except (tomllib.TOMLDecodeError, RecursionError) as err:
        raise MalformedBootstrap("the file of overrides is no TOML") from err
    if not isinstance(table, dict):
        raise MalformedBootstrap("the overrides are no table")
    found: dict[str, tuple[str, ...]] = {}
    for entry, urls in cast("dict[str, object]", table).items():
        found[entry.lower().strip(".")] = _service([[entry], urls])[1]
    return found


@cache
def shipped_services() -> Services:
    """Return the copy of IANA's file that is part of the package: for a first start, and then no more."""
    table = cast("dict[str, str]", tomllib.loads(_shipped())["services"])
    return {tld: (_base(url.format(tld)),) for url, tlds in table.items() for tld in tlds.split()}


@cache
def shipped_overrides() -> Services:
    """Return the servers that we know of and that IANA's file does not list."""
    return read_overrides(_shipped())


@cache
def shipped_as_of() -> str:
    """Return when IANA published the copy that is part of the package (RFC 3339, UTC)."""
    return str(tomllib.loads(_shipped())["publication"])


def _shipped() -> str:
    return files("whois_sync.lookup").joinpath("rdap_servers.toml").read_text("utf-8")


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
