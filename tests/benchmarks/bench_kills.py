"""500 kills of the worker over 10,000 messages: what was lost, and what came twice.

Run it with python -m tests.benchmarks.bench_kills [keys]; it takes a quarter of an hour."""

import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from coachbook import database
from tests.benchmarks.places import each_database
from tests.jobs.killing import Provider, Toll, fill, toll

KEYS = 10_000
LONGEST_LIFE_SECONDS = 0.25  # at about 5 ms of work a message, some 500 die over 10,000
MODES = {
    "mute": "a provider that can't be asked",
    "asked": "a provider that tells of what it took",
    "marked first": "the control: marked before it is sent",
}


def main(keys: int = KEYS) -> None:
    for mode, words in MODES.items():
        with each_database() as names:
            for name in names:
                began = perf_counter()
                found = run(mode, keys)
                seconds = perf_counter() - began
                print(f"{name:<11} {words}, {seconds:.0f} s: {found.line()}", flush=True)


def run(mode: str, keys: int) -> Toll:
    """On the database that is bound, which is empty afterwards as it was before."""
    with database.transaction() as session:
        fill(session, keys)
    url = database.engine().url.render_as_string(hide_password=False)
    with tempfile.TemporaryDirectory() as place:
        program = [sys.executable, "-m", "tests.jobs.killing", url, place, mode]
        program.append(str(LONGEST_LIFE_SECONDS))
        ran = subprocess.run(program, capture_output=True, text=True, check=True)
        return toll(int(ran.stdout), Provider(Path(place) / "taken"))


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
