"""
What each TLD asks, as a page: `python -m registrar.tld_page` writes it, `--check` finds it stale.

The page is generated from the rules that orders are held against; it is never edited.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

from portfolio.names import DomainName
from portfolio.tld import TldRules, rules_for
from portfolio.tld_attributes import Attribute, Choice, Kind, When
from registrar.attributes import Place, Vendor, vendors

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "tlds.md"

_HEAD = """\
# What TLDs ask

<!-- Written by `python -m registrar.tld_page` from the rules' own data. Do not edit. -->

What a registration needs beyond its contacts, given as `--attribute NAME=VALUE`.
A rule that is not certain is told as a warning and refuses nothing.
For registrars, a letter says how well a name is known: O, read in the registrar's own document; T, in a
client of another's; M, in a copy; ?, one weak source. Nobody here has sent them to the registrar itself.
"""
_VISIBLE = {Kind.INDIVIDUAL: "an individual", Kind.ORGANIZATION: "an organization", None: "–"}


def page(rules: Sequence[TldRules], tables: Sequence[Vendor]) -> str:
    """Return the whole page in Markdown."""
    return "\n".join([_HEAD, *(line for one in rules for line in _tld(one, tables)), *_asking(tables)]) + "\n"


def main(arguments: Sequence[str] | None = None, *, path: Path = PAGE) -> int:
    """Write the page to `path`, or check it. Returns 1 when it is checked and stale, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m registrar.tld_page", description="Write docs/reference/tlds.md."
    )
    parser.add_argument("--check", action="store_true", help="change nothing; fail when the page is stale")
    expected = page(rules_with_attributes(), list(vendors()))
    if not parser.parse_args(arguments).check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(expected, "utf-8")
        return 0
    if path.is_file() and path.read_text("utf-8") == expected:
        return 0
    sys.stderr.write(f"{path.name} is stale: run python -m registrar.tld_page\n")
    return 1


def rules_with_attributes() -> list[TldRules]:
    """Return the rules of every TLD that asks something, .ca first."""
    names = [file.name.removesuffix(".toml") for file in (files("portfolio") / "tlds").iterdir()]
    found = [rules_for(DomainName(f"example.{name}")) for name in sorted(names) if len(name) == 2]
    return sorted(found, key=lambda rules: (rules.tld != "ca", rules.tld))


def _tld(rules: TldRules, tables: Sequence[Vendor]) -> Iterator[str]:
    needed, refused = ", ".join(rules.roles), ", ".join(rules.refused_roles)
    yield from ["", f"## {rules.title}", ""]
    yield f"Contacts: {needed}{f'; none for {refused}' if refused else ''}. {_published(rules)}"
    for attribute in rules.attributes:
        yield from _attribute(attribute)
    told = [f"- {_when(rule.when)}{rule.says}{_surely(unsure=rule.unsure)}" for rule in rules.contact_rules]
    told += [f"- {_when(rule.when)}{rule.says}{_surely(unsure=rule.unsure)}" for rule in rules.name_rules]
    lacking = [f"- **{each.what}**: {each.why}" for each in rules.not_offered]
    yield from ["", "What no registrar can do here:", "", *lacking] if lacking else []
    yield from ["", "What contacts and name are held against:", "", *told] if told else []
    yield from ["", "Not certain:", "", *(f"- {doubt}" for doubt in rules.unsure)]
    yield from ["", "Sources:", ""]
    yield from (
        f"- {one.title} (read {one.read}){f' <{one.url}>' if one.url else ''}"
        for one in rules.sources.values()
    )
    yield from _spelled(rules, tables)


def _published(rules: TldRules) -> str:
    hidden = {
        "everyone": "The public record hides every registrant.",
        "individuals": "The public record hides individuals and shows organizations.",
        "nobody": "The public record hides nobody.",
    }
    return hidden[rules.public.redacts]


def _attribute(attribute: Attribute) -> Iterator[str]:
    yield from ["", f"### `{attribute.name}`", ""]
    yield f"{attribute.label} (*{attribute.label_fr}*): {_need(attribute)}"
    if attribute.form:
        yield f"It is written as {attribute.form}."
    if not attribute.choices:
        return
    if not any(choice.presence or choice.kind for choice in attribute.choices.values()):
        yield from ["", "| value | English | French |", "| --- | --- | --- |"]
        yield from (f"| `{key}` | {one.en} | {one.fr or '–'} |" for key, one in attribute.choices.items())
        return
    yield from [
        "",
        "| value | English | French | taken for | who | how it is named |",
        "| --- |" + " --- |" * 5,
    ]
    yield from (_row(key, choice) for key, choice in attribute.choices.items())


def _row(key: str, choice: Choice) -> str:
    cells = (choice.fr, _VISIBLE[choice.kind], choice.presence, choice.naming)
    return f"| `{key}` | {choice.en} |" + "".join(f" {cell or '–'} |" for cell in cells)


def _need(attribute: Attribute) -> str:
    if attribute.stamps:
        return f"written down by the house with `{attribute.stamp_of}`; it cannot be given."
    if attribute.required:
        need = "needed"
    elif attribute.required_when:
        need = f"needed {_when(attribute.required_when).rstrip(' :')}"
    elif attribute.required_unless:
        need = f"needed, but not {_when(attribute.required_unless).rstrip(' :')}"
    else:
        need = f"`{attribute.default}` unless it is given" if attribute.default else "may be given"
    kept = "; kept with the order, and sent where the registrar has a place for it" if attribute.kept else ""
    return f"{need}{kept}."


def _when(when: When) -> str:
    if not when:
        return ""
    told = (
        f"`{name}` is {' or '.join(f'`{v}`' for v in values) or 'given'}" for name, values in when.items()
    )
    return f"when {' and '.join(told)}: "


def _surely(*, unsure: bool) -> str:
    return " (a warning)" if unsure else ""


def _spelled(rules: TldRules, tables: Sequence[Vendor]) -> Iterator[str]:
    rows = [
        f"| {table.title} | `.{suffix}` | `{key}` | `{place.name}` |"
        f" {'yes' if place.required else '–'} | {place.grade} |"
        for table in tables
        for suffix, places in _of_tld(table, rules.tld).items()
        for key, place in places.items()
    ]
    head = ["", "| registrar | names | attribute | there | wanted | known |", "| --- |" + " --- |" * 5]
    yield from [*head, *rows] if rows else []


def _of_tld(table: Vendor, tld: str) -> Mapping[str, Mapping[str, Place]]:
    return {suffix: places for suffix, places in table.places.items() if suffix.split(".")[-1] == tld}


def _asking(tables: Sequence[Vendor]) -> Iterator[str]:
    yield from ["", "## Registrars that tell at run time what they want", ""]
    yield from (f"- {table.title}: {table.source}" for table in tables if table.asks)


if __name__ == "__main__":
    sys.exit(main())
