"""`demo`: the whole mission once, on the sandbox, typed as a person would type it."""

import shutil
from pathlib import Path
from typing import Annotated

import typer

from console.cli.desk import desk_of
from console.refusals import Refusal
from console.settings import settings_file
from console.story import tell
from console.wiring import sandbox_state


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.command("demo")(demo)


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Option(help="Where the demo's house is built.")] = Path(".demo"),
) -> None:
    """Tell the whole story on the sandbox, in under a minute. Nothing leaves this machine."""
    desk = desk_of(context)
    _clear(folder)
    tell(folder, run=desk.run_another)


def _clear(folder: Path) -> None:
    """Remove the house of an earlier demo; refuse to touch anything else."""
    if not folder.exists():
        return
    if not (settings_file(folder).exists() and sandbox_state(folder).exists()):
        raise Refusal(f"{folder} is not an earlier demo", next_step="choose another folder with --folder")
    shutil.rmtree(folder)
