"""Where a booking moves to: open times by week, and what follows, before it is done."""

import reflex as rx

from coachbook.ui.client_calendar.move_state import MoveState
from coachbook.ui.components.dialogs import dialog
from coachbook.ui.components.slot_picker import slot_picker


def move_dialog() -> rx.Component:
    return dialog(
        rx.cond(
            MoveState.is_open,
            slot_picker(
                basket_key=MoveState.key,
                kind=MoveState.kind,
                noun={"one": "new time", "many": "new times"},
                is_in_dialog=True,
                days=MoveState.days,
                week=MoveState.week,
                today=MoveState.today,
                first_day=MoveState.today,
                last_day=MoveState.last_day,
                open_days=MoveState.open_days,
                selected=MoveState.selected,
                limits=MoveState.limits,
                cleared=MoveState.cleared,
                time_zone=MoveState.zone,
                locale=MoveState.locale,
                confirm_words=MoveState.title,
                empty_words="Pick a time. Nothing changes before you confirm.",
                on_week=lambda monday: MoveState.show_week(MoveState.booking_id, monday),
                on_change=lambda starts: MoveState.choose(MoveState.booking_id, starts),
                on_confirm=lambda sent: MoveState.move(
                    MoveState.booking_id, MoveState.version, sent
                ),
            ),
        ),
        id="move",
        title=MoveState.title,
        description=MoveState.was,
        size="large",
        is_open=MoveState.is_open,
        on_close=MoveState.close,
    )
