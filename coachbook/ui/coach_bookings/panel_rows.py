"""One booking in words, with what can be done with it. Pure."""

from typing import TypedDict

from coachbook.services import meetings
from coachbook.services.bookings import BookingView
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.attendance.rows import NOTHING, Markable, markable
from coachbook.ui.coach_bookings.look import Details
from coachbook.ui.coach_bookings.rows import KINDS, STATUSES, status_of

CANCELLERS = {
    "client": "the client",
    "coach": "you",
    "coach_for_client": "you, because the client asked",
}


class Facts(TypedDict):
    """What the side panel says and which actions it offers."""

    name: str
    client: str
    kind: str
    kind_words: str
    status: str
    status_words: str
    when: str
    length: str
    package: str
    meet: str
    meet_words: str
    is_unusual: bool
    is_beyond: bool
    can_move: bool
    mark: Markable


BLANK = Facts(
    name="", client="", kind="session", kind_words="", status="", status_words="", when="",
    length="", package="", meet="", meet_words="", is_unusual=False, is_beyond=False,
    can_move=False, mark=NOTHING,
)  # fmt: skip


def facts(one: BookingView, reader: Person) -> Facts:
    status = status_of(one)
    meeting = meetings.meeting(one, by=reader)
    return Facts(
        name=one.client_name,
        client=f"/coach/clients/{one.client_id}",
        kind=one.kind,
        kind_words=KINDS[one.kind].capitalize(),
        status=status,
        status_words=_status_words(one, status),
        when=words.spoken_slot(one.starts_at, one.ends_at, reader.zone, reader.locale),
        length=words.length(one.minutes),
        package=one.package_label,
        meet=meeting.link,
        meet_words=meeting.sentence,
        is_unusual=one.breaks_rules and one.status == "confirmed",
        is_beyond=one.beyond_allowance and one.status != "cancelled",
        can_move=one.status == "confirmed",
        mark=markable(one),
    )


def form_words(found: Details) -> str:
    """Where there is nothing to read yet; drafts are the client's own business."""
    if found.form not in ("open", "draft") or found.booking.status == "cancelled":
        return ""
    if found.booking.has_started:
        return "The form wasn't sent."
    return f"{found.booking.client_name} hasn't sent the form yet."


def _status_words(one: BookingView, status: str) -> str:
    if status == "cancelled":
        return f"Cancelled by {CANCELLERS.get(one.cancelled_by or '', 'a move')}"
    return STATUSES[status].capitalize()
