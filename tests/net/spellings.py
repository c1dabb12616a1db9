"""Ways to write an address so that it does not look like itself."""

from collections.abc import Iterator
from ipaddress import IPv4Address
from itertools import product


def ipv4_spellings(address: str) -> Iterator[str]:
    """Yield `address` in one to four parts, each part decimal, octal or hexadecimal: 120 spellings."""
    number = int(IPv4Address(address))
    for parts in (4, 3, 2, 1):
        last_bits = 8 * (5 - parts)
        values = [number >> (24 - 8 * place) & 0xFF for place in range(parts - 1)]
        values.append(number & ((1 << last_bits) - 1))
        for writing in product(("{}", "0{:o}", "{:#x}"), repeat=parts):
            yield ".".join(form.format(value) for form, value in zip(writing, values, strict=True))


PADDED = (
    "127.00.0.1",
    "0000177.0.0.1",
    "0X7F.0.0.1",
    "0x7F000001",
    "127.1",
    "127.0.1",
    "0",
    "0.0.0.0",
    "00.0",
)

SIX = (
    "::1",
    "0:0:0:0:0:0:0:1",
    "0000:0000:0000:0000:0000:0000:0000:0001",
    "::0001",
    "0::1",
    "::0.0.0.1",
    "::",
    "0::0",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "::FFFF:7F00:0001",
    "0:0:0:0:0:ffff:127.0.0.1",
    "0:0:0:0:0:FFFF:7f00:1",
    "::ffff:0.0.0.0",
)

NAMES = (
    "localhost",
    "localhost.",
    "LOCALHOST",
    "LocalHost.",
    "localhost.localdomain",
    "ip6-localhost",
    "loopback.example.com",
    "loopback.example.com.",
    "a.loopback.example.com",
    "xn--lcalhost-54a.example",
)

DOTS = (
    "127。0。0。1",
    "127．0．0．1",
    "127｡0｡0｡1",
    "１２７.０.０.１",
    "①②⑦.⓪.⓪.①",
    "𝟏𝟐𝟕.𝟎.𝟎.𝟏",
    "127.0.0.1。",
    "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
    "ｌｏｃａｌｈｏｓｔ",
    "local\u00adhost",
    "localhost。",
    "ſ.localhost",
)

ODD = (
    "127.0.0.1%00.example.com",
    "127.0.0.1\x00.example.com",
    "127.0.0.1 ",
    " 127.0.0.1",
    "127.0.0.1\t",
    "127.0.0.1\n",
    "%31%32%37.0.0.1",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::1%25lo]",
    "::1%lo",
    "fe80::1%lo",
    "",
    ".",
    "..",
)
