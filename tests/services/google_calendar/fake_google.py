"""Google Calendar in memory: the rules of its ids, etags and Meet, and failures on demand."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from coachbook.services.google_calendar.calendar_client import (
    Event,
    EventChanged,
    EventExists,
    EventGone,
    GoogleFailed,
    NeedsReconnect,
)
from coachbook.services.google_calendar.speaking import Google

LINK = "https://meet.google.com/abc-defg-hij"


@dataclass(frozen=True)
class Fault:
    """Raised instead of the answer; `is_done`: after it was carried out. `on` names the calls that
    it meets, all if it names none."""

    failure: BaseException
    is_done: bool = False
    on: str = ""


@dataclass
class FakeGoogle:
    """`faults` meet the next calls, one each. `mailed` are the guests that Google wrote to."""

    calendars: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    mailed: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    revoked: set[str] = field(default_factory=set)
    meet_takes_looks: int | None = 0  # None: it fails
    before_each: Callable[[str], None] = lambda _: None
    changes: int = 0

    def google(self) -> Google:
        return Google(opening=lambda token: Client(self, token), revoke=self.revoke)

    def revoke(self, token: str) -> None:
        self.call("revoke")
        self.revoked.add(token)

    def of(self, calendar_id: str = "primary") -> dict[str, dict[str, Any]]:
        return self.calendars.setdefault(calendar_id, {})

    def standing(self, calendar_id: str = "primary") -> list[dict[str, Any]]:
        return [one for one in self.of(calendar_id).values() if one["status"] != "cancelled"]

    def call(self, name: str) -> Fault | None:
        self.calls.append(name)
        self.before_each(name)
        if not self.faults or self.faults[0].on not in ("", name):
            return None
        fault = self.faults.pop(0)
        if not fault.is_done:
            raise fault.failure
        return fault

    def lose(self, event: dict[str, Any]) -> None:
        """Somebody deletes it by hand."""
        self.change(event, status="cancelled")

    def change(self, event: dict[str, Any], **changed: Any) -> None:
        self.changes += 1
        event.update(changed, etag=f'"{self.changes}"')


@dataclass(frozen=True)
class Client:
    """One coach's, with the failures of the fake."""

    google: FakeGoogle
    token: str

    def insert(self, calendar_id: str, event: Event, *, notifies: bool) -> Event:
        def carry_out() -> Event:
            held = self.google.of(calendar_id)
            if event["id"] in held:
                raise EventExists("in use")
            made = held[event["id"]] = {"status": "confirmed", **copy.deepcopy(dict(event))}
            self._begin_meet(made)
            self.google.change(made)
            self._mail(made, "invited", notifies)
            return copy.deepcopy(made)

        return self._call("insert", carry_out)

    def get(self, calendar_id: str, event_id: str) -> Event:
        def carry_out() -> Event:
            found = self.google.of(calendar_id).get(event_id)
            if found is None:
                raise EventGone("unknown")
            self._go_on_with_meet(found)
            return copy.deepcopy(found)

        return self._call("get", carry_out)

    def patch(
        self, calendar_id: str, event_id: str, fields: Event, *, etag: str, notifies: bool
    ) -> Event:
        def carry_out() -> Event:
            found = self._standing(calendar_id, event_id)
            if etag and etag != found["etag"]:
                raise EventChanged("changed meanwhile")
            self.google.change(found, **copy.deepcopy(dict(fields)))
            self._mail(found, "told", notifies)
            return copy.deepcopy(found)

        return self._call("patch", carry_out)

    def delete(self, calendar_id: str, event_id: str, *, notifies: bool) -> None:
        def carry_out() -> Event:
            found = self._standing(calendar_id, event_id)
            self._mail(found, "cancelled", notifies)
            self.google.lose(found)
            return found

        self._call("delete", carry_out)

    def ours(self, calendar_id: str, *, since: datetime, until: datetime) -> Iterator[Event]:
        def is_within(event: Event) -> bool:
            return since <= datetime.fromisoformat(event["start"]["dateTime"]) < until

        fault = self.google.call("list")
        yield from [one for one in self.google.standing(calendar_id) if is_within(one)]
        if fault:
            raise fault.failure

    def _call(self, name: str, carry_out: Callable[[], Event]) -> Event:
        if self.token in self.google.revoked:
            self.google.calls.append("token")
            raise NeedsReconnect("Google says that its consent is gone.")
        fault = self.google.call(name)
        try:
            answer = carry_out()
        except GoogleFailed:
            if fault is None:
                raise
        if fault:
            raise fault.failure
        return answer

    def _standing(self, calendar_id: str, event_id: str) -> dict[str, Any]:
        found = self.google.of(calendar_id).get(event_id)
        if found is None or found["status"] == "cancelled":
            raise EventGone("deleted")
        return found

    def _mail(self, event: Event, what: str, notifies: bool) -> None:
        if notifies:
            guests = event.get("attendees") or ()
            self.google.mailed += [(what, guest["email"]) for guest in guests]

    def _begin_meet(self, event: dict[str, Any]) -> None:
        if "conferenceData" in event:
            takes = self.google.meet_takes_looks
            code = "failure" if takes is None else "pending"
            event["conferenceData"]["createRequest"]["status"] = {"statusCode": code}
            event["looks"] = 0
            self._finish_meet(event)

    def _go_on_with_meet(self, event: dict[str, Any]) -> None:
        if "looks" in event:
            event["looks"] += 1
            self._finish_meet(event)

    def _finish_meet(self, event: dict[str, Any]) -> None:
        takes = self.google.meet_takes_looks
        if takes is not None and event["looks"] >= takes:
            event["hangoutLink"] = LINK
