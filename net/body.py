"""
Reading an answer's body within bounds.

The cap is on decoded bytes, kept while decoding: a compressed bomb costs no more memory than the cap and a
block.
"""

import zlib
from collections.abc import Callable, Iterable

from net.errors import AnswerRefused, NetError

_GZIP = 16 + zlib.MAX_WBITS
_FRAMING = 65_536
"""What gzip may add to bytes that do not compress, generously."""


def read_body(
    raw: Iterable[bytes], *, encoding: str, max_bytes: int, cut_off: Callable[[str], NetError]
) -> bytes:
    """
    Return the decoded body, at most `max_bytes` long.

    `encoding` is the Content-Encoding field (RFC 9110, section 8.4): nothing, `identity`, or `gzip`, which is
    all that was asked for. Raises `AnswerRefused` for another, for two, for damage and beyond the cap;
    `cut_off(reason)` for a compressed body that ends early.
    """
    coding = encoding.strip().lower()
    if coding in {"", "identity"}:
        return _plain(raw, max_bytes)
    if coding in {"gzip", "x-gzip"}:
        return _gunzipped(raw, max_bytes, cut_off)
    raise AnswerRefused("the answer is encoded twice or in a way that was not asked for")


def _plain(raw: Iterable[bytes], max_bytes: int) -> bytes:
    body = bytearray()
    for block in raw:
        if len(body) + len(block) > max_bytes:
            raise _too_large(max_bytes)
        body += block
    return bytes(body)


def _gunzipped(raw: Iterable[bytes], max_bytes: int, cut_off: Callable[[str], NetError]) -> bytes:
    decoder = zlib.decompressobj(_GZIP)
    body = bytearray()
    taken = 0
    for block in raw:
        taken += len(block)
        if taken > max_bytes + _FRAMING:
            raise _too_large(max_bytes)
        try:
            body += decoder.decompress(block, max_bytes - len(body) + 1)
        except zlib.error:
            raise AnswerRefused("the answer's gzip encoding is damaged") from None
        if len(body) > max_bytes:
            raise _too_large(max_bytes)
        if decoder.unused_data:
            raise AnswerRefused("something follows the end of the answer's gzip encoding")
    if taken and not decoder.eof:
        raise cut_off("the compressed body ends early")
    return bytes(body)


def _too_large(max_bytes: int) -> AnswerRefused:
    return AnswerRefused(f"the answer is larger than {max_bytes} bytes")
