"""The key-encryption key lies in a file of its own, outside the database, that only its owner may read."""

import base64
import binascii
import os
import stat
from pathlib import Path

from records.encryption import KEY_BYTES, WrappingKey, new_data_key
from records.errors import AlreadyFounded, KeyMissing, KeyRefused

_FIRST_WORD = "namesteward-key-1"
_OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_LONGEST = 4096


def make_key_file(path: Path) -> WrappingKey:
    """Write a fresh key to `path`, mode 0600. Raises `AlreadyFounded` when anything is there already."""
    key = new_data_key()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    except FileExistsError:
        raise AlreadyFounded(f"there is a key file at {path} already; nothing was changed") from None
    except OSError as err:
        raise KeyMissing(f"the key file {path} cannot be made: {err.strerror}") from None
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), _OWNER_ONLY)
        file.write(f"{_FIRST_WORD} {base64.b64encode(key).decode()}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    _keep_directory_entry(path)
    return WrappingKey(key)


def read_key_file(path: Path) -> WrappingKey:
    """
    Read the key at `path`.

    Raises `KeyMissing` when it is not there or is no key, and `KeyRefused` when its group or others have any
    right to it.
    """
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            text = file.read(_LONGEST)
    except OSError as err:
        raise KeyMissing(f"the key file {path} cannot be read: {err.strerror}") from None
    if mode & _OTHERS:
        raise KeyRefused(
            f"the key file {path} has mode {mode:04o}; make it readable by its owner only (0600)"
        )
    return WrappingKey(_key_in(text, path))


def _key_in(text: bytes, path: Path) -> bytes:
    first, _, rest = text.decode("ascii", "replace").strip().partition(" ")
    try:
        key = base64.b64decode(rest, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if first != _FIRST_WORD or len(key) != KEY_BYTES:
        raise KeyMissing(f"the file {path} is not a key file")
    return key


def _keep_directory_entry(path: Path) -> None:
    """Sync the directory, so that the key outlives a power cut as the records sealed with it do."""
    directory = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
