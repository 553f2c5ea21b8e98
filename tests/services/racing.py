"""Several people at the same moment: each pauses between what it reads and what it writes.

The queue inside the process is switched off throughout: the database alone keeps them apart.
"""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from coachbook import database as databases
from coachbook.errors import Refusal

PAUSE_SECONDS = 0.15

Act = Callable[[Session], Any]


@dataclass(frozen=True)
class Race:
    """`slow` are the functions that read, by module and name; `locking` the modules that lock."""

    slow: Sequence[tuple[Any, str]]
    locking: Sequence[Any]

    def told(self, *acts: Act, is_locked: bool = True) -> list[str]:
        """What became of each, sorted: "done" or the name of the refusal."""

        def attempt(act: Act) -> str:
            try:
                self._carry_out(act)
            except (Refusal, IntegrityError) as refusal:
                return type(refusal).__name__
            return "done"

        return sorted(self._run(attempt, acts, is_locked))

    def answers(self, *acts: Act, is_locked: bool = True) -> list[Any]:
        """What each came back with, in their order."""
        return self._run(self._carry_out, acts, is_locked)

    def _run(
        self, attempt: Callable[[Act], Any], acts: Sequence[Act], is_locked: bool
    ) -> list[Any]:
        gate = threading.Barrier(len(acts))

        def begin(act: Act) -> Any:
            gate.wait(30)
            return attempt(act)

        with self._slowly(is_locked), ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(begin, acts))

    @staticmethod
    def _carry_out(act: Act) -> Any:
        with databases.transaction() as session:
            return act(session)

    @contextmanager
    def _slowly(self, is_locked: bool) -> Iterator[None]:
        url = databases.engine().url.render_as_string(hide_password=False)
        with ExitStack() as patches:
            patches.callback(databases.use, url)
            patches.enter_context(patch.object(databases, "_sqlite_writers", nullcontext()))
            for module, name in self.slow:
                patches.enter_context(patch.object(module, name, _slow(getattr(module, name))))
            if not is_locked:
                patches.enter_context(patch.object(databases, "_begin_sqlite", lambda _: None))
                for module in self.locking:
                    patches.enter_context(patch.object(module, "lock_coach", lambda *_, **__: None))
                databases.use(url)  # how a transaction begins is settled when the engine is made
            yield


def _slow(decide: Callable[..., Any]) -> Callable[..., Any]:
    def slowly(*asked: Any, **more: Any) -> Any:
        answer = decide(*asked, **more)
        time.sleep(PAUSE_SECONDS)
        return answer

    return slowly
