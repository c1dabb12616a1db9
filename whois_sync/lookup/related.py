"""The link from a registry's RDAP answer to the registrar's own (RFC 9083 section 4.2), where followed."""

from typing import cast
from urllib.parse import urlsplit

from net import AddressGuard
from portfolio.names import DomainName
from whois_sync.lookup.doors import is_askable

_TYPE = "application/rdap+json"
_MAX_LINKS = 100
_MAX_URL = 2000


def related_url(answer: object, name: DomainName, *, asked_at: str, guard: AddressGuard) -> str | None:
    """
    Return where `answer`, the parsed JSON given at the URL `asked_at`, says that the registrar tells more.

    The first top-level link with relation `related` and RDAP's media type that is a question about `name`
    (its path ends in `domain/` and the name, nothing follows) at another URL, and that may be asked
    (`is_askable`); None for none. Any other URL would let an answer send us on errands.
    """
    links = cast("dict[str, object]", answer).get("links") if isinstance(answer, dict) else None
    if not isinstance(links, list):
        return None
    for link in cast("list[object]", links)[:_MAX_LINKS]:
        url = _href(cast("dict[str, object]", link)) if isinstance(link, dict) else None
        if url and _asks_about(url, name) and url.lower() != asked_at.lower() and is_askable(url, guard):
            return url
    return None


def _href(link: dict[str, object]) -> str | None:
    relation, kind, href = (link.get(key) for key in ("rel", "type", "href"))
    if not (isinstance(relation, str) and isinstance(kind, str) and isinstance(href, str)):
        return None
    is_rdap = kind.partition(";")[0].strip().lower() == _TYPE
    fits = is_rdap and relation.strip().lower() == "related" and len(href) <= _MAX_URL
    return href.strip() if fits and href.isascii() and href.strip().isprintable() else None


def _asks_about(url: str, name: DomainName) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = parts.path.lower().removesuffix("/").removesuffix(".")
    return path.endswith(f"/domain/{name}") and not parts.query and not parts.fragment
