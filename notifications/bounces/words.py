"""The other side's words without anybody in them: on one line, short, no address, no name of a mailbox."""

import re

MOST = 160
_QUOTED = re.compile(r"<[^<>]*>|\"[^\"]*\"|'[^']*'|\([^()]*@[^()]*\)")
_LONG_NUMBER = re.compile(r"\d[\d ().-]{5,}\d")
_STATUS_LIKE = re.compile(r"[245](\.\d{1,3}){2}|[245]\d\d")
_LEAST_LOCAL = 2


def without_anybody(text: str, addresses: tuple[str, ...] = ()) -> str:
    """
    Return `text` on one line of at most 160 characters, without addresses, quotations and long numbers.

    A word that holds the left part of one of `addresses` goes too: it is often a person's name.
    """
    text = text[: MOST * 20]
    printable = "".join(c if c.isprintable() else " " for c in text)
    words = _QUOTED.sub(" <…> ", printable).split()
    lefts = {left for address in addresses for left in _lefts_of(address)}
    kept = ["<…>" if _is_somebody(word, lefts) else word for word in words]
    shown = _LONG_NUMBER.sub(_number, " ".join(kept))
    shown = re.sub(r"<…>(?:[\s:;,.]*<…>)+", "<…>", shown)
    return re.sub(r"<…> (?=[:;,.])", "<…>", shown)[:MOST].rstrip()


def _lefts_of(address: str) -> set[str]:
    left = address.casefold().rpartition("@")[0] or address.casefold()
    return {part for part in (left, *re.split(r"[^\w]|_", left)) if len(part) >= _LEAST_LOCAL}


def _is_somebody(word: str, lefts: set[str]) -> bool:
    plain = word.casefold()
    return "@" in plain or "＠" in plain or any(_stands_in(left, plain) for left in lefts)


def _stands_in(left: str, word: str) -> bool:
    return left in word if len(left) > 3 else left in re.split(r"[^\w]|_", word)


def _number(found: re.Match[str]) -> str:
    parts = found[0].split()
    return found[0] if all(_STATUS_LIKE.fullmatch(part) for part in parts) else "<…>"
