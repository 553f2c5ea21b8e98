"""One appointment for whoever opens the link of an email, signed in or not.

GET shows, POST acts: mail scanners open links. Nothing here reads or sets the cookie of a sign-in.
"""

from collections.abc import Callable
from functools import partial
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from coachbook import clock
from coachbook.database import reading, transaction
from coachbook.errors import DatabaseUnreachable, LinkExpired, Refusal, TooManyTries
from coachbook.routes import appointment_words as words
from coachbook.routes import pages
from coachbook.routes.form_values import Fields, day, key, moment, whole_number
from coachbook.routes.forms import broken, fields_of, in_thread
from coachbook.services import appointment_links
from coachbook.services.appointment_links import Appointment, AppointmentBegan
from coachbook.services.client_moves import MoveTimes
from coachbook.services.form_answers import NotUnderstood

PATH = "/appointment/{token}"
Act = Callable[[str, Fields], None]
Again = Callable[[str, Fields, Refusal], Response]


async def show(request: Request) -> Response:
    return await _answered(partial(_shown, _token(request)))


async def ask_to_cancel(request: Request) -> Response:
    return await _answered(partial(_asked, _token(request)))


async def cancel(request: Request) -> Response:
    return await _acted(request, _cancelled, _not_cancelled)


async def times(request: Request) -> Response:
    week, to = (request.query_params.get(name, "") for name in ("week", "to"))
    return await _answered(partial(_times, _token(request), week=week, to=to))


async def move(request: Request) -> Response:
    return await _acted(request, _moved, _not_moved)


def _token(request: Request) -> str:
    return str(request.path_params["token"])


async def _answered(work: Callable[[], Response]) -> Response:
    try:
        return await in_thread(work)
    except DatabaseUnreachable:
        return pages.unreachable()
    except LinkExpired as expired:
        return _dead(expired)
    except Exception as problem:
        return broken(problem, "/appointment")


async def _acted(request: Request, act: Act, again: Again) -> Response:
    """Then the appointment as it is now; refused, the page that it came from, saying why."""
    token = _token(request)
    try:
        fields = await fields_of(request)
    except NotUnderstood as refusal:
        return await _answered(partial(again, token, {}, refusal))
    return await _answered(partial(_done, token, fields, act, again))


def _done(token: str, fields: Fields, act: Act, again: Again) -> Response:
    try:
        with transaction() as session:
            appointment_links.count_try(session, token, now=clock.now())
        act(token, fields)
    except (DatabaseUnreachable, LinkExpired):
        raise
    except Refusal as refusal:
        return again(token, fields, refusal)
    return RedirectResponse(f"/appointment/{token}", 303)


def _not_cancelled(token: str, _fields: Fields, refusal: Refusal) -> Response:
    return _asked(token, problem=refusal.sentence, status=_status(refusal))


def _not_moved(token: str, fields: Fields, refusal: Refusal) -> Response:
    """The week of the time that was asked for."""
    week = fields.get("to", "")[:10]
    return _times(token, week=week, problem=refusal.sentence, status=_status(refusal))


def _status(refusal: Refusal) -> int:
    return 429 if isinstance(refusal, TooManyTries) else 409


def _cancelled(token: str, fields: Fields) -> None:
    version = whole_number(fields, "version")
    with transaction() as session:
        appointment_links.cancel(session, token, version=version, now=clock.now())


def _moved(token: str, fields: Fields) -> None:
    starts_at = moment(fields.get("to", ""))
    if starts_at is None:
        raise NotUnderstood
    with transaction() as session:
        appointment_links.move(
            session,
            token,
            starts_at,
            booking_id=key(fields, "booking"),
            version=whole_number(fields, "version"),
            request_id=fields.get("request", ""),
            now=clock.now(),
        )


def _shown(token: str, *, problem: str = "", status: int = 200) -> Response:
    found = _found(token)
    by, booking = found.reader, found.booking
    return _page(
        "appointment.html",
        found,
        status,
        token=token,
        problem=problem,
        done=words.just_done(found),
        when=words.shown(booking, by),
        state=words.state(booking),
        uses=words.uses(found.details, by),
        meeting=found.details.meeting,
        form=words.form(found.details),
        form_button="See your answers" if found.details.form == "sent" else "Fill in the form",
        why_not_moved=found.why_not_moved,
    )


def _asked(token: str, *, problem: str = "", status: int = 200) -> Response:
    """The question before it is cancelled; what is over is shown instead."""
    found = _found(token)
    if not found.booking.is_upcoming:
        return _shown(token, problem=problem, status=status)
    return _page(
        "appointment_cancel.html",
        found,
        status,
        token=token,
        problem=problem,
        when=words.shown(found.booking, found.reader),
        effects=words.effects(found.details, found.reader),
    )


def _times(
    token: str, *, week: str = "", to: str = "", problem: str = "", status: int = 200
) -> Response:
    """Open times of a week, or what follows from moving to one of them."""
    chosen = moment(to)
    week_of = day(week) or (chosen.date() if chosen else None)
    with reading() as session:
        found = appointment_links.appointment(session, token, now=clock.now())
        if found.why_not_moved:
            return _shown(token, problem=problem or found.why_not_moved, status=status)
        open_times = appointment_links.times(
            session, token, now=clock.now(), week_of=week_of, chosen=chosen
        )
    if open_times.chosen:
        return _confirm(token, found, open_times)
    gone = "That time isn't available any more. Pick another one." if chosen else ""
    return _week(token, found, open_times, problem or gone, status)


def _confirm(token: str, found: Appointment, times: MoveTimes) -> Response:
    return _page(
        "appointment_move.html",
        found,
        200,
        token=token,
        was=words.shown(found.booking, found.reader),
        target=words.target(times, found.reader),
        effects=words.move_effects(times, found.reader),
        to=times.chosen.starts_at.isoformat() if times.chosen else "",
        week=times.monday,
        request_id=uuid4().hex,
    )


def _week(token: str, found: Appointment, times: MoveTimes, problem: str, status: int) -> Response:
    before, after = words.weeks_beside(times)
    return _page(
        "appointment_times.html",
        found,
        status,
        token=token,
        problem=problem,
        was=words.shown(found.booking, found.reader),
        days=words.days(times, found.reader),
        week=words.week_name(times, found.reader),
        before=before,
        after=after,
        taken=words.months_taken(times, found.reader),
    )


def _found(token: str) -> Appointment:
    with reading() as session:
        return appointment_links.appointment(session, token, now=clock.now())


def _page(template: str, found: Appointment, status: int, **values: object) -> Response:
    booking = found.booking
    response = pages.page(
        template,
        status,
        booking=booking,
        noun=words.noun(booking),
        title=words.title(booking),
        practice_name=found.practice_name,
        **values,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _dead(expired: LinkExpired) -> Response:
    """A link that ends with its appointment, and one that never was."""
    has_begun = isinstance(expired, AppointmentBegan)
    return pages.page(
        "link_ended.html",
        410 if has_begun else 404,
        title="This link has ended" if has_begun else "This link doesn't work",
        sentence=expired.sentence,
    )


ROUTES = [
    Route(PATH, show, methods=["GET"], name="/appointment"),
    Route(f"{PATH}/cancel", ask_to_cancel, methods=["GET"], name="/appointment/cancel"),
    Route(f"{PATH}/cancel", cancel, methods=["POST"], name="/appointment/cancelled"),
    Route(f"{PATH}/move", times, methods=["GET"], name="/appointment/move"),
    Route(f"{PATH}/move", move, methods=["POST"], name="/appointment/moved"),
]
