"""The form before a check-in in the client's words. Pure."""

from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from coachbook.services.checkin_answers import Answer
from coachbook.services.checkin_forms import Form
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.checkin_form.sent import AnswerRow, answer_row
from coachbook.ui.client_booking.rows import Reader

SENT_LATE = {
    "cancelled": "This check-in was cancelled, so there is nothing to fill in any more.",
    "started": "This check-in has started, so the form can't be changed any more.",
    "archived": "This coach doesn't take you as a client at the moment, so the form is closed.",
}


class Head(TypedDict):
    """What the form is for; `until` ends a sentence about how long it can be changed."""

    coach: str
    when: str
    also: str
    until: str
    lock: str
    closed: str


NO_HEAD = Head(coach="", when="", also="", until="", lock="", closed="")


def head(form: Form, reader: Person) -> Head:
    zone, locale = reader.zone, reader.locale
    starts = words.moment(form.starts_at, zone, locale)
    return Head(
        coach=form.coach_name,
        when=words.spoken_slot(form.starts_at, form.ends_at, zone, locale),
        also=Reader.of(reader, ZoneInfo(form.coach_zone)).at_coachs(form.starts_at),
        until=f"until it starts, {starts}.",
        lock=form.lock,
        closed=_closed(form),
    )


def _closed(form: Form) -> str:
    """Why nothing can be changed any more, and what became of what was written."""
    if not form.lock:
        return ""
    if form.state == "sent":
        return f"{SENT_LATE[form.lock]} {form.coach_name} has these answers:"
    if form.state == "draft":
        return f"{SENT_LATE[form.lock]} It wasn't sent; only you see what you had written:"
    return SENT_LATE[form.lock]


def stage(form: Form) -> str:
    """ "nothing" is asked; "filling"; "changing" what was sent; "locked"."""
    if form.lock:
        return "locked"
    if not form.questions and form.state == "none":
        return "nothing"
    return "changing" if form.state == "sent" else "filling"


def saved(form: Form, reader: Person) -> str:
    """ "Saved 12:31"; "Sent Tue 3 Mar, 12:31"; "Changes saved 12:40"."""
    if form.saved_at is None:
        return ""
    if form.submitted_at is None:
        return f"Saved {_at(form.saved_at, form, reader)}"
    if form.saved_at > form.submitted_at:
        return f"Changes saved {_at(form.saved_at, form, reader)}"
    return f"Sent {_at(form.submitted_at, form, reader)}"


def _at(at: datetime, form: Form, reader: Person) -> str:
    """The time alone on the day itself."""
    is_today = at.astimezone(reader.zone).date() == form.read_at.astimezone(reader.zone).date()
    told = words.clock if is_today else words.moment
    return told(at, reader.zone, reader.locale)


def former(form: Form, reader: Person) -> dict[str, str]:
    """How the questions were that changed since they were answered."""
    return {key: _former(one, form, reader) for key, one in form.former.items()}


def _former(one: Answer, form: Form, reader: Person) -> str:
    was = f"It was: “{one.question}”"
    if not one.answer:
        return was
    today = form.read_at.astimezone(reader.zone).date()
    return f"{was}, and you answered: {answer_row(one, reader, today)['answer']}"


def retired(form: Form, reader: Person) -> list[AnswerRow]:
    today = form.read_at.astimezone(reader.zone).date()
    return [answer_row(one, reader, today) for one in form.retired]
