"""A booking's history as sentences: who, what, from what to what, and the credit."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from coachbook.services.bookings import Credit, HistoryLine
from coachbook.ui.coach_bookings.audit_rows import Happened, happened
from tests.conftest import NOW
from tests.factories import at
from tests.ui.harness import SomePerson

READER: Any = type("Reader", (SomePerson,), {"zone": ZoneInfo("America/New_York")})(locale="en_GB")
TUESDAY, WEDNESDAY = at("2026-03-03 09:00").isoformat(), at("2026-03-04 10:00").isoformat()
TWELVE = "12 sessions, 60 min"


def line(event: str, actor: str = "Dana", **more: Any) -> HistoryLine:
    known = {name: more.pop(name) for name in ("is_own", "credits", "at") if name in more}
    return HistoryLine(known.pop("at", NOW), event, actor, more, **known)


def said(*lines: HistoryLine) -> list[str]:
    return [one["what"] for one in happened(lines, READER)]


def only(one: HistoryLine) -> Happened:
    return happened([one], READER)[0]


def test_move_names_both_times() -> None:
    moved = line("moved", **{"from": TUESDAY, "to": WEDNESDAY})
    assert said(moved) == ["Dana moved it from Tue 3 Mar, 09:00 to Wed 4 Mar, 10:00"]


def test_correction_names_what_it_was() -> None:
    assert said(line("no_show", "Anna", is_own=True, was="completed")) == [
        "You marked it as no-show (was completed)"
    ]
    assert said(line("completed", "Anna", is_own=True, was="confirmed")) == [
        "You marked it as completed"
    ]


def test_what_happens_by_itself_has_no_actor() -> None:
    assert said(line("completed", "")) == ["It was marked as completed by itself"]


def test_cancelling_says_on_whose_wish() -> None:
    asked = line("cancelled", "Anna", is_own=True, cancelled_by="coach_for_client", was="confirmed")
    assert said(asked, line("cancelled", cancelled_by="client")) == [
        "Dana cancelled it",
        "You cancelled it, because the client asked",
    ]


def test_taking_back_says_what() -> None:
    lines = (line("reopened", is_undo=True), line("reopened", status="confirmed"))
    assert said(*lines) == ["Dana took the cancellation back", "Dana took the move back"]


def test_newest_stands_first() -> None:
    later = line("cancelled", at=NOW + timedelta(hours=1))
    assert said(line("booked", to=TUESDAY), later)[0] == "Dana cancelled it"


def test_credits_say_what_was_left() -> None:
    moved = line("moved", credits=(Credit(1, "3 sessions, 60 min", 3), Credit(-1, TWELVE, 11)))
    assert only(moved)["credit"] == (
        "1 credit back to 3 sessions, 60 min: 3 left. "
        "1 credit taken from 12 sessions, 60 min: 11 left."
    )


def test_what_broke_the_rules_is_noted() -> None:
    notes = [
        only(line("booked", to=TUESDAY, capacity=capacity, present=present))["note"]
        for capacity, present in ((0, 1), (2, 3), (2, 2))
    ]
    assert notes == [
        "Outside the hours as they were then.",
        "More than fit: 3 at once, with room for 2.",
        "",
    ]


def test_line_of_another_shape_is_told_all_the_same() -> None:
    odd: dict[str, Any] = {"from": None, "to": 5}
    assert said(line("moved", **odd)) == ["Dana moved it from another time to another time"]
