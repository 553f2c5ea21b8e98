"""Checks that are taken away on purpose: the matrix has to find each of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, true
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, col, select

from coachbook.errors import NotFound
from coachbook.models import (
    AvailabilityOverride,
    Booking,
    CalendarFeed,
    CheckinFormQuestion,
    CheckinFormResponse,
    CoachClient,
    CoachSettings,
    OneTimeToken,
    PackageTemplate,
    Profile,
    PushSubscription,
    SessionPackage,
    SignInSession,
    Workout,
    WorkoutTemplate,
)
from coachbook.services import (
    activity_notes,
    checkin_answers,
    client_facts,
    conflicts,
    dead_letters,
    overrides,
    people,
    workouts,
)
from coachbook.services import client_calendar as calendars
from coachbook.services.checkin_forms import records
from coachbook.services.packages import views as package_views
from coachbook.services.people import Person
from coachbook.services.workouts import views as workout_views


@dataclass(frozen=True)
class Control:
    """Without these checks (a place in the services -> what stands there), who finds what where."""

    without: Mapping[str, Any]
    actor: str
    states: tuple[str, ...]
    is_among_own: bool = False

    def __str__(self) -> str:
        return f"{', '.join(self.without)} by {self.actor}"


def any_row(model: Any) -> Callable[..., Any]:
    """Whatever has the id, whoever asks."""
    return lambda session, row_id, by: session.get(model, row_id) or _not_found()


def _not_found() -> Any:
    raise NotFound


def _relation_of_anybody(session: Session, coach_id: Any, client_id: Any) -> Any:
    asked = select(CoachClient).where(CoachClient.client_id == client_id)
    return session.exec(asked).first() or _not_found()


def _any_part(*_: Any, **__: Any) -> str:
    return "active"


def _package_of_anybody(session: Session, package_id: Any, *, by: Person, now: Any) -> Any:
    row = session.get(SessionPackage, package_id) or _not_found()
    return package_views.views(session, [row], by=by, zone=by.zone, today=now.date())[0]


def _end_any(session: Session, profile_id: Any, session_id: Any) -> bool:
    ended = delete(SignInSession).where(col(SignInSession.id) == session_id)
    return bool(session.connection().execute(ended).rowcount)


def _somebodys_new_email(session: Session, **_: Any) -> str:
    asked = select(OneTimeToken.new_email).where(col(OneTimeToken.new_email).is_not(None))
    return session.exec(asked).first() or ""


def _first_coach(session: Session) -> Person:
    profile = session.exec(select(Profile).where(Profile.name.startswith("Anna"))).one()
    return people.person(session, profile)


def _as_anna(real: Callable[..., Any]) -> Callable[..., Any]:
    """The same, for Anna's practice instead of the caller's."""

    def asked(session: Session, *args: Any, **kwargs: Any) -> Any:
        anna = _first_coach(session)
        swapped = [anna if isinstance(one, Person) else one for one in args]
        named = {name: anna if name == "by" else value for name, value in kwargs.items()}
        return real(session, *swapped, **named)

    return asked


_coming = conflicts._coming


def _coming_of_anna(session: Session, coach_id: Any, kind: Any, now: Any) -> Any:
    return _coming(session, _first_coach(session).id, kind, now)


def _newest_of_anybody(session: Session, chain_id: Any, *, by: Person) -> Booking:
    return session.get(Booking, chain_id) or _not_found()


def _answers_sent_or_not(client_id: Any) -> Any:
    """Drafts too."""
    return _answers_in_order().where(CheckinFormResponse.client_id == client_id)


def _answers_of_everybody(client_id: Any) -> Any:
    return _answers_in_order().where(col(CheckinFormResponse.submitted_at).is_not(None))


def _answers_in_order() -> Any:
    return (
        select(CheckinFormResponse, Booking, Profile.name)
        .join(Booking, col(Booking.id) == col(CheckinFormResponse.booking_id))
        .join(Profile, col(Profile.id) == col(Booking.coach_id))
        .order_by(col(Booking.starts_at).desc(), col(Booking.id))
    )


def _answers_to_any_coach(session: Session, client_id: Any, *, by: Person) -> Any:
    return checkin_answers._compared(session, checkin_answers._sent_by(client_id))


def _as_if_sent(row: Any, older: Any) -> Any:
    for response in (row[0], *(one[0] for one in older)):
        set_committed_value(response, "submitted_at", response.submitted_at or response.saved_at)
    return _submitted(row, older)


_submitted = checkin_answers._submitted


def _asked_by_anybody(session: Session, coach_id: Any) -> Any:
    return tuple(map(records._question, session.exec(select(CheckinFormQuestion))))


def _questions_of_anybody(session: Session, by: Person) -> list[CheckinFormQuestion]:
    return list(session.exec(select(CheckinFormQuestion)))


def _every_coach(session: Session, by: Person, client_id: Any) -> list[Any]:
    return list(session.exec(select(col(CoachClient.coach_id)).distinct()))


def _every_workout(session: Session, client_id: Any, *, by: Person, now: Any) -> Any:
    return calendars.WorkoutDetails(workouts.one(session, client_id, by=by), None)


def _workout_of_anybody(session: Session, workout_id: Any, by: Person) -> Any:
    return workout_views.one(session, workout_id, by=by)


def _every_template(session: Session, by: Person) -> list[WorkoutTemplate]:
    return list(session.exec(select(WorkoutTemplate)))


def _feed_of_anybody(session: Session, by: Person, role: str) -> CalendarFeed | None:
    return session.exec(select(CalendarFeed).where(CalendarFeed.role == role)).first()


def _revived_and_renamed(messages: Any, session: Session, now: Any) -> int:
    """The owner may have the message tried again; the person is another matter."""
    session.get_one(Profile, messages[0].recipient_id).name = "Wally"
    return _revive(messages, session, now)


_revive = dead_letters._revive


def _any_client(session: Session, client_id: Any, by: Person) -> None: ...


CONTROLS = (
    Control(
        {
            "bookings.views._seen_by": lambda by: true(),
            "bookings.histories._seen_by": lambda chain_id, by: (
                col(Booking.chain_id) == chain_id,
            ),
        },
        "berta",
        ("BookingPanel",),
    ),
    Control({"bookings.moving.visible": any_row(Booking)}, "olga", ("ClientCalendarState",)),
    Control(
        {"packages.selling.relation": _relation_of_anybody},
        "berta",
        ("ClientPackages", "ClientPage.load"),
    ),
    Control(
        {"packages.one": _package_of_anybody, "packages.ledgers.require_part": _any_part},
        "berta",
        ("ClientPackages", "PackageEnd", "PackageVoid"),
    ),
    Control({"packages.catalogue._own": any_row(PackageTemplate)}, "berta", ("TemplateShelf",)),
    Control({"renewals.own": any_row(SessionPackage)}, "berta", ("NeedsRenewal",)),
    Control(
        {"archiving.relation": _relation_of_anybody},
        "otto",
        ("ArchiveDialog", "ClientList", "ClientPage.load"),
    ),
    Control({"activity._seen_by": lambda by, now: []}, "berta", ("Activity",)),
    Control(
        {"activity_notes._bookings": _as_anna(activity_notes._bookings)}, "otto", ("Activity",)
    ),
    Control(
        {"activity_notes._packages": _as_anna(activity_notes._packages)}, "otto", ("Activity",)
    ),
    Control({"sign_ins.end_one": _end_any}, "olga", ("OwnProfile",)),
    Control({"email_changes.waiting": _somebodys_new_email}, "olga", ("OwnProfile",)),
    Control(
        {"booking_settings._row": lambda session, by: session.exec(select(CoachSettings)).first()},
        "otto",
        ("BookingSettings",),
    ),
    Control({"clients.everybody": _as_anna(client_facts.everybody)}, "otto", ("ClientList",)),
    Control({"clients.everybody": _as_anna(client_facts.everybody)}, "otto", ("WhyDialog",)),
    Control({"conflicts._coming": _coming_of_anna}, "otto", ("BlockDialog",)),
    Control({"client_history._past": lambda *_: (true(),)}, "ada", ("ClientHistory",)),
    Control(
        {
            "override_months.between": _as_anna(overrides.between),
            "overrides._own": any_row(AvailabilityOverride),
        },
        "otto",
        ("DatesEditor",),
    ),
    Control({"checkin_forms.records.newest": _newest_of_anybody}, "olga", ("CheckinFormState",)),
    Control(
        {
            "checkin_forms.records.newest": _newest_of_anybody,
            "checkin_forms.writing.require_part": _any_part,
        },
        "olga",
        ("CheckinFormState.keep", "CheckinFormState.send"),
    ),
    Control(
        {
            "checkin_answers._sent_by": _answers_sent_or_not,
            "checkin_answers._submitted": _as_if_sent,
        },
        "anna",
        ("ClientPage",),
        is_among_own=True,
    ),
    Control({"checkin_answers._sent_by": _answers_of_everybody}, "olga", ("ClientHistory",)),
    Control({"checkin_answers.of_client": _answers_to_any_coach}, "berta", ("ClientPage",)),
    Control({"checkin_forms.asked": _asked_by_anybody}, "boris", ("BookState",)),
    Control({"checkin_questions._all": _questions_of_anybody}, "otto", ("FormBuilder",)),
    Control({"workouts.views._coaches": _every_coach}, "berta", ("ProgrammePage", "WorkoutsCard")),
    Control(
        {"workouts.views.require_part": _any_part, "workouts.rows.own": any_row(Workout)},
        "berta",
        ("WorkoutDesk", "WorkoutWriter"),
    ),
    Control(
        {"workouts.views.require_part": _any_part, "client_calendar.workout": _every_workout},
        "olga",
        ("MyWorkoutState",),
    ),
    Control(
        {"workouts.views.require_part": _any_part, "workouts.ticking._own": _workout_of_anybody},
        "olga",
        ("MyWorkoutState.mark",),
    ),
    Control({"workouts.shelf._own": _every_template}, "otto", ("WorkoutShelf", "WorkoutWriter")),
    Control(
        {
            "workouts.programmes.relation": _relation_of_anybody,
            "workouts.views.relation": _relation_of_anybody,
        },
        "otto",
        ("ProgrammePage",),
    ),
    Control({"workouts.rows.lock_client": _any_client}, "otto", ("ProgrammePage", "WorkoutWriter")),
    Control({"workouts.sources": _as_anna(workouts.sources)}, "otto", ("ProgrammeCopy",)),
    Control({"feeds._row": _feed_of_anybody}, "olga", ("FeedCard",)),
    Control({"outbox_views._seen_by": lambda by: true()}, "otto", ("Outbox",)),
    Control({"push_devices._own": any_row(PushSubscription)}, "olga", ("PushDevices",)),
    Control({"dead_letters._revive": _revived_and_renamed}, "otto", ("DeadLetters",)),
)
