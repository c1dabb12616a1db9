"""What each TLD demands and publishes, as data: `tlds/*.toml`, with the source of every number beside it."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from portfolio.audit import Actor
from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.tld_attributes import Attribute, ContactRule, Kind, NameRule, NotOffered, Source
from portfolio.tld_checks import problems_with_forms, problems_with_people, problems_with_words
from portfolio.values import Value

Days = Annotated[int, Field(ge=0)] | None


class GracePeriods(Value):
    """Lengths in days; None where the registry does not state one (RFC 3915 has the words)."""

    add_days: Days = None
    auto_renew_days: Days = None
    redemption_days: Days = None
    pending_delete_days: Days = None


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
    """
    The rules of one TLD, or of a class of TLDs without a file of their own.

    `sources` are what the rules stand on, by the short names that they are cited by; `unsure` says in
    sentences what is not known for certain, and so refuses nothing.
    """

    tld: str
    title: str
    roles: tuple[ContactRole, ...] = (ContactRole.REGISTRANT, ContactRole.ADMIN, ContactRole.TECH)
    refused_roles: tuple[ContactRole, ...] = ()
    min_years: int = 1
    max_years: int = 10
    grace: GracePeriods = GracePeriods()
    attributes: tuple[Attribute, ...] = ()
    contact_rules: tuple[ContactRule, ...] = ()
    name_rules: tuple[NameRule, ...] = ()
    not_offered: tuple[NotOffered, ...] = ()
    sources: dict[str, Source] = {}
    unsure: tuple[str, ...] = ()
    public: PublicRecord = PublicRecord()
    is_generic: bool = False
    letters: str | None = None

    @model_validator(mode="after")
    def _cites_what_it_has(self) -> Self:
        cited = {rule.source for rule in (*self.attributes, *self.contact_rules, *self.name_rules)}
        cited |= {each.source for each in self.not_offered}
        cited |= {choice.source for a in self.attributes for choice in a.choices.values()}
        unknown = sorted({key for text in cited for key in text.split(", ") if key} - set(self.sources))
        if unknown:
            raise ValueError(f"no such source: {', '.join(unknown)}")
        return self

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
        """
        Return what a registration lacks under these rules, a sentence each; empty when it is complete.

        What is only kept by the house is not part of it: see `problems_with_evidence`.
        """
        found = [f"{self.title} needs a {role} contact" for role in self.roles if role not in roles]
        found += [f"{self.title} takes no {role} contact" for role in self.refused_roles if role in roles]
        if not self.min_years <= years <= self.max_years:
            found.append(
                f"{self.title} is registered for {self.min_years} to {self.max_years} years, not {years}"
            )
        known = {attribute.name for attribute in self.attributes}
        found += [f"{self.title} has no attribute {name}" for name in attributes if name not in known]
        return found + self._problems_with_values(attributes, kept=False)

    def problems_with_evidence(self, name: DomainName, attributes: Mapping[str, str]) -> list[str]:
        """Return what the house must have in writing and has not, or what the name does not bear out."""
        stamped = {attribute.name for attribute in self.attributes if attribute.stamps}
        found = [
            f"{key} is written down by the house and cannot be given" for key in attributes if key in stamped
        ]
        found += self._problems_with_values(attributes, kept=True)
        sure = [rule for rule in self.name_rules if not rule.unsure]
        return found + list(problems_with_words(sure, name, attributes))

    def problems_with_contacts(
        self, contacts: Mapping[ContactRole, Contact], attributes: Mapping[str, str]
    ) -> list[str]:
        """Return what the contacts lack beside `attributes`, a sentence each, without anybody's data."""
        whole = self.with_defaults(attributes)
        sure = [rule for rule in self.contact_rules if not rule.unsure]
        return [
            *problems_with_forms(self.attributes, contacts, whole),
            *problems_with_people(sure, self.attributes, contacts, whole),
        ]

    def cautions(
        self, name: DomainName, contacts: Mapping[ContactRole, Contact], attributes: Mapping[str, str]
    ) -> list[str]:
        """Return what may be wrong by rules that are not certain: it is told, and refuses nothing."""
        whole = self.with_defaults(attributes)
        people = [rule for rule in self.contact_rules if rule.unsure]
        words = [rule for rule in self.name_rules if rule.unsure]
        return [
            *problems_with_people(people, self.attributes, contacts, whole),
            *problems_with_words(words, name, whole),
        ]

    def kind_of(self, attributes: Mapping[str, str]) -> Kind | None:
        """Return whom the registry takes the registrant for; None where no attribute tells."""
        for attribute in self.attributes:
            choice = attribute.choices.get(attributes.get(attribute.name, attribute.default) or "")
            if choice is not None and choice.kind is not None:
                return choice.kind
        return None

    def hides_registrant(self, attributes: Mapping[str, str]) -> bool | None:
        """Return whether the public record hides such a registrant; None where nothing tells."""
        if self.public.redacts != "individuals":
            return self.public.redacts == "everyone"
        kind = self.kind_of(attributes)
        return None if kind is None else kind is Kind.INDIVIDUAL

    def _problems_with_values(self, attributes: Mapping[str, str], *, kept: bool) -> list[str]:
        whole, found = self.with_defaults(attributes), list[str]()
        for attribute in self.attributes:
            if attribute.kept is not kept:
                continue
            value = whole.get(attribute.name)
            if value is None and attribute.is_needed(whole):
                found.append(f"{self.title} needs {attribute.name} ({attribute.label})")
            elif value is not None and (problem := attribute.problem_with(value)):
                found.append(problem)
        return found

    def with_defaults(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """Return `attributes` completed by the defaults of these rules."""
        defaults = {a.name: a.default for a in self.attributes if a.default is not None}
        return defaults | dict(attributes)

    def stamped(self, attributes: Mapping[str, str], *, by: Actor, at: datetime) -> dict[str, str]:
        """Return `attributes` with who gave what is evidence, and when (UTC)."""
        stamps = {
            a.name: a.stamp(by=by, at=at) for a in self.attributes if a.stamps and a.stamp_of in attributes
        }
        return dict(attributes) | stamps

    def for_registrar(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """Return `attributes` completed by the defaults, without what the house wrote down for itself."""
        own = {attribute.name for attribute in self.attributes if attribute.stamps}
        return {key: value for key, value in self.with_defaults(attributes).items() if key not in own}


def rules_for(name: DomainName) -> TldRules:
    """Return the rules of the name's TLD; for a TLD without a file, those of its class (generic, country)."""
    return rules_of(name.tld)


def rules_of(tld: str) -> TldRules:
    """Return the rules of `tld`, an A-label in lower case, as `rules_for` does for a name."""
    own = _read(tld)
    if own is not None:
        return own
    fallback = _read("country" if len(tld) == 2 else "generic")
    assert fallback is not None  # noqa: S101 - both files are part of the package
    return fallback.model_copy(update={"tld": tld, "title": f".{tld}"})


@cache
def _read(tld: str) -> TldRules | None:
    file = files("portfolio") / "tlds" / f"{tld}.toml"
    return TldRules.model_validate(tomllib.loads(file.read_text("utf-8"))) if file.is_file() else None
