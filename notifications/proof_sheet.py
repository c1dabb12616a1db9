"""The proof sheet to print: its words come as data, and the same proof is the same bytes."""

import json
from datetime import UTC
from importlib.resources import files

import typst

from notifications.proof import Proof


def printed(proof: Proof) -> bytes:
    """
    Return the proof as a PDF, tagged for screen readers (PDF/UA-1), in English, dated `proof.made_at`.

    A letter that its fonts (the same on every machine) do not have is written as its code, U+4E2D.
    """
    content = proof.model_dump(mode="json") | {
        "year": proof.made_at.year,
        "month": proof.made_at.month,
        "day": proof.made_at.day,
    }
    at = int(proof.made_at.astimezone(UTC).timestamp())
    words = json.dumps(content, ensure_ascii=False)
    try:
        return _compiled(words, at=at)
    except typst.TypstError:
        return _compiled("".join(map(_by_code, words)), at=at)


def _by_code(letter: str) -> str:
    return letter if letter.isascii() or letter in _KNOWN else f"U+{ord(letter):04X}"


_KNOWN = frozenset("→–—’“”…" + "".join(map(chr, range(0xA1, 0x180))))


def _compiled(words: str, *, at: int) -> bytes:
    source = (files("notifications") / "proof.typ").read_bytes()
    compiler = typst.Compiler(input=source, ignore_system_fonts=True, sys_inputs={"proof": words})
    sheet = compiler.compile(format="pdf", timestamp=at, pdf_standards="ua-1")
    if not isinstance(sheet, bytes):
        raise TypeError("a proof sheet is one PDF")
    return sheet
