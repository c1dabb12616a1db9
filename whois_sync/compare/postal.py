"""Postal codes: `K1A 0B1`, `k1a0b1` and `K1A-0B1` are one code; a longer code is another one."""

from whois_sync.compare.alike import Form
from whois_sync.compare.text import folded, spaced

POSTAL: tuple[Form, ...] = (
    ("spaces", spaced),
    ("case", lambda text: spaced(text).upper()),
    ("postal code spelling", lambda text: folded(text) or None),
)
"""The forms of a postal code, strict to forgiving."""
