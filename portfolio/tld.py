"""What each TLD demands and publishes, as data: `tlds/*.toml`, with the source of every number beside it."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.values import Value

Days = Annotated[int, Field(ge=0)] | None


class GracePeriods(Value):
    """Lengths in days; None where the registry does not state one (RFC 3915 has the words)."""

    add_days: Days = None
    auto_renew_days: Days = None
    redemption_days: Days = None
    pending_delete_days: Days = None


class Attribute(Value):
    """One thing that a registry asks beyond contacts, under our own name (`ca.legal_type`)."""

    name: str
    label: str
    required: bool = False
    default: str | None = None
    choices: dict[str, str] = {}


class PublicRecord(Value):
    """
    What the registry's public record has room for, role by role, and what it hides.

    `fields` names what is shown or redacted; whatever is not in it is *not published*. `redacts` says whose
    data is hidden by default; `shown_anyway` is never hidden.
    """

    fields: dict[ContactRole, tuple[str, ...]] = {}
    redacts: Literal["everyone", "individuals", "nobody"] = "everyone"
    shown_anyway: tuple[str, ...] = ()
    expiry: bool = True


class TldRules(Value):
    """The rules of one TLD, or of a class of TLDs without a file of their own."""

    tld: str
    title: str
    roles: tuple[ContactRole, ...] = (ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH)
    refused_roles: tuple[ContactRole, ...] = ()
    min_years: int = 1
    max_years: int = 10
    grace: GracePeriods = GracePeriods()
    attributes: tuple[Attribute, ...] = ()
    public: PublicRecord = PublicRecord()
    is_generic: bool = False
    letters: str | None = None

    def problems_with_letters(self, name: DomainName) -> list[str]:
        """
        Return what is wrong with the letters of `name`, a sentence each.

        `letters` are those beyond a-z, 0-9 and the hyphen that the registry takes (its IDN table); None where
        its tables are not known here, and then nothing is wrong.
        """
        if self.letters is None:
            return []
        own = name.u_label.removesuffix(f".{self.tld}")
        odd = sorted({letter for letter in own if not letter.isascii() and letter not in self.letters})
        return [f"{self.title} takes no names with {' '.join(odd)}"] if odd else []

    def problems_with(
        self, *, years: int, roles: frozenset[ContactRole], attributes: Mapping[str, str]
    ) -> list[str]:
        """Return what a registration lacks under these rules, a sentence each; empty when it is complete."""
        found = [f"{self.title} needs a {role} contact" for role in self.roles if role not in roles]
        found += [f"{self.title} takes no {role} contact" for role in self.refused_roles if role in roles]
        if not self.min_years <= years <= self.max_years:
            found.append(
                f"{self.title} is registered for {self.min_years} to {self.max_years} years, not {years}"
            )
        known = {attribute.name: attribute for attribute in self.attributes}
        found += [f"{self.title} has no attribute {name}" for name in attributes if name not in known]
        for attribute in self.attributes:
            value = attributes.get(attribute.name, attribute.default)
            if value is None and attribute.required:
                found.append(f"{self.title} needs {attribute.name} ({attribute.label})")
            elif value is not None and attribute.choices and value not in attribute.choices:
                found.append(f"{attribute.name} must be one of {', '.join(attribute.choices)}")
        return found

    def with_defaults(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """Return `attributes` completed by the defaults of these rules."""
        defaults = {a.name: a.default for a in self.attributes if a.default is not None}
        return defaults | dict(attributes)


def rules_for(name: DomainName) -> TldRules:
    """Return the rules of the name's TLD; for a TLD without a file, those of its class (generic, country)."""
    own = _read(name.tld)
    if own is not None:
        return own
    fallback = _read("country" if len(name.tld) == 2 else "generic")
    assert fallback is not None  # noqa: S101 - both files are part of the package
    return fallback.model_copy(update={"tld": name.tld, "title": f".{name.tld}"})


@cache
def _read(tld: str) -> TldRules | None:
    file = files("portfolio") / "tlds" / f"{tld}.toml"
    return TldRules.model_validate(tomllib.loads(file.read_text("utf-8"))) if file.is_file() else None
