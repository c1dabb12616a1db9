"""What every command needs: the home folder, who is acting, and the house wired up when it is first used."""

import getpass
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

import typer

from console.refusals import Refusal
from console.settings import Settings, read_settings, settings_file
from console.wiring import App, build

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document instead of a table.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Everything but the last step; nothing changes.")]


@dataclass(frozen=True)
class Desk:
    """
    One command's view of the house.

    `actor` is written on the audit chain with everything that the command does. `run_another` runs a further
    command line, as typed, and returns its exit code: for the demo, which types what a person would.
    """

    home: Path
    actor: str
    run_another: Callable[[list[str]], int]

    @cached_property
    def settings(self) -> Settings:
        """The settings of the home folder; raises `Refusal` before `namesteward init`."""
        if not settings_file(self.home).exists():
            raise Refusal(f"there is no house at {self.home}", next_step="run: namesteward init")
        return read_settings(self.home)

    @cached_property
    def app(self) -> App:
        """The house, wired."""
        return build(self.settings)

    def close(self) -> None:
        """Give back what the command has opened."""
        if "app" in vars(self):
            self.app.close()


def default_home() -> Path:
    """Return where the house is when nobody says: $NAMESTEWARD_HOME, else ~/.namesteward."""
    return Path(os.environ.get("NAMESTEWARD_HOME") or Path.home() / ".namesteward")


def default_actor() -> str:
    """Return who acts when nobody says: $NAMESTEWARD_ACTOR, else the login name."""
    return os.environ.get("NAMESTEWARD_ACTOR") or getpass.getuser()


def desk_of(context: typer.Context) -> Desk:
    """Return the desk that the command line's first options describe."""
    desk = context.find_object(Desk)
    if desk is None:
        raise Refusal("the command line was not set up", next_step="run: namesteward --help")
    return desk


def ask_or_refuse(question: str, *, yes: bool, why: str) -> None:
    """Go on when `yes` was given or a person at the terminal says so; else raise `Refusal` with `why`."""
    if yes or (os.isatty(0) and typer.confirm(question, err=True)):
        return
    raise Refusal(why, next_step="say yes at the question, or give --yes")
