"""What a Google event shows may change without its booking: Google hears of that as well."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coachbook.models import OneTimeToken, Profile
from coachbook.notifications.merging import UNDO_SPAN
from coachbook.services import (
    archiving,
    booking_settings,
    client_profiles,
    email_changes,
    invitations,
    links,
    own_profiles,
    people,
    zone_changes,
)
from coachbook.signing import token
from tests import factories, practices
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.services.google_calendar.connected import connect, noted, serve, the_event
from tests.services.google_calendar.fake_google import FakeGoogle

WEDNESDAY = at("2026-11-18 10:00")
Change = Callable[[Practice], None]


@pytest.fixture
def practice(session: Session) -> Practice:
    made = practices.open_practice(session)
    connect(session, made.coach)
    return made


def save(practice: Practice, **changed: object) -> None:
    session, by = practice.session, practice.coach
    known = booking_settings.saved_rules(session, by=by)
    rules = replace(known.rules, **changed)  # type: ignore[arg-type]
    booking_settings.save_rules(session, by=by, rules=rules, seen=known.version, now=NOW)


def rename_client(practice: Practice) -> None:
    client_profiles.rename(
        practice.session, practice.client.id, by=practice.coach, name="Robin Hill", now=NOW
    )


def change_email(practice: Practice, email: str = "robin@new-address.com") -> None:
    session = practice.session
    issued = links.issue(session, "change_email", practice.client.id, new_email=email, now=NOW)
    email_changes.carry_out(session, token(issued.id, "change_email"), now=NOW)


def change_zone(practice: Practice) -> None:
    zone_changes.change_zone(
        practice.session, by=practice.coach, zone="Europe/Berlin", keep="clock",
        seen=practice.coach.time_zone, now=NOW,
    )  # fmt: skip


def rename_coach(practice: Practice) -> None:
    own_profiles.rename(practice.session, by=practice.coach, name="Anna W.", now=NOW)


CHANGES: dict[str, tuple[Change, int]] = {
    "client renamed": (rename_client, 2),
    "email changed": (change_email, 2),
    "zone changed": (change_zone, 2),
    "coach renamed": (rename_coach, 2),
    "place changed": (lambda practice: save(practice, session_place="Studio 3"), 2),
    "address changed": (lambda practice: save(practice, meeting_address="https://m.example"), 2),
    "other rule changed": (lambda practice: save(practice, renewal_threshold=5), 1),
    "nothing": (lambda practice: None, 1),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("what", CHANGES)
def test_what_an_event_shows_is_wanted_anew(practice: Practice, what: str) -> None:
    change, wanted = CHANGES[what]
    practice.booked(WEDNESDAY)

    change(practice)

    assert [row.wanted for row in noted(practice.session)] == [wanted]


def test_the_name_that_somebody_joins_with_is_wanted(session: Session, practice: Practice) -> None:
    invited = invitations.invite(
        session, by=practice.coach, name="Noor", email="noor@mail.example.com", now=NOW
    )
    known = people.person(session, session.get_one(Profile, invited.client_id))
    factories.package(session, practice.coach, known)
    practice.book(WEDNESDAY, by=practice.coach, client_id=invited.client_id, confirmed=True)
    link = session.exec(select(OneTimeToken).where(OneTimeToken.purpose == "invitation")).one()

    invitations.join(
        session, token(link.id, "invitation"), name="Noor Aziz", password_hash="x",
        user_agent="", now=NOW,
    )  # fmt: skip

    assert [row.wanted for row in noted(session)] == [2]


def test_google_gets_the_new_name_and_address(connected: Practice, google: FakeGoogle) -> None:
    connected.booked(WEDNESDAY)
    serve(connected, google)

    rename_client(connected)
    change_email(connected)
    save(connected, session_place="Studio 3")
    serve(connected, google)

    event = the_event(google)
    assert event["summary"] == "Session with Robin Hill"
    assert [one["email"] for one in event["attendees"]] == ["robin@new-address.com"]
    assert event["location"] == "Studio 3"


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_archiving_takes_out_what_it_cancels_and_nothing_else(
    connected: Practice, google: FakeGoogle, is_cancelled: bool
) -> None:
    one = connected.booked(WEDNESDAY)
    serve(connected, google)

    archiving.archive(
        connected.session, connected.client.id, by=connected.coach, now=NOW,
        seen={one.id: one.version}, cancel=[one.id] if is_cancelled else [],
    )  # fmt: skip
    serve(connected, google, NOW + UNDO_SPAN + timedelta(seconds=1))

    assert len(google.standing()) == (0 if is_cancelled else 1)
