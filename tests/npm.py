"""Programs from npm that tests need, fetched with the bun of the pages, kept in the venv."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from coachbook.serving.pages import build_environment


def installed(source: Path, files: tuple[str, ...], *, name: str) -> Path:
    """A folder with these files and the packages that they name; `files` lie in `source`."""

    def install(folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        fetch(source, files, folder)
        (folder / "done").touch()

    return made_once(source, files, name, lambda kept: (kept / "done").is_file(), install)


def fetch(source: Path, files: tuple[str, ...], folder: Path, **environment: str) -> None:
    for file in files:
        shutil.copy(source / file, folder)
    command = ["bun", "install", "--frozen-lockfile", "--ignore-scripts"]
    env = build_environment(folder) | environment
    subprocess.run(command, cwd=folder, env=env, check=True)


def made_once(
    source: Path,
    files: tuple[str, ...],
    name: str,
    is_there: Callable[[Path], bool],
    make: Callable[[Path], None],
) -> Path:
    """A place for each version of the files; of several processes one makes what is there."""
    content = b"".join((source / file).read_bytes() for file in files)
    parent = Path(sys.prefix) / name
    place = parent / hashlib.sha256(content).hexdigest()[:16]
    parent.mkdir(exist_ok=True)
    with open(parent / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_there(place):
            make(place)
    return place
