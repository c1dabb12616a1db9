"""What a TLD asks beyond contacts, and of contacts, as data: each rule with its source and when read."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from portfolio.audit import Actor
from portfolio.contacts import ContactRole
from portfolio.values import Value

When = dict[str, tuple[str, ...]]
"""Attributes and the values that they must have; no values stand for any value at all."""


class Kind(StrEnum):
    """Whom the registry takes the registrant for: it decides what the public sees."""

    INDIVIDUAL = "individual"
    ORGANIZATION = "organization"


class Source(Value):
    """Where rules stand. `read` is the day on which somebody of ours read it."""

    title: str
    read: date
    url: str = ""


class NotOffered(Value):
    """
    What no registrar can do under a TLD, since its registry has no such thing or forbids it.

    `what` is the capability, in the words of `registrar.support`.
    """

    what: str
    why: str
    source: str


class Rule(Value):
    """
    What every rule has: `when` it holds and `unless` what, its source, and whether it is certain.

    A rule that is `unsure` is told and refuses nothing.
    """

    when: When = {}
    unless: When = {}
    source: str = ""
    unsure: bool = False

    def applies(self, attributes: Mapping[str, str]) -> bool:
        """Return whether the rule holds for an order with `attributes`."""
        excused = bool(self.unless) and holds(self.unless, attributes)
        return holds(self.when, attributes) and not excused


class Choice(Value):
    """
    One value that an attribute can have, in English and French.

    `kind` (`for` in the files) is whom the registry takes such a registrant for, `form` whether the
    registrant contact must name a person or an organization. `presence` and `naming` say in a sentence each
    who may choose it and how the registrant, or the name, is written.
    """

    en: str
    fr: str = ""
    kind: Annotated[Kind | None, Field(alias="for")] = None
    form: Literal["person", "organization", "either"] = "either"
    presence: str = ""
    naming: str = ""
    source: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain_text_is_english(cls, told: Any) -> Any:
        return {"en": told} if isinstance(told, str) else told


class Attribute(Value):
    """
    One thing that is asked beyond contacts, under our own name (`ca.legal_type`).

    `pattern` is what a value looks like, `form` the same in words. What is `kept` is evidence for our own
    records: a registrar gets it only where its interface has a place for it. `stamps` is what the house
    itself writes down, who or when, as soon as the attribute `stamp_of` is given.
    """

    name: str
    label: str
    label_fr: str = ""
    required: bool = False
    required_when: When = {}
    required_unless: When = {}
    default: str | None = None
    choices: dict[str, Choice] = {}
    pattern: str = ""
    form: str = ""
    kept: bool = False
    stamps: Literal["actor", "instant", ""] = ""
    stamp_of: str = ""
    source: str = ""
    unsure: str = ""

    def is_needed(self, attributes: Mapping[str, str]) -> bool:
        """Return whether an order with `attributes` must have this one."""
        by_another = bool(self.required_when) and holds(self.required_when, attributes)
        decided = bool(self.required_unless) and all(name in attributes for name in self.required_unless)
        not_excused = decided and not holds(self.required_unless, attributes)
        return self.required or by_another or not_excused

    def problem_with(self, value: str) -> str | None:
        """Return what is wrong with a value, without the value; None when nothing is."""
        if self.choices and value not in self.choices:
            return f"{self.name} must be one of {', '.join(self.choices)}"
        if self.pattern and not re.fullmatch(self.pattern, value):
            return f"{self.name} must be {self.form}"
        return None

    def stamp(self, *, by: Actor, at: datetime) -> str:
        """Return what the house writes: the actor, or the instant in UTC (RFC 3339)."""
        return by if self.stamps == "actor" else at.isoformat(timespec="seconds").replace("+00:00", "Z")


class ContactRule(Rule):
    """
    What the contacts of some roles must be like; `says` is the problem, with what to do about it.

    `of` belongs to what the rule asks: countries (ISO 3166-1), words, the other role, or an attribute.
    """

    roles: tuple[ContactRole, ...] = (ContactRole.REGISTRANT,)
    asks: Literal[
        "person", "given name", "organization", "no organization", "subdivision", "country", "word", "value",
        "same person", "same contact",
    ]  # fmt: skip
    of: tuple[str, ...] = ()
    says: str


class NameRule(Rule):
    """The name must hold the words that the attribute `holds` gives: a trademark's, say."""

    holds: str
    says: str


def holds(when: When, attributes: Mapping[str, str]) -> bool:
    """Return whether every attribute that `when` names is given, with one of the values that it names."""
    return all(
        name in attributes and (not values or attributes[name] in values) for name, values in when.items()
    )
