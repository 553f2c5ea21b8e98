"""What sample clients wrote in the forms before their check-ins."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from coachbook.demo.shelf import Shelf
from coachbook.models import Booking, CheckinFormQuestion, CheckinFormResponse
from coachbook.services.checkin_answers import kept

SENT_BEFORE = timedelta(hours=26)
WRITTEN = {
    "How did the week feel, in a sentence or two?": (
        "A good one. The legs came back on Thursday, and the weekend was easy.",
        "Busy at work, so two of the sessions were shorter than planned.",
        "Tired until Wednesday, then better. I slept more.",
        "Steady. Everything on the plan got done, nothing hurt.",
    ),
    "What should we change next month?": (
        "More hills, please, and a bit less on the rower.",
        "Nothing big. The new warm-up helps, I'd like to keep it.",
        "One session earlier in the week, if there is a time.",
        "I'd like to try the heavier kettlebell.",
    ),
    "What went well since we last spoke?": (
        "I kept to three sessions a week, for the first time.",
        "The back is quiet, even after long days at the desk.",
        "Ten push-ups without a break!",
        "Sleep. Going to bed before eleven makes the difference.",
    ),
    "Which shoes?": ("The old blue ones", "The new pair, 60 km in", "Trail shoes, for the mud"),
}


def answer_forms(shelf: Shelf, coach_id: UUID, now: datetime) -> None:
    """For every check-in that took place, and for the next ones a day before."""
    questions = [one for one in shelf.all(CheckinFormQuestion) if one.coach_id == coach_id]
    for booking in shelf.all(Booking):
        sent_at = max(booking.created_at, booking.starts_at - SENT_BEFORE)
        is_sent = booking.status in ("confirmed", "completed") and sent_at < now
        if booking.coach_id == coach_id and booking.booking_type == "checkin" and is_sent:
            _answer(shelf, booking, questions, sent_at)


def _answer(
    shelf: Shelf, booking: Booking, questions: list[CheckinFormQuestion], sent_at: datetime
) -> None:
    dice = Random(booking.id.int)  # noqa: S311  (a sample needs no secrets)
    shelf.add(
        CheckinFormResponse(
            id=shelf.new_id(),
            booking_id=booking.id,
            client_id=booking.client_id,
            responses={str(one.id): _entry(one, _answer_to(dice, one)) for one in questions},
            saved_at=sent_at,
            submitted_at=sent_at,
        )
    )


def _entry(one: CheckinFormQuestion, answer: Any) -> dict[str, Any]:
    return kept(
        one.question,
        answer,
        one.sort_order,
        help_text=one.help_text,
        kind=one.question_type,
        options=one.options or (),
        is_required=one.is_required,
    )


def _answer_to(dice: Random, one: CheckinFormQuestion) -> str | int | bool | list[str]:
    if one.question_type == "multiple":
        chosen = dice.sample(one.options or [], k=min(2, len(one.options or [])))
        return [option for option in one.options or [] if option in chosen]
    if one.options:
        return dice.choice(one.options)
    if one.question_type in ("number", "scale"):
        return dice.randint(5, 8)
    if one.question_type == "date":
        return f"2027-0{dice.randint(3, 9)}-1{dice.randint(0, 9)}"
    if one.question_type == "checkbox":
        return True
    return dice.choice(WRITTEN[one.question])
