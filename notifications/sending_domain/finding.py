"""What the check of a sending domain finds: how it stands, and in plain words what to do."""

from enum import StrEnum

from portfolio.values import Value


class DomainState(StrEnum):
    """MISSING: in effect there is none. WEAK: it protects little. UNCLEAR: the DNS did not say."""

    OK = "ok"
    MISSING = "missing"
    WEAK = "weak"
    UNCLEAR = "unclear"


class DomainFinding(Value):
    """One thing that receivers look at: `says` is a sentence, `add` the DNS record to publish, if any."""

    about: str
    state: DomainState
    says: str
    add: str = ""


def plain(text: str) -> str:
    """Return a piece of somebody's record, fit to be shown."""
    return "".join(c if c.isprintable() else "?" for c in text[:80])


def tags_of(record: str) -> dict[str, str]:
    """Return the `name=value` pairs of a DKIM or DMARC record (RFC 6376 section 3.2), the first of each."""
    tags: dict[str, str] = {}
    for pair in record.split(";"):
        name, _, value = pair.partition("=")
        tags.setdefault(name.strip().lower(), value.strip())
    return tags
