"""A name has one spelling inside: the A-label, lower case, without the last dot."""

import re
import unicodedata
from functools import cache
from typing import Any, Self

import idna
from publicsuffixlist import PublicSuffixList
from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

_MAX_NAME = 253  # RFC 1035 section 2.3.4, without the last dot

# Names that are canonical as they stand: letters, digits, single hyphens inside. The rest takes the long way.
_PLAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,126}[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")

# Scripts that are written together in one language (Unicode UTS 39, "highly restrictive").
_WRITTEN_TOGETHER = (
    {"LATIN", "CJK", "HIRAGANA", "KATAKANA"},
    {"LATIN", "CJK", "BOPOMOFO"},
    {"LATIN", "CJK", "HANGUL"},
)


class NotAName(ValueError):
    """The text is no domain or host name; the message says why, in one line."""


class _Name(str):
    """Text that canonicalizes itself, so that two names are equal when they mean the same."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        return super().__new__(cls, _canonical(text))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        # Any: pydantic's own signature for this hook.
        def checked(value: object, read: core_schema.ValidatorFunctionWrapHandler) -> Self:
            return value if type(value) is cls else cls(read(value))

        return core_schema.no_info_wrap_validator_function(
            checked,
            core_schema.str_schema(),
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )

    @property
    def labels(self) -> list[str]:
        """The labels, leftmost first, as A-labels."""
        return self.split(".")

    @property
    def u_label(self) -> str:
        """The name as people write it (U-labels, RFC 5890). Only for showing, never for asking."""
        return ".".join(idna.decode(label) if label.startswith("xn--") else label for label in self.labels)


class DomainName(_Name):
    """
    A domain name under a TLD: `DomainName("Faß.DE.")` is `xn--fa-hia.de`.

    IDNA 2008 with UTS 46 mapping (RFC 5891, non-transitional). Raises `NotAName` (a `ValueError`).
    """

    __slots__ = ()

    @property
    def tld(self) -> str:
        """The last label, as an A-label."""
        return self.labels[-1]

    @property
    def mixed_scripts(self) -> frozenset[str]:
        """Scripts mixed within one label as no language writes: a look-alike warning. Empty when fine."""
        return frozenset(script for label in self.u_label.split(".") for script in _mixed(label))

    @property
    def is_registrable(self) -> bool:
        """Whether a registry sells exactly this name: one label under an ICANN public suffix."""
        return _suffixes().privatesuffix(self) == self


class HostName(_Name):
    """The name of a nameserver: `HostName("NS1.Example.NET.")` is `ns1.example.net`. Raises `NotAName`."""

    __slots__ = ()


@cache
def _suffixes() -> PublicSuffixList:
    """The list carried in the package; its ICANN section only, so that github.io is a registrable name."""
    return PublicSuffixList(only_icann=True)


def _canonical(text: str) -> str:
    if len(text) <= _MAX_NAME and _PLAIN.fullmatch(text) and "--" not in text:
        return str(text)
    bare = text.strip()
    if not bare:
        raise NotAName("an empty text is not a domain name")
    try:
        name = idna.encode(bare, uts46=True, std3_rules=True).decode("ascii").rstrip(".")
        for label in name.split("."):
            if label.startswith("xn--"):
                idna.decode(label)
    except (idna.IDNAError, UnicodeError) as err:
        raise NotAName(f"not a domain name: {_shown(bare)}") from err
    if "." not in name:
        raise NotAName(f"not a domain name: {_shown(bare)} has no dot")
    if len(name) > _MAX_NAME:
        raise NotAName(f"not a domain name: longer than {_MAX_NAME} characters")
    if name.rsplit(".", 1)[-1].isdigit():
        raise NotAName(f"not a domain name: {_shown(bare)} looks like an address")
    return name


def _shown(text: str, limit: int = 80) -> str:
    """The text fit for one line of a message: printable, short, quoted."""
    printable = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:limit])
    return repr(printable + ("…" if len(text) > limit else ""))


def _mixed(label: str) -> frozenset[str]:
    scripts = {script for c in label if (script := _script(c))}
    if len(scripts) < 2 or any(scripts <= together for together in _WRITTEN_TOGETHER):
        return frozenset()
    return frozenset(scripts)


def _script(character: str) -> str | None:
    """The script of a letter by its Unicode name's first word; None for digits, hyphens and marks."""
    if not unicodedata.category(character).startswith("L"):
        return None
    return unicodedata.name(character, "UNKNOWN").split(" ", 1)[0]
