"""What people choose to hear of, and what they can't do without."""

from collections.abc import Iterator

import pytest

from coachbook.errors import Invalid, NotAllowed, NotFound
from coachbook.models import NotificationChoice
from coachbook.notifications import choices, matrix
from coachbook.notifications.titles import TITLES
from coachbook.services import notification_choices
from coachbook.services.notification_choices import AlwaysArrives, Side
from coachbook.services.people import Person
from tests.conftest import NOW
from tests.practices import Practice

CELLS = [
    (name, channel)
    for name, event in matrix.EVENTS.items()
    if event.audience != "account"
    for channel in sorted(event.channels)
]


def choose(practice: Practice, event: str, channel: matrix.Channel, *, is_on: bool) -> None:
    by = practice.coach if event in matrix.COACH else practice.client
    notification_choices.choose(practice.session, event, channel, by=by, is_on=is_on, now=NOW)


def states(practice: Practice, side: Side, by: Person) -> Iterator[tuple[str, str, str]]:
    for row in notification_choices.of(practice.session, side, by=by).rows:
        for channel, state in row.cells.items():
            yield row.event, channel, state


def test_everything_is_on_until_somebody_chooses(practice: Practice) -> None:
    for event, channel in CELLS:
        assert choices.is_on(practice.session, practice.client.id, event, channel)


@pytest.mark.parametrize(("event", "channel"), CELLS)
def test_optional_cells_can_be_switched_and_others_not(
    practice: Practice, event: str, channel: matrix.Channel
) -> None:
    person = practice.coach if event in matrix.COACH else practice.client
    if channel in matrix.EVENTS[event].always:
        with pytest.raises(AlwaysArrives):
            choose(practice, event, channel, is_on=False)
        return
    for wanted in (False, False, True):
        choose(practice, event, channel, is_on=wanted)
        assert choices.is_on(practice.session, person.id, event, channel) == wanted


def test_what_is_stored_never_stops_what_always_arrives(practice: Practice) -> None:
    """However such a row got there."""
    for event, channel in CELLS:
        row = NotificationChoice(
            profile_id=practice.client.id, event=event, channel=channel, is_on=False, changed_at=NOW
        )
        practice.session.add(row)
    practice.session.flush()
    on = {cell for cell in CELLS if choices.is_on(practice.session, practice.client.id, *cell)}
    assert on == {cell for cell in CELLS if cell[1] in matrix.EVENTS[cell[0]].always}


def test_changed_appointments_and_money_arrive_by_one_channel_at_least() -> None:
    optional = {name for name, event in matrix.EVENTS.items() if event.is_optional}
    assert optional == {
        "session_reminder", "checkin_reminder", "checkin_form_reminder", "daily_summary"
    }  # fmt: skip


@pytest.mark.parametrize("side", ["client", "coach"])
def test_rows_are_those_of_the_matrix(practice: Practice, side: Side) -> None:
    by = practice.coach if side == "coach" else practice.client
    for event, channel, state in states(practice, side, by):
        assert matrix.EVENTS[event].audience == side
        assert (state != "never") == (channel in matrix.channels(event))
        assert (state == "always") == (channel in matrix.EVENTS[event].always)


def test_every_event_of_both_tables_has_a_title() -> None:
    assert set(TITLES) == set(matrix.CLIENT) | set(matrix.COACH)


def test_switched_off_cell_shows_as_off_and_only_that(practice: Practice) -> None:
    choose(practice, "session_reminder", "push", is_on=False)
    found = [cell for cell in states(practice, "client", practice.client) if cell[2] == "off"]
    assert found == [("session_reminder", "push", "off")]


def test_choices_are_ones_own(practice: Practice) -> None:
    other = practice.another_client()
    choose(practice, "session_reminder", "push", is_on=False)
    assert choices.is_on(practice.session, other.id, "session_reminder", "push")


def test_clients_have_no_say_in_what_coaches_hear(practice: Practice) -> None:
    with pytest.raises(NotAllowed):
        notification_choices.of(practice.session, "coach", by=practice.client)
    with pytest.raises(NotAllowed):
        notification_choices.choose(
            practice.session, "new_booking", "email", by=practice.client, is_on=False, now=NOW
        )
    with pytest.raises(NotAllowed):
        notification_choices.set_summary_hour(practice.session, 8, by=practice.client)


@pytest.mark.parametrize(
    ("event", "channel"),
    [("nothing", "email"), ("sign_in_link", "email"), ("session_reminder", "email"),
     ("session_booked", "in_app"), ("session_booked", "carrier pigeon")],
)  # fmt: skip
def test_what_is_not_sent_can_not_be_chosen(
    practice: Practice, event: str, channel: matrix.Channel
) -> None:
    with pytest.raises(NotFound):
        choose(practice, event, channel, is_on=True)


def test_summary_hour_is_the_coachs_to_set(practice: Practice) -> None:
    notification_choices.set_summary_hour(practice.session, 6, by=practice.coach)
    found = notification_choices.of(practice.session, "coach", by=practice.coach)
    assert found.summary_hour == 6
    for hour in (-1, 24):
        with pytest.raises(Invalid):
            notification_choices.set_summary_hour(practice.session, hour, by=practice.coach)
