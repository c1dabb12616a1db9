"""The sponsoring registrar: by its IANA id where the record has one, else by name without the legal form."""

from portfolio.observation import Seen
from portfolio.values import Value
from whois_sync.compare.alike import likeness
from whois_sync.compare.organizations import ORGANIZATION


class Sponsor(Value):
    """Who the public record should name as registrar for an account; several names and ids count."""

    names: tuple[str, ...]
    iana_ids: frozenset[str] = frozenset()


def sponsor_likeness(sponsor: Sponsor, seen: Seen) -> str | None:
    """
    Return "" or a reason when the record names our sponsor, None when it names another.

    The id decides where the record gives a number; `.ca` prints words in its place.
    """
    given = (seen.registrar_iana_id or "").strip()
    if given.isdigit() and sponsor.iana_ids:
        return "IANA id" if given in sponsor.iana_ids else None
    reasons = [likeness(name, seen.registrar or "", ORGANIZATION) for name in sponsor.names]
    return next((why for why in reasons if why is not None), None)
