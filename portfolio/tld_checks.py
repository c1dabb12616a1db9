"""Contacts and names held against a TLD's rules: a sentence for each problem, without anybody's data."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName
from portfolio.tld_attributes import Attribute, Choice, ContactRule, NameRule, Rule

Contacts = Mapping[ContactRole, Contact]


def problems_with_forms(
    asked: Sequence[Attribute], contacts: Contacts, attributes: Mapping[str, str]
) -> Iterator[str]:
    """Yield a sentence for each value that is a person's where an organization registers, or the reverse."""
    registrant = contacts.get(ContactRole.REGISTRANT)
    for attribute in asked if registrant else ():
        value = attributes.get(attribute.name, attribute.default)
        choice = attribute.choices.get(value or "")
        wanted = _form_wanted(choice, registrant) if choice and registrant else None
        if choice and wanted:
            yield (
                f"{attribute.name} {value} ({choice.en}) is for {wanted[0]}:"
                f" give the registrant contact {wanted[1]}, or choose another {attribute.label}"
            )


def _form_wanted(choice: Choice, registrant: Contact) -> tuple[str, str] | None:
    if choice.form == "person" and not registrant.family:
        return "a person", "a family name"
    if choice.form == "organization" and not registrant.organization:
        return "an organization", "an organization"
    return None


def problems_with_people(
    rules: Sequence[ContactRule],
    asked: Sequence[Attribute],
    contacts: Contacts,
    attributes: Mapping[str, str],
) -> Iterator[str]:
    """Yield a sentence for each of `rules` and role that the contacts do not keep."""
    for rule in rules:
        if not rule.applies(attributes):
            continue
        for role in rule.roles:
            if role in contacts and not _KEPT[rule.asks](_Case(rule, contacts[role], contacts, attributes)):
                yield rule.says.format(role=role.value, value=_spoken(rule, asked, attributes))


def problems_with_words(
    rules: Sequence[NameRule], name: DomainName, attributes: Mapping[str, str]
) -> Iterator[str]:
    """Yield a sentence for each of `rules` whose words the name does not hold; none where none are given."""
    label = _bare(name.u_label.split(".")[0])
    for rule in rules:
        words = _bare(attributes.get(rule.holds, ""))
        if rule.applies(attributes) and words and words not in label:
            yield rule.says.format(name=name)


@dataclass(frozen=True)
class _Case:
    """One contact in front of one rule."""

    rule: ContactRule
    contact: Contact
    contacts: Contacts
    attributes: Mapping[str, str]

    @property
    def organization(self) -> str:
        return self.contact.organization or ""

    @property
    def others(self) -> list[Contact]:
        return [self.contacts[role] for role in map(ContactRole, self.rule.of) if role in self.contacts]


_KEPT: Mapping[str, Callable[[_Case], bool]] = MappingProxyType({
    "given name": lambda case: bool(case.contact.given),
    "person": lambda case: bool(case.contact.family),
    "organization": lambda case: bool(case.organization),
    "no organization": lambda case: not case.organization,
    "country": lambda case: case.contact.address.country in case.rule.of,
    "subdivision": lambda case: (
        case.contact.address.country not in case.rule.of or bool(case.contact.address.subdivision)
    ),
    "word": lambda case: (
        not case.organization or any(_has_words(case.organization, words) for words in case.rule.of)
    ),
    "value": lambda case: all(
        _bare(case.attributes.get(name, "")) in _bare(case.organization) for name in case.rule.of
    ),
    "same person": lambda case: all(_person(other) == _person(case.contact) for other in case.others),
    "same contact": lambda case: all(other == case.contact for other in case.others),
})  # fmt: skip
"""Whether what a rule asks is so."""


def _person(contact: Contact) -> tuple[str, ...]:
    return tuple(_bare(part or "") for part in (contact.given, contact.family, contact.organization))


def _has_words(text: str, words: str) -> bool:
    """Whether `words` stand in `text` as words of their own, whatever their case, accents and dots."""
    held, sought = (re.findall(r"\w+", _plain(part).replace(".", "")) for part in (text, words))
    return f" {' '.join(sought)} " in f" {' '.join(held)} "


def _bare(text: str) -> str:
    return re.sub(r"[\W_]", "", _plain(text))


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _spoken(rule: Rule, asked: Sequence[Attribute], attributes: Mapping[str, str]) -> str:
    """The value that brought the rule in, with its meaning: `CCT (Canadian citizen)`."""
    for attribute in asked:
        value = attributes.get(attribute.name, "")
        if attribute.name in rule.when and value in attribute.choices:
            return f"{attribute.name} {value} ({attribute.choices[value].en})"
    return ""
