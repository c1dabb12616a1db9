"""The sandbox's state as one JSON file: names, mail, log, clock, ports, the vendor's books."""

import os
from pathlib import Path

from pydantic import ValidationError

from portfolio.values import Instant, PersonalValue
from sandbox.log import LogEntry
from sandbox.mail import ReceivedMessage
from sandbox.store import Snapshot
from sandbox.vendors.office import Kept as KeptAtVendor
from sandbox.vendors.opensrs import Kept


class State(PersonalValue):
    """
    Everything, to go on with later.

    `now` is read by commands that live on the sandbox's day; keys, tokens and `secrets` are made up. What an
    older file does not have begins anew.
    """

    now: Instant
    ports: dict[str, int]
    registry: Snapshot
    mail: tuple[ReceivedMessage, ...] = ()
    log: tuple[LogEntry, ...] = ()
    opensrs_key: str
    opensrs: Kept
    secrets: dict[str, str] = {}
    vendors: dict[str, KeptAtVendor] = {}


class StateUnreadable(ValueError):
    """The file is not a sandbox's state, or of another version. It is left as it is."""


def read_state(path: Path) -> State | None:
    """Return the state kept at `path`, or None where there is no file. Raises `StateUnreadable`."""
    if not path.exists():
        return None
    try:
        return State.model_validate_json(path.read_bytes())
    except ValidationError as err:
        raise StateUnreadable(f"{path.name} is not the state of a sandbox") from err


def write_state(path: Path, state: State) -> None:
    """Write the state whole or not at all, readable by its owner only."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(state.model_dump_json(indent=1))
    draft.replace(path)
