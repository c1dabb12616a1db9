"""API keys lie in files of their own, mode 0600, never in the database, a log or a repr."""

import os

from pydantic import SecretStr

from console.refusals import Refusal
from console.settings import Settings


def keep_secret(settings: Settings, account: str, secret: SecretStr) -> None:
    """Write the account's API key to a new file; raises `Refusal` when one is there already."""
    file = settings.secret_file(account)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refusal(
            f"there is a key for account {account} already", next_step=f"remove {file} first"
        ) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        written.write(secret.get_secret_value())


def read_secret(settings: Settings, account: str) -> SecretStr:
    """Return the account's API key; raises `Refusal` when it is missing or others may read it."""
    file = settings.secret_file(account)
    try:
        mode = file.stat().st_mode & 0o077
        text = file.read_text("utf-8").strip()
    except OSError as error:
        raise Refusal(
            f"the key of account {account} cannot be read", next_step=f"put it in {file}"
        ) from error
    if mode:
        raise Refusal(f"others may read the key of account {account}", next_step=f"run: chmod 600 {file}")
    return SecretStr(text)


def alert_addresses(settings: Settings) -> list[SecretStr]:
    """Return where alerts go, a line an address in `secrets/alerts`; none where there is no such file."""
    if not settings.secret_file("alerts").exists():
        return []
    lines = read_secret(settings, "alerts").get_secret_value().splitlines()
    return [SecretStr(line.strip()) for line in lines if line.strip() and not line.startswith("#")]


def forget_secret(settings: Settings, account: str) -> None:
    """Remove the account's API key."""
    settings.secret_file(account).unlink(missing_ok=True)
