"""Where a WHOIS answer sends the asker: the registrar's server, or the one that has the TLD."""

from whois_sync.lookup.hosts import PORT, Server

_KEYS = frozenset({"registrar whois server", "whois server", "refer", "referralserver"})
_MAX_LINES = 2000


def referral_in(text: str) -> Server | None:
    """
    Return the host (lower case, no dot at its end) and port that `text` refers to, or None.

    Known are `Registrar WHOIS Server:`, `Whois Server:`, `refer:` and `ReferralServer:`, the value bare or
    as `whois://host:port`. The first that names anything counts; what it names is not yet to be trusted.
    """
    for line in text.splitlines()[:_MAX_LINES]:
        key, colon, value = line.partition(":")
        if colon and " ".join(key.lower().split()) in _KEYS and value.strip():
            return _server(value.strip().lower())
    return None


def _server(value: str) -> Server | None:
    scheme, separator, rest = value.partition("://")
    if separator and scheme != "whois":
        return None
    host, colon, port = (rest if separator else value).removesuffix("/").partition(":")
    if colon and not (port.isascii() and port.isdigit() and len(port) <= 5):
        return None
    host = host.removesuffix(".")
    return (host, int(port) if port else PORT) if host else None
