"""Secrets that have to be read again: kept encrypted, under the newest of our keys.

The keys are the environment's or in a file, the newest first. A running process notices another
file at its next secret, so that keys are changed while it runs.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from coachbook.config import BadSetting, settings

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

FILE = "encryption.key"


class Unreadable(Exception):
    """None of our keys opens it: it was made elsewhere, or with a key that was dropped."""


def encrypt(text: str) -> str:
    return _current().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    from cryptography.fernet import InvalidToken

    try:
        return _current().decrypt(encrypted.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def renewed(encrypted: str) -> str:
    """The same secret under the newest key."""
    return encrypt(decrypt(encrypted))


def is_under_newest(encrypted: str) -> bool:
    from cryptography.fernet import InvalidToken

    try:
        _opened(keys()[:1]).decrypt(encrypted.encode())
    except InvalidToken:
        return False
    return True


def keys() -> tuple[str, ...]:
    """The newest first; the first one is made when there is none."""
    return settings().encryption_keys or _of_file(_file())


def new_key() -> str:
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def check() -> None:
    """Raises BadSetting if there are keys that can't be used. Makes none."""
    if are_in_environment() or _file().exists():
        _current()


def are_in_environment() -> bool:
    return bool(settings().encryption_keys)


def changed_at() -> float:
    """When the file got its keys, in seconds since 1970."""
    keys()
    return _file().stat().st_mtime


def replace_keys(kept: tuple[str, ...]) -> None:
    """Whole or not at all: who reads meanwhile finds the old file or this one."""
    os.replace(_written(kept), _file())


@contextmanager
def changing() -> Iterator[None]:
    """One at a time: of two that change the keys together, one's new key would be lost."""
    keys()
    folder = os.open(settings().data_dir, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _current() -> "MultiFernet":
    return _opened(keys())


@lru_cache(maxsize=4)
def _opened(known: tuple[str, ...]) -> "MultiFernet":
    from cryptography.fernet import Fernet, MultiFernet

    try:
        return MultiFernet([Fernet(key) for key in known])
    except ValueError:
        where = "COACHBOOK_ENCRYPTION_KEYS" if are_in_environment() else str(_file())
        raise BadSetting(
            f"{where} must hold keys of 32 bytes, base64: coachbook keys new"
        ) from None


def _file() -> Path:
    return settings().data_dir / FILE


def _of_file(path: Path) -> tuple[str, ...]:
    if not path.exists():
        _make(path)
    about = path.stat()
    return _read(path, about.st_ino, about.st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, inode: int, changed_ns: int) -> tuple[str, ...]:
    return tuple(path.read_text().split())


def _make(path: Path) -> None:
    """If another process was quicker, its key is the one."""
    made = _written((new_key(),))
    try:
        os.link(made, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(made)


def _written(kept: tuple[str, ...]) -> str:
    """A file of its own beside the real one, which only the owner of the process can read."""
    folder = settings().data_dir
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=f".{FILE}.")
    with open(handle, "w") as file:
        file.write("\n".join(kept) + "\n")
        file.flush()
        os.fsync(handle)
    return name
