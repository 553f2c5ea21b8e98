"""The whole application as people meet it: built pages, one server, a database of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from coachbook.serving import ROOT, migrations

SECONDS_TO_START = 60


@dataclass(frozen=True)
class Site:
    url: str
    database_url: str
    log: Path
    pid: int = 0


def new_file(data_dir: Path) -> str:
    """A database with its tables but nothing in them: the server needn't make them each time."""
    path = data_dir / "coachbook.db"
    path.write_bytes(_migrated())
    return f"sqlite:///{path}"


@contextmanager
def serve(database_url: str, data_dir: Path, **settings: str) -> Iterator[Site]:
    """`settings` are further COACHBOOK_* variables, as `open_sign_up="yes"`."""
    data_dir.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    log_path = data_dir / "server.log"
    with log_path.open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "coachbook.cli", "run", "--no-build", "--port", str(port)],
            cwd=ROOT,
            env=os.environ | _settings(database_url, data_dir, settings),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    site = Site(f"http://localhost:{port}", database_url, log_path, server.pid)
    try:
        _wait_until_it_answers(site, server)
        yield site
    finally:
        server.terminate()
        server.wait(SECONDS_TO_START)


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        migrations.upgrade(f"sqlite:///{folder}/coachbook.db")
        return Path(folder, "coachbook.db").read_bytes()


def _settings(database_url: str, data_dir: Path, more: dict[str, str]) -> dict[str, str]:
    named = {"database_url": database_url, "data_dir": str(data_dir), **more}
    return {f"COACHBOOK_{name.upper()}": value for name, value in named.items()}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(site: Site, server: subprocess.Popen[bytes]) -> None:
    give_up_at = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            urllib.request.urlopen(f"{site.url}/ping", timeout=5).close()
            return
        except OSError as failure:
            if server.poll() is not None or time.monotonic() > give_up_at:
                raise RuntimeError(f"The site did not start:\n{site.log.read_text()}") from failure
            time.sleep(0.05)
