"""Conferences: asked for with an event, there some time later, or never."""

import hashlib
import time
from dataclasses import dataclass, field

from tests.google.refusals import Json, invalid

SOLUTION = {"key": {"type": "hangoutsMeet"}, "name": "Google Meet"}
LETTERS = str.maketrans("0123456789", "ghijklmnop")


@dataclass
class Meets:
    """Of one account. `ready` and `failed` settle what is pending and what comes; otherwise each is
    ready `after_seconds`."""

    is_allowed: bool = True
    after_seconds: float = 0.0
    ready: bool = False
    failed: bool = False
    asked_at: dict[str, float] = field(default_factory=dict)

    def asked(self, wanted: Json, held: Json | None) -> Json:
        request = wanted.get("createRequest")
        if request is None:
            return held or wanted
        request_id = request.get("requestId")
        kind = (request.get("conferenceSolutionKey") or {}).get("type")
        if not request_id or kind != "hangoutsMeet" or not self.is_allowed:
            raise invalid("Invalid conference type value.")
        known = (held or {}).get("createRequest") or {}
        if held and known.get("requestId") == request_id:
            return held
        self.asked_at[request_id] = time.monotonic()
        asked = {"requestId": request_id, "conferenceSolutionKey": {"type": kind}}
        return {"createRequest": asked}

    def show(self, told: Json) -> None:
        """Into an answer: how far it is by now."""
        conference = told.get("conferenceData")
        if not conference or "createRequest" not in conference:
            return
        request = conference["createRequest"]
        state = self._state(request["requestId"])
        shown: Json = {"createRequest": {**request, "status": {"statusCode": state}}}
        if state == "success":
            code = code_of(request["requestId"])
            told["hangoutLink"] = f"https://meet.google.com/{code}"
            entry = {"entryPointType": "video", "uri": told["hangoutLink"], "label": code}
            shown = {
                **shown,
                "entryPoints": [entry],
                "conferenceSolution": SOLUTION,
                "conferenceId": code,
            }
        told["conferenceData"] = shown

    def _state(self, request_id: str) -> str:
        if self.failed:
            return "failure"
        waited = time.monotonic() - self.asked_at[request_id]
        return "success" if self.ready or waited >= self.after_seconds else "pending"


def code_of(request_id: str) -> str:
    digest = hashlib.sha256(request_id.encode()).hexdigest().translate(LETTERS)
    return f"{digest[:3]}-{digest[3:7]}-{digest[7:10]}"
