"""The auth code of a transfer: from a file, standard input or the keyboard, never a command's argument."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr

from console.refusals import Refusal

AuthInfoFile = Annotated[
    Path | None, typer.Option("--auth-code-file", help="The file that holds the auth code; it is not kept.")
]
AuthInfoStdin = Annotated[
    bool, typer.Option("--auth-code-stdin", help="Read the auth code from standard input.")
]

_LONGEST = 255


def given_auth_info(file: Path | None, *, from_stdin: bool) -> SecretStr | None:
    """
    Return the auth code that a file or standard input gives; None where neither was named.

    Raises `Refusal`, which never repeats it, for what cannot be one.
    """
    if file is not None and from_stdin:
        raise Refusal("the auth code is in a file or on standard input, not in both")
    if file is not None:
        try:
            with file.open("rb") as opened:
                return _fit(opened.read(_LONGEST + 3).decode("utf-8"))
        except UnicodeDecodeError as error:
            raise Refusal("the auth code's file is not text") from error
    return _fit(sys.stdin.readline()) if from_stdin else None


def asked_auth_info(name: str) -> SecretStr | None:
    """Ask for the auth code at the terminal, unseen; None where there is no terminal."""
    if not os.isatty(0):
        return None
    return _fit(typer.prompt(f"Auth code of {name}", hide_input=True, err=True))


def _fit(typed: str) -> SecretStr:
    auth_info = typed.strip()
    if not auth_info or len(auth_info) > _LONGEST or not auth_info.isprintable():
        raise Refusal(f"an auth code is one line of 1 to {_LONGEST} printable characters")
    return SecretStr(auth_info)
