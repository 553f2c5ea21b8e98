"""Events as coachbook wants them, for whoever asks the stand-in."""

from typing import Any


def event(event_id: str = "cb00000", *, day: int = 18, **changed: Any) -> dict[str, Any]:
    wanted = {
        "id": event_id,
        "summary": "Session with Robin Fields",
        "start": {"dateTime": f"2026-11-{day}T15:00:00Z", "timeZone": "America/New_York"},
        "end": {"dateTime": f"2026-11-{day}T16:00:00Z", "timeZone": "America/New_York"},
        "attendees": [{"email": "robin@example.com", "displayName": "Robin Fields"}],
        "reminders": {"useDefault": True},
        "extendedProperties": {"private": {"coachbook": "yes", "coachbook_booking": event_id}},
    }
    return {**wanted, **changed}


def meet(request_id: str = "r1") -> dict[str, Any]:
    solution = {"type": "hangoutsMeet"}
    return {"createRequest": {"requestId": request_id, "conferenceSolutionKey": solution}}
