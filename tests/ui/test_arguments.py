"""Values that a handler can reckon with, wherever they stand in what was sent."""

from datetime import date, datetime
from typing import Any

import pytest
from typing_extensions import TypedDict

from coachbook.errors import Invalid, NotFound
from coachbook.ui import typed
from coachbook.ui.arguments import BadArguments, accepted


class Move(TypedDict):
    start: datetime
    on: date
    seq: int


def handler(self: Any, move: Move, starts: list[datetime]) -> None:
    """Stands for one."""


GOOD = {"start": "2026-11-18T09:00:00Z", "on": "2026-11-18", "seq": 7}


def arrived(starts: list[str], **more: Any) -> dict[str, Any]:
    return accepted(handler, {"move": GOOD | more, "starts": starts})


def test_sound_values_arrive_typed() -> None:
    found = arrived(["2026-11-18T10:00:00+01:00"])
    assert found["move"]["on"] == date(2026, 11, 18)
    assert found["starts"][0].utcoffset()


@pytest.mark.parametrize(
    "more",
    [
        {"start": "2026-11-18T09:00:00"},
        {"start": "0001-01-01T00:00:00Z"},
        {"start": "9999-12-31T23:59:00Z"},
        {"on": "9999-12-31"},
        {"seq": 2**60},
    ],
)
def test_values_inside_are_judged_too(more: dict[str, Any]) -> None:
    with pytest.raises(BadArguments):
        arrived([], **more)


@pytest.mark.parametrize("start", ["2026-11-18T09:00:00", "9999-12-31T23:59:00Z"])
def test_items_of_lists_are_judged_too(start: str) -> None:
    with pytest.raises(BadArguments):
        arrived([start])


def test_no_date_at_the_end_of_time() -> None:
    assert typed.day_in_query("9999-12-31") is None
    with pytest.raises(Invalid, match="exists"):
        typed.day({"on": "0001-01-01"}, "on")


def test_what_the_page_is_about_must_be_known() -> None:
    with pytest.raises(NotFound):
        typed.key("")
