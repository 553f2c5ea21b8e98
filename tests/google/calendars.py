"""Accounts, their calendars and the events in them, with Google's rules about ids and etags."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from coachbook import clock
from tests.google.meets import Meets
from tests.google.refusals import Json, invalid, not_found, refusal

GIVEN_ID = re.compile(r"[a-v0-9]{5,1024}")
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST_KEY, LONGEST_VALUE = 44, 1_024
LEFT_OUT = {"guestsCanModify": False, "guestsCanInviteOthers": True,
            "guestsCanSeeOtherGuests": True, "description": "", "location": "",
            "transparency": "opaque", "visibility": "default"}  # fmt: skip
TOLD_OF = ("summary", "description", "location", "start", "end", "conferenceData")
READ_ONLY = ("kind", "etag", "created", "updated", "creator", "organizer", "htmlLink",
             "hangoutLink", "iCalUID", "sequence", "eventType", "id")  # fmt: skip


@dataclass(frozen=True)
class Mail:
    """What Google has told a guest of: "invited", "updated" or "cancelled"."""

    to: str
    what: str
    event_id: str


@dataclass
class Calendar:
    """One calendar. `deleted_takes_patches`: it answers as if, and the event stays cancelled."""

    id: str
    meets: Meets
    mailed: list[Mail] = field(default_factory=list)
    zone: str = "America/New_York"
    events: dict[str, Json] = field(default_factory=dict)
    page_size: int = 250
    deleted_takes_patches: bool = True
    version: int = 0

    def insert(self, body: Json, *, tells: bool, with_meet: bool) -> Json:
        its_id = body.get("id") or secrets.token_hex(13)
        if not GIVEN_ID.fullmatch(its_id):
            raise invalid("Invalid resource id value.")
        if its_id in self.events:
            raise refusal(409, "duplicate", "The requested identifier already exists.")
        made = {"id": its_id, "status": "confirmed", "created": _stamp(), **self._about(its_id)}
        event = {**made, **_writable(body), "sequence": 0}
        self._put_meet(event, body, {}, with_meet)
        self._check(event)
        self._write(event, {}, tells)
        return self.told(event)

    def _about(self, its_id: str) -> Json:
        person = {"email": self.id, "self": True}
        return {
            "kind": "calendar#event",
            "eventType": "default",
            "iCalUID": f"{its_id}@google.com",
            "htmlLink": f"https://www.google.com/calendar/event?eid={its_id}",
            "creator": person,
            "organizer": person,
            "reminders": {"useDefault": True},
        }

    def get(self, event_id: str) -> Json:
        return self.told(self._found(event_id))

    def _found(self, event_id: str) -> Json:
        if event_id not in self.events:
            raise not_found()
        return self.events[event_id]

    def patch(self, event_id: str, body: Json, *, etag: str, tells: bool, with_meet: bool) -> Json:
        before = self._found(event_id)
        if before["status"] == "cancelled" and not self.deleted_takes_patches:
            raise refusal(410, "deleted", "Resource has been deleted")
        _match(before, etag)
        event = merged(before, _writable(body))
        event["sequence"] = before["sequence"] + int(_times(event) != _times(before))
        self._put_meet(event, body, before, with_meet)
        self._check(event)
        self._write(event, before, tells and before["status"] != "cancelled")
        return self.told(event)

    def delete(self, event_id: str, *, etag: str, tells: bool) -> None:
        before = self._found(event_id)
        if before["status"] == "cancelled":
            raise refusal(410, "deleted", "Resource has been deleted")
        _match(before, etag)
        self._write({**before, "status": "cancelled"}, before, tells)

    def _put_meet(self, event: Json, body: Json, before: Json, with_meet: bool) -> None:
        """Without the version parameter, whatever is said of a conference isn't heard."""
        event.pop("conferenceData", None)
        asked = body.get("conferenceData") if with_meet else None
        held = before.get("conferenceData")
        if asked is None and not (with_meet and "conferenceData" in body):
            asked_for = held
        elif asked is None:
            asked_for = None
        else:
            asked_for = self.meets.asked(asked, held)
        if asked_for is not None:
            event["conferenceData"] = asked_for

    def _check(self, event: Json) -> None:
        starts, ends = (self._instant(event.get(name)) for name in ("start", "end"))
        if ends < starts:
            raise refusal(400, "timeRangeEmpty", "The specified time range is empty.")
        guests = [guest.get("email", "") for guest in event.get("attendees", ())]
        if not all(ADDRESS.fullmatch(guest) for guest in guests):
            raise invalid("Invalid attendee email.")

    def _instant(self, moment: Json | None) -> datetime:
        moment = moment or {}
        try:
            zone = ZoneInfo(moment.get("timeZone") or self.zone)
            written = moment.get("dateTime") or moment["date"]
            at = datetime.fromisoformat(written)
        except (ValueError, KeyError, ZoneInfoNotFoundError):
            raise invalid("Invalid value for: start or end.") from None
        if at.tzinfo is None and "timeZone" not in moment and "dateTime" in moment:
            raise refusal(400, "required", "Missing time zone definition.")
        return at if at.tzinfo else at.replace(tzinfo=zone)

    def _write(self, event: Json, before: Json, tells: bool) -> None:
        if before and _content(event) == _content(before):
            return
        self.version += 1
        event["etag"] = f'"{self.version + 3_400_000_000_000_000}"'
        event["updated"] = _stamp()
        self.events[event["id"]] = event
        if tells and self._instant(event["end"]) > clock.now():
            self.mailed.extend(_mails(event, before))

    def told(self, event: Json) -> Json:
        """As Google answers: in the calendar's own zone, without what is the default."""
        told = {name: value for name, value in event.items() if value != LEFT_OUT.get(name)}
        for name in ("start", "end"):
            told[name] = self._moment(event[name])
        self.meets.show(told)
        return told

    def _moment(self, moment: Json) -> Json:
        if "dateTime" not in moment:
            return moment
        at = self._instant(moment).astimezone(ZoneInfo(self.zone))
        return {**moment, "dateTime": at.isoformat()}

    def page(self, query: dict[str, list[str]]) -> Json:
        wanted = [event for event in self.events.values() if self._is_asked(event, query)]
        size = min(int(_one(query, "maxResults") or 250), self.page_size)
        start = int((_one(query, "pageToken") or "page-0").removeprefix("page-"))
        items = [self.told(event) for event in wanted[start : start + size]]
        more = {"nextPageToken": f"page-{start + size}"} if start + size < len(wanted) else {}
        about = {"kind": "calendar#events", "summary": self.id, "timeZone": self.zone}
        return {**about, "items": items, **more}

    def _is_asked(self, event: Json, query: dict[str, list[str]]) -> bool:
        own = event.get("extendedProperties", {}).get("private", {})
        marks = (mark.partition("=") for mark in query.get("privateExtendedProperty", ()))
        since, until = _one(query, "timeMin"), _one(query, "timeMax")
        return (
            (event["status"] != "cancelled" or _one(query, "showDeleted") == "true")
            and all(own.get(name) == value for name, _, value in marks)
            and (not since or self._instant(event["end"]) > datetime.fromisoformat(since))
            and (not until or self._instant(event["start"]) < datetime.fromisoformat(until))
        )

    def change(self, event_id: str, **fields: Any) -> None:
        """Somebody does it in Google's own pages."""
        before = self._found(event_id)
        self._write(merged(before, fields), before, False)

    def standing(self) -> dict[str, Json]:
        """What the coach sees."""
        return {
            name: self.told(event)
            for name, event in self.events.items()
            if event["status"] != "cancelled"
        }


def merged(before: Any, fields: Json) -> Json:
    """As a patch does it: lists are replaced, null takes away."""
    event = dict(before)
    for name, value in fields.items():
        if value is None:
            event.pop(name, None)
        elif isinstance(value, dict):
            held = event.get(name)
            event[name] = merged(held if isinstance(held, dict) else {}, value)
        else:
            event[name] = value
    return event


def _writable(body: Json) -> Json:
    """What is Google's own isn't taken; long properties are dropped without a word."""
    event = {name: value for name, value in body.items() if name not in READ_ONLY}
    properties = event.get("extendedProperties")
    if properties:
        event["extendedProperties"] = {
            kind: {name: value for name, value in held.items() if _is_short(name, value)}
            for kind, held in properties.items()
        }
    if event.get("attendees"):
        answer = {"responseStatus": "needsAction"}
        event["attendees"] = [{**answer, **guest} for guest in event["attendees"]]
    return event


def _is_short(name: str, value: str | None) -> bool:
    return len(name) <= LONGEST_KEY and len(value or "") <= LONGEST_VALUE


def _match(event: Json, etag: str) -> None:
    if etag and etag != event["etag"]:
        raise refusal(412, "conditionNotMet", "Precondition Failed")


def _mails(event: Json, before: Json) -> Iterator[Mail]:
    now, then = _guests(event), _guests(before)
    is_cancelled = event["status"] == "cancelled"
    is_news = any(event.get(name) != before.get(name) for name in TOLD_OF)
    for guest in sorted(now | then):
        if guest not in now or (is_cancelled and guest in then):
            yield Mail(guest, "cancelled", event["id"])
        elif guest not in then:
            yield Mail(guest, "invited", event["id"])
        elif is_news:
            yield Mail(guest, "updated", event["id"])


def _guests(event: Json) -> set[str]:
    return {guest["email"].lower() for guest in event.get("attendees", ())}


def _content(event: Json) -> Json:
    return {name: value for name, value in event.items() if name not in ("etag", "updated")}


def _times(event: Json) -> tuple[Any, Any]:
    return event.get("start"), event.get("end")


def _one(query: dict[str, list[str]], name: str) -> str:
    return query.get(name, [""])[0]


def _stamp() -> str:
    return f"{clock.now().astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}"
