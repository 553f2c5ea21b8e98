"""Forms that were sent, for the coach and for the client: each answer beside the one before it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypedDict

import reflex as rx

from coachbook.services.checkin_answers import Answer, Submitted
from coachbook.services.people import Person
from coachbook.ui import words
from coachbook.ui.components.icons import icon
from coachbook.ui.theme import FOCUS

CHANGE = (
    "inline-flex items-center gap-1 rounded-full border border-line bg-surface px-2 py-0.5 "
    "text-xs text-ink-soft"
)


class AnswerRow(TypedDict):
    """`note` is how it differs from the form before; `trend` is up, down or nothing."""

    question: str
    answer: str
    note: str
    trend: str


class FormRow(TypedDict):
    """One form that was sent; `title` names its check-in, `against` the one it is compared to."""

    id: str
    title: str
    sent: str
    against: str
    is_newest: bool
    answers: list[AnswerRow]


NO_FORM = FormRow(id="", title="", sent="", against="", is_newest=False, answers=[])


def form_rows(
    submitted: Sequence[Submitted], reader: Person, today: date, *, with_coach: bool = False
) -> list[FormRow]:
    return [
        form_row(one, reader, today, with_coach=with_coach, is_newest=place == 0)
        for place, one in enumerate(submitted)
    ]


def form_row(
    one: Submitted,
    reader: Person,
    today: date,
    *,
    with_coach: bool = False,
    is_newest: bool = False,
) -> FormRow:
    whose = f" with {one.coach_name}" if with_coach else ""
    is_compared = one.before_at and any(each.was or each.trend for each in one.answers)
    before = _moment(one.before_at, reader, today) if one.before_at else ""
    return FormRow(
        id=str(one.chain_id),
        title=f"Check-in of {_moment(one.starts_at, reader, today)}{whose}",
        sent=_sent(one, reader, today),
        against=f"Beside the answers before the check-in of {before}." if is_compared else "",
        is_newest=is_newest,
        answers=[answer_row(each, reader, today) for each in one.answers],
    )


def _sent(one: Submitted, reader: Person, today: date) -> str:
    """ "Sent March 3, changed March 5"."""
    said = f"Sent {_day(one.submitted_at.astimezone(reader.zone).date(), reader, today)}"
    if one.changed_at is None:
        return said
    changed = _day(one.changed_at.astimezone(reader.zone).date(), reader, today)
    return f"{said}, changed {changed}"


def answer_row(one: Answer, reader: Person, today: date) -> AnswerRow:
    return AnswerRow(
        question=one.question,
        answer=_spoken(one.answer, one.kind, reader, today),
        note=_note(one, reader, today),
        trend=one.trend if one.trend != "same" else "",
    )


def _note(one: Answer, reader: Person, today: date) -> str:
    if one.trend == "same":
        return "same as last time"
    return f"was {_spoken(one.was, one.kind, reader, today)}" if one.was else ""


def _spoken(answer: str, kind: str, reader: Person, today: date) -> str:
    if kind != "date":
        return answer
    try:
        return _day(date.fromisoformat(answer), reader, today)
    except ValueError:
        return answer


def _moment(at: datetime, reader: Person, today: date) -> str:
    """With its year when that isn't today's: forms go back a long way."""
    on = at.astimezone(reader.zone).date()
    if on.year == today.year:
        return words.moment(at, reader.zone, reader.locale)
    return f"{_day(on, reader, today)}, {words.clock(at, reader.zone, reader.locale)}"


def _day(on: date, reader: Person, today: date) -> str:
    return words.day(on, reader.locale, today=today)


def sent_forms(forms: Any) -> rx.Component:
    """A list of forms, the newest unfolded."""
    return rx.el.ul(rx.foreach(forms, _folded), class_name="divide-y divide-line")


def _folded(one: Any) -> rx.Component:
    return rx.el.li(
        rx.el.details(
            rx.el.summary(
                icon(
                    "chevron_right",
                    size=16,
                    class_name="text-ink-soft transition-transform group-open:rotate-90",
                ),
                rx.el.span(one["title"], class_name="figures grow text-sm text-ink"),
                rx.el.span(one["sent"], class_name="pl-6 text-[13px] text-ink-soft sm:pl-0"),
                class_name=(
                    "flex min-h-11 cursor-pointer list-none flex-wrap items-center gap-x-2 "
                    f"rounded-sm py-2.5 {FOCUS}"
                ),
            ),
            rx.el.div(answer_list(one), class_name="pb-3 pl-6 pt-1"),
            open=one["is_newest"],
            class_name="group",
        ),
        key=one["id"],
    )


def answer_list(form: Any) -> rx.Component:
    """The answers of one form."""
    return rx.el.div(
        answer_pairs(form["answers"].to(list[AnswerRow])),
        rx.cond(
            form["against"] != "",
            rx.el.p(form["against"], class_name="text-xs text-ink-soft"),
        ),
        class_name="flex flex-col gap-3",
    )


def answer_pairs(answers: Any) -> rx.Component:
    return rx.el.dl(rx.foreach(answers, _answer), class_name="flex flex-col gap-3")


def _answer(one: Any) -> rx.Component:
    return rx.el.div(
        rx.el.dt(rx.el.bdi(one["question"]), class_name="text-[13px] text-ink-soft wrap-anywhere"),
        rx.el.dd(
            rx.cond(
                one["answer"] == "",
                rx.el.span("No answer", class_name="text-ink-faint"),
                rx.el.bdi(one["answer"], class_name="whitespace-pre-wrap wrap-anywhere"),
            ),
            rx.cond(one["note"] != "", _change(one)),
            class_name="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink",
        ),
    )


def _change(one: Any) -> rx.Component:
    return rx.el.span(
        rx.match(
            one["trend"],
            ("up", rx.fragment(icon("trending_up", size=12), _unseen("up, "))),
            ("down", rx.fragment(icon("trending_down", size=12), _unseen("down, "))),
            rx.fragment(),
        ),
        rx.el.bdi(one["note"], class_name="wrap-anywhere"),
        class_name=CHANGE,
    )


def _unseen(words: str) -> rx.Component:
    return rx.el.span(words, class_name="sr-only")
