"""Checks that are taken away on purpose: the matrix has to find each of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, true
from sqlmodel import Session, col, select

from coachbook.errors import NotFound
from coachbook.models import (
    AvailabilityOverride,
    Booking,
    CoachClient,
    CoachSettings,
    OneTimeToken,
    PackageTemplate,
    Profile,
    SessionPackage,
    SignInSession,
)
from coachbook.services import activity_notes, client_facts, conflicts, overrides, people
from coachbook.services.packages import views as package_views
from coachbook.services.people import Person


@dataclass(frozen=True)
class Control:
    """Without these checks (a place in the services -> what stands there), who finds what where."""

    without: Mapping[str, Any]
    actor: str
    states: tuple[str, ...]

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
)
