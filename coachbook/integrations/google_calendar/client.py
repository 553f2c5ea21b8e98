"""One coach's Google Calendar, spoken to with Google's own client."""

import logging
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

import httplib2
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from coachbook.config import GoogleSettings
from coachbook.integrations.google_calendar import answers
from coachbook.integrations.google_calendar.transport import AccessTokens, heard, line
from coachbook.services.google_calendar.calendar_client import Event, TryLater

OURS = "coachbook=yes"
PAGE = 250

# It would write down whole answers that it can't read.
logging.getLogger("googleapiclient.http").setLevel(logging.ERROR)


class GoogleCalendar:
    """For one thread. A refused access token is renewed once; nothing else is asked twice."""

    def __init__(self, google: GoogleSettings, refresh_token: str, timeout: float) -> None:
        self._http = line(self, timeout)
        self._tokens = AccessTokens(google, refresh_token, self._http)
        self._events = _events_of(google.api_url)

    def insert(self, calendar_id: str, event: Event, *, notifies: bool) -> Event:
        told = _telling(notifies, conferenceDataVersion=1)
        request = self._events.insert(calendarId=calendar_id, body=dict(event), **told)
        return _event(self._answer(request, "insert"))

    def get(self, calendar_id: str, event_id: str) -> Event:
        request = self._events.get(calendarId=calendar_id, eventId=event_id)
        return _event(self._answer(request, "get"))

    def patch(
        self, calendar_id: str, event_id: str, fields: Event, *, etag: str, notifies: bool
    ) -> Event:
        told = _telling(notifies, conferenceDataVersion=1)
        named = {"calendarId": calendar_id, "eventId": event_id}
        request = self._events.patch(**named, body=dict(fields), **told)
        if etag:
            request.headers["If-Match"] = etag
        return _event(self._answer(request, "patch"))

    def delete(self, calendar_id: str, event_id: str, *, notifies: bool) -> None:
        named = {"calendarId": calendar_id, "eventId": event_id}
        if self._answer(self._events.delete(**named, **_telling(notifies)), "delete"):
            raise TryLater(answers.NOT_GOOGLES)  # which answers with nothing

    def ours(self, calendar_id: str, *, since: datetime, until: datetime) -> Iterator[Event]:
        request = self._events.list(
            calendarId=calendar_id,
            privateExtendedProperty=OURS,
            timeMin=since.isoformat(),
            timeMax=until.isoformat(),
            maxResults=PAGE,
        )
        while request is not None:
            page = _of_kind("calendar#events", self._answer(request, "list"))
            yield from (event for event in page.get("items", ()) if _starts_from(event, since))
            request = self._events.list_next(request, page)

    def _answer(self, request: Any, call: str) -> Any:
        with heard(self._http):
            try:
                return self._executed(request)
            except HttpError as refusal:
                reply = refusal.resp
                raise answers.failure(reply.status, reply, refusal.content, call) from None

    def _executed(self, request: Any) -> Any:
        try:
            return self._execute(request)
        except HttpError as refusal:
            if refusal.resp.status != 401:
                raise
        self._tokens.forget()
        return self._execute(request)

    def _execute(self, request: Any) -> Any:
        request.headers["authorization"] = f"Bearer {self._tokens.current()}"
        return request.execute(http=self._http, num_retries=0)


@lru_cache(maxsize=1)
def _events_of(api_url: str) -> Any:
    """Makes requests, and sends none: every client has a line of its own."""
    service = build(
        "calendar",
        "v3",
        http=httplib2.Http(),
        static_discovery=True,
        client_options={"api_endpoint": f"{api_url.rstrip('/')}/calendar/v3/"},
    )
    return service.events()


def _telling(notifies: bool, **others: Any) -> dict[str, Any]:
    return {"sendUpdates": "all" if notifies else "none", **others}


def _event(answer: Any) -> Event:
    return _of_kind("calendar#event", answer)


def _of_kind(kind: str, answer: Any) -> Mapping[str, Any]:
    """Somebody on the way may answer in Google's place, and well."""
    if not isinstance(answer, dict) or answer.get("kind") != kind:
        raise TryLater(answers.NOT_GOOGLES)
    return answer


def _starts_from(event: Event, since: datetime) -> bool:
    """Google's own bound is on the end. A whole day has no instant, so it isn't left out."""
    written = (event.get("start") or {}).get("dateTime")
    return written is None or datetime.fromisoformat(written) >= since
