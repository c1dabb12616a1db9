"""
Compiles the HTML layout: `python -m notifications.words.build` writes it, `--check` finds it stale.

The layout is `notice.mjml`; what comes out is a Jinja template that is part of the package. MJML's compiler
is needed here only, never where mail is written.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import mrml

from notifications.words.page import COMPILED

_FOLDER = Path(__file__).resolve().parent
LAYOUT = _FOLDER / "notice.mjml"
PATH = _FOLDER / COMPILED
_NOTE = "{# Written by `python -m notifications.words.build` from notice.mjml. Do not edit. #}\n"


def compiled() -> str:
    """Return the layout as HTML with Jinja's marks in it. Raises `OSError` where MJML refuses it."""
    html = mrml.to_html(LAYOUT.read_text("utf-8")).content
    lines = (line.strip() for line in html.split("\n"))
    return _NOTE + "\n".join(line for line in lines if line) + "\n"


def main(arguments: Sequence[str] | None = None, *, path: Path = PATH) -> int:
    """Write the compiled layout to `path`, or check it. Returns 1 when it is checked and stale, else 0."""
    parser = argparse.ArgumentParser(
        prog="python -m notifications.words.build", description=f"Write {COMPILED}."
    )
    parser.add_argument("--check", action="store_true", help="change nothing; fail when the layout is stale")
    expected = compiled()
    if not parser.parse_args(arguments).check:
        path.write_text(expected, "utf-8")
        return 0
    if path.is_file() and path.read_text("utf-8") == expected:
        return 0
    sys.stderr.write(f"{path.name} is stale: run python -m notifications.words.build\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
