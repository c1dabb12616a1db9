"""
Texts that registries print in place of a value they hold back (`redaction.toml`). Such a text is never a
value.
"""

import re
import tomllib
from importlib.resources import files

_READ = tomllib.loads(files("whois_sync.lookup").joinpath("redaction.toml").read_text("utf-8"))
_WHOLE = frozenset(_READ["whole"])
_BEGINNINGS = tuple(_READ["beginnings"])
_DOUBTFUL = frozenset(_READ["doubtful"])
_NOTICE = tuple(_READ["notice"])
_SERVICES = tuple(_READ["services"])
_SERVICE_WORD = re.compile("|".join(map(re.escape, _READ["service_words"])))
_MAIL = re.compile("|".join(map(re.escape, _READ["mail"])))

_MAX_LENGTH = 300
_SPACED = str.maketrans(dict.fromkeys("-_./\\:*,;()[]{}<>|&#=?!\"'~\t\u00a0", " "))
_WORD = re.compile(r"[^\W_]+")
# Every placeholder begins with one of these: the quick look that most values need.
_FIRST_WORDS = frozenset(text.split(" ", 1)[0] for text in (*_WHOLE, *_BEGINNINGS))


def is_placeholder(value: str) -> bool:
    """
    Whether `value` only says that something is held back (`REDACTED FOR PRIVACY`, `Not Disclosed`, `-`).

    Look-alikes are values: `Private Bag X9`, `Example Private Limited`, `Hidden Valley Road`.
    """
    word = value.partition(" ")[0]
    if not word.isalnum():  # most values begin with a plain word
        first = _WORD.search(value)
        if first is None:
            return value != "" and not value.isspace()
        word = first[0]
    if word.lower() not in _FIRST_WORDS:
        return False
    bare = _plain(value)
    if bare in _WHOLE:
        return True
    if not bare.startswith(_BEGINNINGS):
        return False
    return bare.split(" ", 1)[0] not in _DOUBTFUL or any(word in bare for word in _NOTICE)


def is_service(value: str) -> bool:
    """Whether `value` names a privacy or proxy service standing in for the holder."""
    if _SERVICE_WORD.search(value.lower()) is None:
        return False
    bare = _plain(value)
    return any(service in bare for service in _SERVICES)


def is_stand_in_address(email: str) -> bool:
    """Whether an e-mail address is a stand-in (`redacted@`, a proxy service's), not the holder's own."""
    return _MAIL.search(email.lower()) is not None


def _plain(value: str) -> str:
    return " ".join(value[:_MAX_LENGTH].lower().translate(_SPACED).split())
