"""The pages are built once for every port, when their sources changed.

A build reads no secret and no real database: what it computes ends up in public JavaScript.
"""

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from coachbook.serving import ROOT

SOURCES = (
    "coachbook/**/*.py",
    "coachbook/**/*.jsx",
    "coachbook/**/*.js",
    "coachbook/**/*.css",
    "assets/**/*",
    "rxconfig.py",
    "pyproject.toml",
)
LOCK = ("reflex.lock/*",)
REACHED_BY_NO_PAGE = (
    "coachbook/cli.py",
    "coachbook/demo/",
    "coachbook/jobs/",
    "coachbook/integrations/",
)
SCRIPTS = (".css", ".js", ".jsx")
KEPT_BUILDS = 20
MADE_BY_THE_BUILD = "assets/external/"


class BuildFailed(Exception):
    """The pages could not be built; the message is what the build said."""


def build_if_changed(root: Path = ROOT, *, say: Callable[[str], object]) -> bool:
    """Whether a build was needed. Two processes that both need one share it."""
    with _one_at_a_time(root):
        if _is_built(root):
            return False
        say("Building the pages (about 10 s) ...")
        sources = _digest(root, SOURCES)  # before: what changes meanwhile calls for another build
        _link_scripts(root)
        _export(root)
        _tidy_lock(root / "reflex.lock")
        _set_aside(root, sources + _digest(root, LOCK))
        return True


def built_pages(root: Path = ROOT) -> Path:
    return _web(root) / "build" / "client"


def _set_aside(root: Path, word: str) -> None:
    """A folder for each build: a server that runs keeps the one it has started with."""
    builds = _web(root) / "builds"
    builds.mkdir(exist_ok=True)
    shutil.rmtree(builds / word, ignore_errors=True)
    built_pages(root).rename(builds / word)
    built_pages(root).symlink_to(builds / word)
    for former in sorted(builds.iterdir(), key=lambda build: build.stat().st_mtime)[:-KEPT_BUILDS]:
        shutil.rmtree(former)
    _stamp(root).write_text(word)


def _digest(root: Path, patterns: Sequence[str]) -> str:
    """One word for the content of all these files."""
    digest = hashlib.sha256()
    for path in _files(root, patterns):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root)}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()[:32]


def _files(root: Path, patterns: Sequence[str]) -> list[Path]:
    found = {path for pattern in patterns for path in root.glob(pattern) if path.is_file()}
    skipped = (*REACHED_BY_NO_PAGE, MADE_BY_THE_BUILD)
    return sorted(p for p in found if not p.relative_to(root).as_posix().startswith(skipped))


def _is_built(root: Path) -> bool:
    stamp = _stamp(root)
    is_whole = (built_pages(root) / "404.html").exists() and stamp.exists()
    return is_whole and stamp.read_text() == _digest(root, SOURCES) + _digest(root, LOCK)


def _web(root: Path) -> Path:
    return root / os.environ.get("REFLEX_WEB_WORKDIR", ".web")


def _stamp(root: Path) -> Path:
    return _web(root) / "pages.sha256"


def _link_scripts(root: Path) -> None:
    """What stands beside the Python of the pages becomes an asset, in a tree of the same shape."""
    sources, links = root / "coachbook" / "ui", root / MADE_BY_THE_BUILD / "coachbook" / "ui"
    shutil.rmtree(links, ignore_errors=True)
    for source in (path for path in sources.rglob("*") if path.suffix in SCRIPTS):
        link = links / source.relative_to(sources)
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(source)


@contextmanager
def _one_at_a_time(root: Path) -> Iterator[None]:
    folder = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _export(root: Path) -> None:
    _stamp(root).unlink(missing_ok=True)
    command = [sys.executable, "-m", "reflex", "export", "--no-zip", "--frontend-only"]
    with tempfile.TemporaryDirectory() as data_dir:
        done = subprocess.run(  # noqa: S603
            command,
            cwd=root,
            env=build_environment(Path(data_dir)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    if done.returncode or not (built_pages(root) / "404.html").exists():
        raise BuildFailed(done.stdout)


def build_environment(data_dir: Path) -> dict[str, str]:
    """What the build may know: nothing of this installation's own settings."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COACHBOOK_", "REFLEX_", "__REFLEX_"))
        or name == "REFLEX_WEB_WORKDIR"
    }
    made = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "COACHBOOK_DATA_DIR": str(data_dir),
        "COACHBOOK_DATABASE_URL": "sqlite://",
        "COACHBOOK_SECRET_KEY": "the build of the pages knows no secret",
        "PYTHONWARNINGS": "ignore",
    }
    registry = _configured_registry()
    return kept | made | ({"NPM_CONFIG_REGISTRY": registry} if registry else {})


def _configured_registry() -> str | None:
    """Where this machine takes JavaScript packages from, if it has been told."""
    named = os.environ.get("NPM_CONFIG_REGISTRY")
    if named or not shutil.which("npm"):
        return named or _registry_in(Path.home() / ".npmrc")
    asked = subprocess.run(
        ["npm", "config", "get", "registry"],  # noqa: S607
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    return asked.stdout.strip() or None


def _registry_in(npmrc: Path) -> str | None:
    if not npmrc.is_file():
        return None
    found = re.search(r"^\s*registry\s*=\s*(\S+)", npmrc.read_text(), re.MULTILINE)
    return found[1] if found else None


def _tidy_lock(folder: Path) -> None:
    """The lock names versions and checksums; where one machine fetched them is its own affair.

    Reflex writes the list of packages on one line or on many; here it is always many.
    """
    lock, packages = folder / "bun.lock", folder / "package.json"
    lock.write_text(re.sub(r'(\["[^"]+@[^"]+", )"https?://[^"]*"', r'\1""', lock.read_text()))
    packages.write_text(json.dumps(json.loads(packages.read_text()), indent=2) + "\n")
