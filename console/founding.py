"""Founding the house: everything or nothing, and only once."""

import json
from pathlib import Path

from console.refusals import Refusal
from console.settings import Settings, read_settings, settings_file
from console.wiring import clock_of
from portfolio.clock import Clock
from records import Records

_TEMPLATE = """# The settings of this house. NAMESTEWARD_MAIL__SERVER overrides [mail] server, and so on.
database_url = {database_url}

[house]
name = {company}
"""


def found(
    home: Path,
    *,
    actor: str,
    company: str,
    database_url: str = "",
    extra: str = "",
    clock: Clock | None = None,
) -> Settings:
    """
    Make the home folder, its settings, the key and the database; return the settings.

    `extra` is TOML added to the settings (the sandbox's addresses). Raises `Refusal` when a house stands
    there already, and `AlreadyFounded` when a key or a database does; nothing is changed then.
    """
    if settings_file(home).exists():
        raise Refusal(f"a house stands at {home} already", next_step="choose another folder with --home")
    is_new = not home.exists()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = _TEMPLATE.format(database_url=json.dumps(database_url), company=json.dumps(company)) + extra
    settings_file(home).touch(mode=0o600)  # a database's address may hold a password
    settings_file(home).write_text(text, "utf-8")
    try:
        settings = read_settings(home)
        Records.found(
            settings.database,
            key_file=settings.key_file,
            clock=clock or clock_of(settings),
            actor=actor,
            journal=settings.journal,
        ).close()
    except BaseException:
        settings_file(home).unlink()
        if is_new:
            home.rmdir()
        raise
    return settings
