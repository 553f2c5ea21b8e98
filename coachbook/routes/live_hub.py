"""Tells open pages that something changed: one question to the database for all of them."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from coachbook.services.following import News

SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_AFTER_A_FAILURE = 5.0

log = logging.getLogger("coachbook.live")

ReadNews = Callable[[Collection[UUID]], Awaitable[dict[UUID, News]]]


@dataclass
class Hub:
    """Looks for news of the coaches that someone follows, and only while someone does."""

    read_news: ReadNews
    _followers: dict[UUID, set[asyncio.Event]] = field(default_factory=dict)
    _news: dict[UUID, News] = field(default_factory=dict)
    _looking: asyncio.Task[None] | None = None
    _is_closed: bool = False

    async def changes(self, coach_id: UUID, *, beat_seconds: float) -> AsyncGenerator[News | None]:
        """How it is now and after every change; None each time that nothing happened for long."""
        with self._following(coach_id) as woken:
            await self._read([coach_id])
            seen: News | None = None
            while not self._is_closed:
                woken.clear()
                if (news := self._news.get(coach_id)) != seen:
                    seen = news
                    yield news
                elif not await _is_woken(woken, beat_seconds):
                    yield None

    def close(self) -> None:
        """End every stream: a server that stops would wait for them."""
        self._is_closed = True
        for followers in self._followers.values():
            for woken in followers:
                woken.set()

    def count(self, coach_id: UUID | None = None) -> int:
        """The open pages, of all coaches or of one."""
        if coach_id is not None:
            return len(self._followers.get(coach_id, ()))
        return sum(len(each) for each in self._followers.values())

    @contextlib.contextmanager
    def _following(self, coach_id: UUID) -> Iterator[asyncio.Event]:
        woken = asyncio.Event()
        self._followers.setdefault(coach_id, set()).add(woken)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            yield woken
        finally:
            self._leave(coach_id, woken)

    def _leave(self, coach_id: UUID, woken: asyncio.Event) -> None:
        self._followers[coach_id].discard(woken)
        if not self._followers[coach_id]:
            del self._followers[coach_id]
            self._news.pop(coach_id, None)

    async def _look(self) -> None:
        """Ends by itself when nobody follows any more."""
        while self._followers:
            is_read = await self._read(list(self._followers))
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS if is_read else SECONDS_AFTER_A_FAILURE)

    async def _read(self, coach_ids: Collection[UUID]) -> bool:
        try:
            self._note(await self.read_news(coach_ids))
        except Exception as problem:
            log.warning("can't read the news of calendars: %s", type(problem).__name__)
            return False
        return True

    def _note(self, found: dict[UUID, News]) -> None:
        for coach_id, news in found.items():
            if self._news.get(coach_id) != news:
                self._news[coach_id] = news
                for woken in self._followers.get(coach_id, ()):
                    woken.set()


async def _is_woken(woken: asyncio.Event, seconds: float) -> bool:
    try:
        await asyncio.wait_for(woken.wait(), seconds)
    except TimeoutError:
        return False
    return True
