"""How a handler reaches the services: in a thread, so that a lock or a disk stops no one else."""

import asyncio
import functools
import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from coachbook import clock, database

Answer = TypeVar("Answer")

THREADS = 8

_pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="calls")


async def read(service: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
    """Run a service that only reads. It gets a session first, and `now` if it asks for one."""
    return await in_thread(_with_session, database.reading, service, args, kwargs)


async def write(service: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
    """Run a service in one transaction. It gets a session first, and `now` if it asks for one."""
    return await in_thread(_with_session, database.transaction, service, args, kwargs)


async def in_thread(function: Callable[..., Answer], *args: Any) -> Answer:
    """Run what takes long and needs no session (hashing, say) in the same bounded pool."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_pool, functools.partial(function, *args))


def _with_session(
    opening: Callable[[], AbstractContextManager[Any]],
    service: Callable[..., Answer],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Answer:
    if "now" not in kwargs and _wants_now(service):
        kwargs = {**kwargs, "now": clock.now()}
    with opening() as session:
        return service(session, *args, **kwargs)


@functools.cache
def _wants_now(service: Callable[..., Any]) -> bool:
    return "now" in inspect.signature(service).parameters
