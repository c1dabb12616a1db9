"""
What each registrar can do, as a page: `python -m registrar.matrix` writes it, `--check` finds it stale.

The page is generated from the declarations that the adapters are tested against; it is never edited.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from registrar.catalogue import ADAPTERS
from registrar.support import Answer, Capability, Spec, Support

PAGE = Path(__file__).resolve().parent.parent / "docs" / "registrars.md"

_HEAD = """\
# Registrars

<!-- Written by `python -m registrar.matrix` from the adapters' own declarations. Do not edit. -->

Every registrar shows what the account holds: one name, and all names.
Beyond that, each says of everything whether it *can*, *cannot* (its interface has no such thing), or does
*not yet* (its interface has it, nobody has written it here).
What is needed to add an account stands in [how-to/add-an-account.md](how-to/add-an-account.md).
Under each registrar stands which of its documents say so, and on which day they were read.
What no registrar can do under a TLD stands in [reference/tlds.md](reference/tlds.md), and counts here too.
A date behind a line says when someone last saw it work against the registrar itself; without one, nobody has.
"""


def page(adapters: Mapping[str, Spec]) -> str:
    """Return the whole page in Markdown."""
    specs = [adapters[slug] for slug in sorted(adapters)]
    return "\n".join([_HEAD, *_overview(specs), *(line for spec in specs for line in _details(spec))]) + "\n"


def main(arguments: Sequence[str] | None = None, *, path: Path = PAGE) -> int:
    """Write the page to `path`, or check it. Returns 1 when it is checked and stale, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m registrar.matrix", description="Write docs/registrars.md."
    )
    parser.add_argument("--check", action="store_true", help="change nothing; fail when the page is stale")
    expected = page(ADAPTERS)
    if not parser.parse_args(arguments).check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(expected, "utf-8")
        return 0
    if path.is_file() and path.read_text("utf-8") == expected:
        return 0
    sys.stderr.write(f"{path.name} is stale: run python -m registrar.matrix\n")
    return 1


def _overview(specs: Sequence[Spec]) -> list[str]:
    titles = "".join(f" {spec.title} |" for spec in specs)
    rows = [
        f"| {capability} |" + "".join(f" {spec.supports[capability].answer} |" for spec in specs)
        for capability in Capability
    ]
    return [f"| |{titles}", "| --- |" + " --- |" * len(specs), *rows]


def _details(spec: Spec) -> list[str]:
    read = f"Read on {spec.read_on}: {spec.documents}." if spec.read_on else ""
    lines = [f"- **{capability}** {_said(spec.supports[capability])}" for capability in Capability]
    tlds = [
        f"- **.{tld}: {capability}** {_said(support)}"
        for tld, answers in sorted(spec.by_tld.items())
        for capability, support in answers.items()
    ]
    return ["", f"## {spec.title} (`{spec.slug}`)", "", *([read, ""] if read else []), *lines, *tlds]


def _said(support: Support) -> str:
    words = {Answer.CAN: "can", Answer.CANNOT: "cannot", Answer.NOT_YET: "not yet"}[support.answer]
    seen = f" (last seen {support.verified})" if support.verified else ""
    return f"{words}{f': {support.note}' if support.note else ''}{seen}"


if __name__ == "__main__":
    sys.exit(main())
