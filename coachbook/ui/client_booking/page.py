"""Where a client books: what they have left, the times, and what became of their choice."""

from typing import Any

import reflex as rx

from coachbook.ui.client_booking.answers import booked_dialog, refused_note
from coachbook.ui.client_booking.checkin_step import questions_dialog
from coachbook.ui.client_booking.habits import HabitState
from coachbook.ui.client_booking.kinds import kind_switch
from coachbook.ui.client_booking.standing import standing_card, standing_skeleton
from coachbook.ui.client_booking.state import BookState
from coachbook.ui.client_booking.usual import habit_cards
from coachbook.ui.components.address import address
from coachbook.ui.components.buttons import button
from coachbook.ui.components.expiring import expiring
from coachbook.ui.components.live import live_updates
from coachbook.ui.components.slot_picker import slot_picker
from coachbook.ui.components.surfaces import empty_state, skeleton
from coachbook.ui.navigation import Entry
from coachbook.ui.shell import screen

TITLE = "Book"
IS_CHECKIN = BookState.kind == "checkin"
SESSIONS = {"one": "session", "many": "sessions"}
CHECKINS = {"one": "check-in", "many": "check-ins"}
LIVE = f"/live?coach={BookState.coach_id}&kind={BookState.kind}&minutes={BookState.minutes}"


def loading() -> rx.Component:
    """The page's outline while its times are read."""
    chips = (skeleton("h-9 w-full rounded-control") for _ in range(28))
    return rx.el.div(
        rx.el.span("Loading the open times", class_name="sr-only"),
        standing_skeleton(),
        rx.el.div(
            skeleton("hidden h-72 w-68 shrink-0 rounded-card md:block"),
            rx.el.div(*chips, class_name="grid grow grid-cols-3 gap-2 lg:grid-cols-7"),
            class_name="flex gap-8",
        ),
        class_name="flex flex-col gap-6",
    )


@screen(
    "/book",
    title=TITLE,
    allow="client",
    on_load=[HabitState.forget, BookState.load],
    nav=Entry("Book", "calendar_plus", order=10),
    loading=loading,
)
def book() -> rx.Component:
    return _content()


@screen(
    "/client/bookings",
    title=TITLE,
    allow="client",
    on_load=[HabitState.forget, BookState.load],
    loading=loading,
)
def bookings() -> rx.Component:
    return _content()


def _content() -> rx.Component:
    return rx.fragment(
        _stages(), questions_dialog(), booked_dialog(), address("/book", BookState.query)
    )


def _stages() -> rx.Component:
    return rx.match(
        BookState.stage,
        ("picking", _picking()),
        ("nothing", _without_times(_nothing_left())),
        ("no_times", _without_times(_no_times())),
        ("nobody", _nobody()),
        loading(),
    )


def _head() -> rx.Component:
    """What there is to book with, and the choice of what."""
    return rx.fragment(standing_card(), kind_switch(), rx.cond(IS_CHECKIN, rx.fragment(), _cards()))


def _without_times(instead: rx.Component) -> rx.Component:
    return rx.el.div(_head(), instead, _live(), class_name="flex flex-col gap-6")


def _picking() -> rx.Component:
    return rx.el.div(
        _head(),
        refused_note(),
        slot_picker(
            basket_key=f"{BookState.kept_as}:{BookState.kind}:{BookState.minutes}",
            kind=BookState.kind,
            noun=rx.cond(IS_CHECKIN, CHECKINS, SESSIONS),
            days=BookState.days,
            live_url=LIVE,
            week=BookState.week,
            today=BookState.today,
            first_day=BookState.first_day,
            last_day=BookState.last_day,
            open_days=BookState.open_days,
            favourite_days=HabitState.favourite_days,
            selected=BookState.selected,
            limits=BookState.limits,
            cleared=BookState.cleared,
            time_zone=BookState.zone,
            locale=BookState.locale,
            **_words(),
            on_week=BookState.show_week,
            on_change=lambda starts: BookState.choose(
                BookState.coach_id, BookState.kind, BookState.minutes, starts
            ),
            on_confirm=lambda sent: BookState.confirm(
                BookState.coach_id, BookState.kind, BookState.minutes, sent
            ),
        ),
        _live(),
        class_name="flex flex-col gap-6",
    )


def _words() -> dict[str, Any]:
    """What the basket says while it is empty, and its button."""
    return {
        "empty_words": rx.cond(
            IS_CHECKIN,
            "Pick a time. A check-in takes 30 minutes and is free, once a month.",
            "Pick one or more times. They stay here while you look at other weeks.",
        ),
        "confirm_words": rx.cond(
            IS_CHECKIN,
            rx.cond(BookState.questions, "Go to the questions", "Book this check-in"),
            "",
        ),
    }


def _cards() -> rx.Component:
    return habit_cards(after=BookState.refresh)


def _live() -> rx.Component:
    """Also at the coach's midnight: the next month's check-in is there then."""
    return rx.fragment(
        live_updates(LIVE, on_change=BookState.refresh),
        expiring(BookState.fresh_for, on_expire=BookState.refresh),
    )


def _nothing_left() -> rx.Component:
    """Says whom to ask; the coach's next package shows up here by itself."""
    return empty_state(
        rx.cond(BookState.was_sold, "No sessions left", "No package yet"),
        rx.el.span(
            rx.cond(
                BookState.was_sold,
                "Everything in your packages is booked, used or has expired. Ask ",
                "Booking needs a package of sessions. Ask ",
            ),
            rx.el.b(BookState.coach_name, class_name="font-medium text-ink"),
            rx.cond(
                BookState.was_sold,
                " for a new one; you can book as soon as it is here.",
                " for one; you can book as soon as it is here.",
            ),
        ),
        icon_name="ticket",
        action=button(
            "Book a free check-in instead",
            icon_name="video",
            on_click=BookState.choose_kind("checkin"),
        ),
    )


def _no_times() -> rx.Component:
    return empty_state(
        "No check-in times open",
        rx.el.span(
            rx.el.b(BookState.coach_name, class_name="font-medium text-ink"),
            " has no time for a check-in at the moment. New ones show up here by themselves.",
        ),
        icon_name="video",
    )


def _nobody() -> rx.Component:
    return empty_state(
        "No coach at the moment",
        "Nobody has you on their list of clients. Ask your coach to invite you again.",
        icon_name="user_round_x",
    )
