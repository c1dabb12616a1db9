"""Writes docs/reference/commands.md from the commands themselves: `python -m console.reference [--check]`."""

import sys
from collections.abc import Iterator
from pathlib import Path

from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from console.cli import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "commands.md"
HEAD = """# Commands

Generated from the commands themselves by `make docs`.
`--home` and `--as` stand before the command: `namesteward --as NAME repair approve 1`.
Exit codes: [exit-codes.md](exit-codes.md).
"""


def page() -> str:
    """Return the page: a section for each command with its arguments and options."""
    root = get_command(app)
    return HEAD + "".join(f"\n{section}" for section in _sections(root, "namesteward"))


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` return 1 when it is stale."""
    fresh = page()
    if "--check" in arguments:
        stale = not PAGE.exists() or PAGE.read_text("utf-8") != fresh
        if stale:
            sys.stderr.write("docs/reference/commands.md is stale: run make docs\n")
        return int(stale)
    PAGE.write_text(fresh, "utf-8")
    return 0


def _sections(command: object, path: str) -> Iterator[str]:
    if isinstance(command, TyperGroup):
        for name, child in sorted(command.commands.items()):
            yield from _sections(child, f"{path} {name}")
    elif isinstance(command, TyperCommand):
        said = (command.help or "").strip()
        rows = "".join(f"| {name} | {text} |\n" for name, text in _parameters(command))
        table = f"\n| | |\n| --- | --- |\n{rows}" if rows else ""
        yield f"## `{path}`\n\n{said}\n{table}"


def _parameters(command: TyperCommand) -> Iterator[tuple[str, str]]:
    for parameter in command.params:
        is_argument = parameter.param_type_name == "argument"
        name = (parameter.name or "").upper() if is_argument else ", ".join(parameter.opts)
        said = " ".join(str(getattr(parameter, "help", None) or "").split())
        if name != "--help":
            yield f"`{name}`{' (needed)' if parameter.required else ''}", said.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
