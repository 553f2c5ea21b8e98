"""The calls that bring Google's copy of one chain a step nearer to what it should be.

Each step is noted before the next, so that whoever dies in between leaves no event behind that
nobody knows of. Nothing is read or written here but Google.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from coachbook.errors import Invalid
from coachbook.services.google_calendar.calendar_client import (
    CalendarClient,
    Event,
    EventChanged,
    EventExists,
    EventGone,
    Refused,
    TryLater,
)
from coachbook.services.google_calendar.desired import HALF, Copy, Wish, event_id
from coachbook.services.meeting_addresses import valid_meeting_address

MEET_MAY_TAKE = timedelta(minutes=30)
MOST_RACES = 3
# What Google leaves out of an answer because it is the default.
GUESTS_MAY = {
    "guestsCanModify": False, "guestsCanInviteOthers": True, "guestsCanSeeOtherGuests": True,
}  # fmt: skip
CHANGES_ALL_THE_TIME = "Google says that the event changes all the time."


@dataclass(frozen=True)
class Step:
    """`is_loss`: Google had lost the copy, or somebody had changed it there. `is_odd`: Google says
    that what we had put there isn't, so that it is worth while to look at all there is."""

    copy: Copy
    is_loss: bool = False
    is_odd: bool = False


@dataclass(frozen=True)
class Hand:
    """What writes one chain into one calendar, as of one moment."""

    client: CalendarClient
    calendar_id: str
    now: datetime

    def is_done(self, wish: Wish, copy: Copy) -> bool:
        if wish.body is None:
            return not copy.calendar_id
        return copy.is_there and self._is_here(copy) and copy.fingerprint == wish.fingerprint

    def step(self, wish: Wish, copy: Copy) -> Step:
        """Not to be asked when it is done."""
        if copy.calendar_id and (wish.body is None or not self._is_here(copy)):
            return self._take_out(wish, copy)
        if not copy.calendar_id:
            return Step(replace(copy, calendar_id=self.calendar_id))
        if not copy.is_there:
            return self._put_in(wish, copy)
        if not copy.fingerprint:
            return self._compare(wish, copy, is_loss=True)
        return self._change(wish, copy)

    def ask_for_meet(self, wish: Wish, copy: Copy) -> Step:
        """Whether the link that was asked for is there by now."""
        try:
            there = self.client.get(copy.calendar_id, event_id(wish.chain_id, copy.generation))
        except EventGone:
            return _lost(copy)
        return Step(self._known(wish, copy, there))

    def _is_here(self, copy: Copy) -> bool:
        return copy.calendar_id == self.calendar_id

    def _take_out(self, wish: Wish, copy: Copy) -> Step:
        """A calendar that the coach has left may be closed to us by now."""
        its_id = event_id(wish.chain_id, copy.generation)
        nothing = replace(_next_generation(copy), calendar_id="")
        try:
            with suppress(*(() if self._is_here(copy) else (Refused,))):
                self.client.delete(copy.calendar_id, its_id, notifies=wish.notifies)
        except EventGone:
            return Step(nothing, is_odd=copy.is_there)
        return Step(nothing)

    def _put_in(self, wish: Wish, copy: Copy) -> Step:
        its_id = event_id(wish.chain_id, copy.generation)
        body = {**(wish.body or {}), "id": its_id}
        asked = {**body, **_meet_of(its_id)} if wish.is_checkin else body
        try:
            return Step(self._known(wish, copy, self._insert(asked, wish)))
        except EventExists:
            return self._compare(wish, copy)
        except Refused:  # it may be the Meet that this account can't have
            if not wish.is_checkin:
                raise
        return Step(replace(self._known(wish, copy, self._insert(body, wish)), meet="failed"))

    def _insert(self, body: Event, wish: Wish) -> Event:
        return self.client.insert(self.calendar_id, body, notifies=wish.notifies)

    def _change(self, wish: Wish, copy: Copy) -> Step:
        """What we wrote last is known, so is what to write now."""
        body = dict(wish.body or {})
        if copy.fingerprint[HALF:] == wish.fingerprint[HALF:]:
            del body["attendees"]  # their answers stay
        try:
            there = self._patch(wish, copy, body, copy.etag)
        except EventChanged:
            return self._compare(wish, copy)
        except EventGone:
            return _lost(copy)
        if there.get("status") == "cancelled":
            return _lost(copy)
        return Step(self._known(wish, copy, there))

    def _compare(self, wish: Wish, copy: Copy, *, is_loss: bool = False) -> Step:
        """Look what is there, and write what is different; an id that is used up gives way."""
        its_id = event_id(wish.chain_id, copy.generation)
        for _ in range(MOST_RACES):
            try:
                there = self.client.get(self.calendar_id, its_id)
                if not _is_ours(there, wish):
                    return _lost(copy)
                missing = differences(there, wish.body or {})
                if missing:
                    there = self._patch(wish, copy, missing, str(there.get("etag", "")))
                return Step(self._known(wish, copy, there), is_loss=is_loss and bool(missing))
            except EventGone:
                return _lost(copy)
            except EventChanged:
                continue
        raise TryLater(CHANGES_ALL_THE_TIME)

    def _patch(self, wish: Wish, copy: Copy, fields: Event, etag: str) -> Event:
        its_id = event_id(wish.chain_id, copy.generation)
        return self.client.patch(
            self.calendar_id, its_id, fields, etag=etag, notifies=wish.notifies
        )

    def _known(self, wish: Wish, copy: Copy, there: Event) -> Copy:
        """What an answer says about the copy."""
        asked_at = copy.meet_asked_at or (self.now if wish.is_checkin else None)
        link = link_in(there) if wish.is_checkin else ""
        return replace(
            copy,
            is_there=True,
            fingerprint=wish.fingerprint,
            etag=str(there.get("etag", ""))[:100],
            meet_asked_at=asked_at,
            meet=self._meet(copy, there, link, asked_at) if wish.is_checkin else "none",
            link=link or copy.link,
        )

    def _meet(self, copy: Copy, there: Event, link: str, asked_at: datetime | None) -> str:
        if link:
            return "ready"
        if copy.meet in ("ready", "failed"):
            return copy.meet
        conference = there.get("conferenceData") or {}
        request = conference.get("createRequest") or {}
        status = (request.get("status") or {}).get("statusCode", "")
        is_late = asked_at is not None and self.now >= asked_at + MEET_MAY_TAKE
        return "failed" if is_late or status == "failure" or not conference else "pending"


def _next_generation(copy: Copy) -> Copy:
    """Another id in the same calendar; its Meet is another one too."""
    return Copy(generation=copy.generation + 1, calendar_id=copy.calendar_id)


def _lost(copy: Copy) -> Step:
    return Step(_next_generation(copy), is_loss=copy.is_there, is_odd=copy.is_there)


def _meet_of(request_id: str) -> dict[str, Any]:
    asked = {"requestId": request_id, "conferenceSolutionKey": {"type": "hangoutsMeet"}}
    return {"conferenceData": {"createRequest": asked}}


def link_in(event: Event) -> str:
    """The address of the Meet, if it is there and one that may be shown."""
    conference = event.get("conferenceData") or {}
    entries = conference.get("entryPoints") or ()
    videos = [one.get("uri") for one in entries if one.get("entryPointType") == "video"]
    return next(filter(None, map(_usable, (event.get("hangoutLink"), *videos))), "")


def _usable(address: object) -> str:
    try:
        return valid_meeting_address(str(address or ""))
    except Invalid:
        return ""


def _is_ours(event: Event, wish: Wish) -> bool:
    own = (event.get("extendedProperties") or {}).get("private") or {}
    is_of_chain = own.get("coachbook_booking") == str(wish.chain_id)
    return is_of_chain and event.get("status") != "cancelled"


def differences(there: Event, body: Mapping[str, Any]) -> dict[str, Any]:
    """Our fields as they should be, as far as they aren't. Others that take part may stay."""
    return {name: value for name, value in body.items() if not _is_same(name, there, value)}


def _is_same(name: str, there: Event, value: Any) -> bool:
    held = there.get(name)
    if name in ("start", "end"):
        return _instant(held) == _instant(value)
    if name == "attendees":
        held_ones = {str(one.get("email", "")).lower() for one in held or ()}
        return {one["email"].lower() for one in value} <= held_ones
    if name in ("summary", "description", "location"):
        return " ".join(str(held or "").split()) == " ".join(value.split())
    if name == "extendedProperties":
        return all(item in _private(there).items() for item in value["private"].items())
    return name == "reminders" or there.get(name, GUESTS_MAY.get(name)) == value


def _private(event: Event) -> Mapping[str, str]:
    return (event.get("extendedProperties") or {}).get("private") or {}


def _instant(moment: Mapping[str, str] | None) -> float | None:
    """None for a whole day, which none of ours is."""
    written = (moment or {}).get("dateTime")
    return datetime.fromisoformat(written).timestamp() if written else None
