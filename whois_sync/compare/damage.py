"""
Letters that a registrar or its server cannot write: what counts as a spelling of ours, and what does not.

A letter outside ASCII that comes back as `?` or U+FFFD (`C?t?` for `Côté`) is a spelling. Port 43 has no
character set (RFC 3912), so the damage is often the server's alone; where it is the registrar's, writing the
same letters again comes out the same, and a repair would flap. All other letters and digits must be ours.

Letters that were dropped (`Ct`) are drift: nothing shows where they were, and `Ct` may be somebody's word.
Damage on both sides is drift too: then nobody knows what either of them was.
"""

import re

from whois_sync.compare.alike import Pairwise
from whois_sync.compare.text import cased

_LOST = re.compile("[?\ufffd]+")
_LONGEST = 300


def is_damaged(ours: str, theirs: str) -> bool:
    """Return whether one text is the other with `?` or U+FFFD in place of letters outside ASCII."""
    damaged, whole = (theirs, ours) if _LOST.search(theirs) else (ours, theirs)
    if _LOST.search(whole) or not _LOST.search(damaged) or whole.isascii() or len(damaged) > _LONGEST:
        return False
    text = cased(damaged)
    lost = sum(len(run) for run in _LOST.findall(text))
    if sum(c.isalnum() for c in text) <= lost:
        return False
    # A letter may have become as many marks as it has bytes in UTF-8.
    pattern = "".join(
        rf"[^\x00-\x7f]{{1,{len(piece)}}}" if _LOST.fullmatch(piece) else re.escape(piece)
        for piece in re.split("([?\ufffd]+)", text)
    )
    return re.fullmatch(pattern, cased(whole)) is not None


DAMAGE = Pairwise("letters that were lost there", is_damaged)
"""The last form of any words."""
