"""Texts that registries print in place of a value they hold back. Such a text is never a value."""

import re

# Whole values, in the spelling of `_plain`.
_WHOLE = frozenset(
    (
        "redacted", "redacted for privacy", "data redacted", "redacted registry policy", "redacted for privacy purposes",
        "redacted for gdpr", "gdpr redacted", "gdpr masked", "redacted by policy", "redacted data", "redacted by registry",
        "not disclosed", "data not disclosed", "not shown", "not available", "n a", "na", "none", "null", "private", "hidden", "withheld",
        "private person", "private registration", "registration private", "private registrant", "domain privacy", "whois privacy",
        "undisclosed", "information not disclosed", "not public", "not published", "unpublished", "not displayed", "confidential",
        "hidden upon user request", "identity protection service", "statutory masking enabled", "data protected", "protected",
        "data protected not disclosed", "personal data", "personal data not disclosed", "no disclosure", "not applicable",
        "non public data", "non public", "masked", "obscured", "removed", "restricted", "suppressed", "anonymous", "anonymized",
        "anonymised", "not available from registry", "no data", "no information", "not specified", "not assigned", "not provided", "not for public",
        "withheld for privacy", "data withheld", "contact privacy", "individual private", "redacted private",
        "redacted for privacy protection", "privacy protected", "privacy protection", "protected by law", "fictitious", "private data",
        "removed for privacy", "privacy", "gdpr", "data removed", "data hidden", "hidden data", "noaddress", "nil", "unavailable",
        "information withheld", "registrant not disclosed", "public disclosure not allowed", "not disclosed due to gdpr",
        "natural person", "individual", "ano nymous", "hidden by registrar", "hidden for privacy", "see at registrar", "tbd",
        "not disclosed for privacy", "not disclosed by registrar", "xxxxxx", "redigido", "no disponible", "non communique",
        "diffusion restreinte", "restricted information", "statutory masking", "redacted redacted",
    )
)  # fmt: skip

# Beginnings of longer sentences (plain spelling).
_BEGINNINGS = (
    "redacted for ", "redacted by ", "redacted due ", "redacted per ", "redacted ", "not disclosed ", "data not disclosed",
    "hidden details are available", "hidden ", "please query the ", "please ask the registrar", "please contact the registrar",
    "please visit ", "please use ", "please see ", "select contact domain holder", "select request email form", "visit ", "contact form ",
    "data protected", "not shown please", "not shown ", "query the rdds", "information not available", "not available on ",
    "for more information ", "use the contact form", "go to http", "see https", "see http", "email redacted", "name redacted", "address redacted",
    "phone redacted", "street redacted", "city redacted", "organization redacted", "registrant redacted", "personal data can ",
    "withheld for privacy", "domain protection services", "data restricted", "access to ", "available at http", "this information is not",
    "the registrant has ", "registrant data is ", "can be found at", "private by request", "you can request", "gdpr ", "removed due to",
    "not public ", "no public ", "non public ", "masked ", "the data is not ", "the owner of this ", "undisclosed ", "whois protected",
    "not available from ", "details are available ", "https whois", "not viewable", "to contact ", "no longer disclosed", "protected by ",
    "https www whois", "contact information is", "data is protected", "by law ",
)  # fmt: skip

# Words that stand for a stranger in the owner's place: privacy and proxy services.
_SERVICES = (
    "domains by proxy", "whoisguard", "privacyguardian", "perfect privacy", "privacyprotect", "privacy protect llc", "whois agent",
    "contact privacy inc", "whois privacy protection service", "privacy service provided by", "domain id shield",
    "identity protection service", "withheldforprivacy", "privacydotlink", "domain privacy service", "super privacy service",
    "proxy protection llc", "data protected", "whois privacy", "domain protection services", "privacy protection service", "privacy hero",
    "anonymize inc", "njalla", "1337 services", "registration private", "whois proxy", "privatewho is", "private by design",
    "see privacyguardian", "whoisprotection", "domain privacy", "redacted for privacy", "privacy administrator", "fundacion privacy",
    "internet domain privacy", "whois protection", "jewella privacy", "myprivacy", "private registrant", "domain whois protection",
    "privacyprotect org", "registrant of ", "gkg net domain proxy", "privacy inc customer", "moniker privacy", "knock knock whois",
)  # fmt: skip

_HIDDEN_MAIL = (
    "redacted", "privacy", "withheld", "masked", "proxy", "whoisguard", "anonymised", "anonymized", "not-disclosed", "gdpr",
    "whoisprotect", "domainsbyproxy", "contactprivacy", "data-protected", "whois-agent", "identity-protect", "hidden",
)  # fmt: skip

_SPACES = str.maketrans(dict.fromkeys("-_./\\:*,;()[]{}<>|&#=?!\"'~\t\u00a0", " "))
_PUNCTUATION = re.compile(r"[\W_]*")


def is_placeholder(value: str) -> bool:
    """
    Whether `value` only says that something is held back (`REDACTED FOR PRIVACY`, `Not Disclosed`, `-`).

    Look-alikes are values: `Private Bag X9`, `Example Private Limited`, `Hidden Valley Road`.
    """
    bare = _plain(value)
    if not bare:
        return _PUNCTUATION.fullmatch(value) is not None and value != ""
    if bare in _WHOLE:
        return True
    if not bare.startswith(_BEGINNINGS):
        return False
    return _reads_as_notice(bare)


def is_service(value: str) -> bool:
    """Whether `value` names a privacy or proxy service standing in for the holder."""
    bare = _plain(value)
    return any(service in bare for service in _SERVICES)


def is_stand_in_address(email: str) -> bool:
    """Whether an e-mail address is a stand-in (`redacted@`, a proxy service's), not the holder's own."""
    low = email.lower()
    return any(word in low for word in _HIDDEN_MAIL)


def _reads_as_notice(bare: str) -> bool:
    """A notice speaks of disclosure; a street or a company that begins alike (Hidden Valley Road) does not."""
    first = bare.split(" ", 1)[0]
    if first not in {"hidden", "visit", "access", "gdpr", "masked", "protected", "contact", "by", "registrant"}:
        return True
    return any(word in bare for word in _NOTICE_WORDS)


_NOTICE_WORDS = (
    "http", "www", "whois", "user request", "available", "privacy", "registrar", "disclos", "gdpr", "redact", "law", "policy", "web",
    "request", "masked", "restricted",
)  # fmt: skip


def _plain(value: str) -> str:
    return " ".join(value[:300].lower().translate(_SPACES).split())
