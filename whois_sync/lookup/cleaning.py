"""Remote text made fit to keep: no control characters, no direction marks, one kind of blank."""

import re

# C0 without tab and line ends, C1, zero-width and direction marks, line and paragraph separators,
# noncharacters.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_MAX_VALUE = 1000


def without_controls(text: str) -> str:
    """Return `text` with its control characters gone; line ends and tabs stay."""
    return _CONTROL.sub("", text) if _CONTROL.search(text) else text


def one_line(text: str) -> str:
    """Return `text` as one line of at most 1000 characters, without control characters, blanks collapsed."""
    if (
        len(text) <= _MAX_VALUE and text.isprintable()
    ):  # then its only blank is the space, and nothing controls
        return " ".join(text.split())
    return " ".join(without_controls(text[:_MAX_VALUE]).split())
