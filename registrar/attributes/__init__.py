"""
What each vendor calls the attributes of the TLDs, as data: `VENDOR.toml`, with the evidence for every name.

An adapter asks `written` for what it sends. Where a vendor tells its attributes at run time only, its adapter
is an `AsksAttributes`, and `fitted` puts our values under the names that it told.
"""

import re
import tomllib
from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, Protocol, runtime_checkable

from portfolio.names import DomainName
from portfolio.tld import rules_for
from portfolio.tld_attributes import Kind
from portfolio.values import Value
from registrar.errors import Unsupported

Grade = Literal["O", "T", "M", "?"]
"""O: read in the vendor's own document; T: in a third party's client; M: in a copy; ?: one weak source."""


class Place(Value):
    """
    Where one attribute goes: `name` is the vendor's, with dots where it lies inside something.

    `values` are the vendor's spellings; where they are given, no other value is sent. `also` is sent beside
    it, and `shown` gives, by the kind of registrant, what the vendor wants said of the public record.
    """

    name: str
    required: bool = False
    values: dict[str, str] = {}
    also: dict[str, str] = {}
    shown: dict[str, dict[Kind, str]] = {}
    grade: Grade = "?"


_NOWHERE: Mapping[str, Place] = MappingProxyType({})


class Vendor(Value):
    """One vendor's table. `asks` are the TLDs (or `*`) whose attributes it tells at run time only."""

    slug: str
    title: str
    source: str
    asks: tuple[str, ...] = ()
    places: dict[str, dict[str, Place]] = {}

    def places_for(self, name: DomainName) -> Mapping[str, Place]:
        """Return the places of the name's suffix, the longest that the table has: `co.uk` before `uk`."""
        for at in range(1, len(name.labels)):
            found = self.places.get(".".join(name.labels[at:]))
            if found is not None:
                return found
        return _NOWHERE


class AskedAttribute(Value):
    """One thing that a vendor says, at run time, that it wants for a TLD. No choices stand for free text."""

    name: str
    label: str = ""
    required: bool = False
    choices: dict[str, str] = {}


@runtime_checkable
class AsksAttributes(Protocol):
    """Tells at run time what it wants beyond contacts."""

    @abstractmethod
    def attributes_asked(self, tld: str) -> Sequence[AskedAttribute]:
        """Return what the vendor wants for names under `tld` now. It changes nothing."""
        ...


def vendor(slug: str) -> Vendor | None:
    """Return the table of a vendor; None where there is none."""
    return _tables().get(slug)


def written(slug: str, name: DomainName, attributes: Mapping[str, str]) -> dict[str, str]:
    """
    Return what the vendor is sent for `attributes`, in its own names and spellings.

    Evidence for our own records, and what is as the registry has it by default, are left out where the
    vendor has no place for them. Raises `Unsupported`, before anything is sent, for any other attribute
    without a place, and for a value without a spelling.
    """
    table = vendor(slug)
    places = table.places_for(name) if table else _NOWHERE
    homeless = sorted(set(attributes) - set(places) - _dispensable(name, attributes))
    if homeless:
        raise _unsupported(slug, name, f"no place for {', '.join(homeless)} under .{name.tld}")
    sent: dict[str, str] = {}
    for key, value in attributes.items():
        if key in places:
            sent |= _sent(slug, name, key, value, places[key], attributes)
    return sent


def lacking(slug: str, name: DomainName, attributes: Mapping[str, str]) -> list[str]:
    """Return a sentence for each attribute that the vendor wants and the registry alone does not."""
    table, rules = vendor(slug), rules_for(name)
    if table is None:
        return []
    whole = rules.with_defaults(attributes)
    labels = {attribute.name: attribute.label for attribute in rules.attributes}
    told = {a.name for a in rules.attributes if a.is_needed(whole)}
    return [
        f"{table.title} needs {key} ({labels.get(key, key)})"
        for key, place in table.places_for(name).items()
        if place.required and key not in whole and key not in told
    ]


def fitted(
    slug: str, name: DomainName, asked: Sequence[AskedAttribute], attributes: Mapping[str, str]
) -> dict[str, str]:
    """
    Return `attributes` under the names that the vendor just told.

    A name fits where its letters are the same (`x-ca-legal-type` and `ca.legal_type`), a value where it is
    one of the choices, whatever its case. Raises `Unsupported`, before anything is sent, for whatever does
    not fit and for what is wanted and not given.
    """
    dispensable = _dispensable(name, attributes)
    homes = {_letters(one.name): one for one in asked}
    sent: dict[str, str] = {}
    for key, value in attributes.items():
        home = homes.get(_letters(key))
        if home is None and key not in dispensable:
            raise _unsupported(slug, name, f"the registrar asks for nothing like {key}")
        if home is not None:
            sent[home.name] = _chosen(slug, name, key, value, home)
    wanted = sorted(one.name for one in asked if one.required and one.name not in sent)
    if wanted:
        raise _unsupported(slug, name, f"the registrar also wants {', '.join(wanted)}")
    return sent


Nested = str | Mapping[str, "Nested"]


def nested(flat: Mapping[str, str]) -> dict[str, Nested]:
    """Return `flat` with what has dots in its name inside of what they name: `a.b` is `b` inside `a`."""
    whole: dict[str, Nested] = {}
    for head in dict.fromkeys(name.split(".")[0] for name in flat):
        inner = {name.partition(".")[2]: value for name, value in flat.items() if name.split(".")[0] == head}
        whole[head] = inner[""] if "" in inner else nested(inner)
    return whole


def vendors() -> Iterator[Vendor]:
    """Yield every table by its slug."""
    yield from _tables().values()


def _dispensable(name: DomainName, attributes: Mapping[str, str]) -> set[str]:
    """What a vendor need not hear: our own evidence, and values that are the default anyway."""
    return {
        attribute.name
        for attribute in rules_for(name).attributes
        if attribute.kept or (attribute.default and attributes.get(attribute.name) == attribute.default)
    }


def _sent(
    slug: str, name: DomainName, key: str, value: str, place: Place, attributes: Mapping[str, str]
) -> dict[str, str]:
    if place.values and value not in place.values:
        raise _unsupported(slug, name, f"no spelling for this value of {key}")
    kind = rules_for(name).kind_of(attributes)
    shown = {theirs: words[kind] for theirs, words in place.shown.items() if kind and kind in words}
    return {place.name: place.values.get(value, value)} | place.also | shown


def _chosen(slug: str, name: DomainName, key: str, value: str, home: AskedAttribute) -> str:
    if not home.choices:
        return value
    for choice in home.choices:
        if choice.casefold() == value.casefold():
            return choice
    raise _unsupported(slug, name, f"the registrar does not offer this value of {key}")


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower()).removeprefix("x")


def _unsupported(slug: str, name: DomainName, detail: str) -> Unsupported:
    return Unsupported(f"{detail}; nothing was sent", registrar=slug, name=name)


@cache
def _tables() -> Mapping[str, Vendor]:
    folder = files("registrar") / "attributes"
    found = (file for file in folder.iterdir() if file.name.endswith(".toml"))
    read = (Vendor.model_validate(tomllib.loads(file.read_text("utf-8"))) for file in found)
    return {table.slug: table for table in sorted(read, key=lambda table: table.slug)}
