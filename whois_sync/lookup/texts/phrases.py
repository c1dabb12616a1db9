"""The sentences of `phrases.toml`: what servers say when they do not answer with data."""

import tomllib
from importlib.resources import files

_READ = tomllib.loads(files("whois_sync.lookup.texts").joinpath("phrases.toml").read_text("utf-8"))


def _parts(name: str) -> tuple[str, ...]:
    return tuple(_READ[name])


THROTTLED = _parts("throttled")
PERHAPS_THROTTLED = _parts("perhaps_throttled")
UNAVAILABLE = _parts("unavailable")
REFUSED_QUESTION = _parts("refused_question")
QUESTION_FIRST = _parts("question_first")
RESERVED = _parts("reserved")
RESERVED_LINES = frozenset(_parts("reserved_lines"))
ABSENT_BEGINNINGS = _parts("absent_beginnings")
ABSENT_PLAINLY = _parts("absent_plainly")
ABSENT_LINES = frozenset(_parts("absent_lines"))
ABSENT_ENDINGS = _parts("absent_endings")
ABSENT_INSIDE = _parts("absent_inside")
ABSENT_FIRST = _parts("absent_first")
ABSENT_OF_ELSE = _parts("absent_of_else")
TERMS = _parts("terms")
AVAILABLE_STATUS = frozenset(_parts("available_status"))
RESERVED_STATUS = frozenset(_parts("reserved_status"))
PERHAPS_RESERVED_STATUS = frozenset(_parts("perhaps_reserved_status"))
REFUSED_STATUS = frozenset(_parts("refused_status"))
REGISTERED_STATUS = _parts("registered_status")
