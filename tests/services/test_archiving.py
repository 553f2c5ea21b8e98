"""Archiving: looked through, then done; what ends, what stays, and who meets a closed door."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from coachbook.errors import ClientArchived, NoLongerClient, NotAllowed, NotFound
from coachbook.models import CoachClient, OutboxMessage
from coachbook.services import archiving, invariants
from coachbook.services.archiving import (
    AlreadyArchived,
    Archived,
    BookingsChanged,
    NotArchived,
    Preview,
)
from coachbook.services.following import may_follow
from tests import factories, people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

NINE, TEN = at("2026-11-18 09:00"), at("2026-11-19 10:00")
EARLIER = NOW - timedelta(days=5)


def preview(practice: Practice) -> Preview:
    return archiving.preview(practice.session, practice.client.id, by=practice.coach, now=NOW)


def archive(practice: Practice, *, cancel: int = 0, seen: Preview | None = None) -> Archived:
    """With the first `cancel` of what the preview showed cancelled."""
    shown = (seen or preview(practice)).upcoming
    return archiving.archive(
        practice.session, practice.client.id, by=practice.coach, now=NOW,
        seen={one.id: one.version for one in shown}, cancel=[one.id for one in shown[:cancel]],
    )  # fmt: skip


def restore(practice: Practice) -> str:
    return archiving.restore(practice.session, practice.client.id, by=practice.coach, now=NOW)


def status(practice: Practice) -> str:
    practice.session.expire_all()
    found = select(CoachClient).where(CoachClient.client_id == practice.client.id)
    return practice.session.exec(found).one().status


def test_preview_shows_what_is_ahead_and_left(practice: Practice) -> None:
    factories.booked(practice.session, practice.coach, practice.client, EARLIER, now=EARLIER)
    practice.book(NINE, TEN)
    shown = preview(practice)
    assert [one.starts_at for one in shown.upcoming] == [NINE, TEN]
    assert (shown.name, shown.has_joined, shown.credits) == ("Robin Fields", True, 9)
    assert [one.id for one in shown.packages] == [practice.package_id]


def test_kept_bookings_stay_and_cancelled_ones_return_their_credit(practice: Practice) -> None:
    practice.book(NINE, TEN)
    assert archive(practice, cancel=1) == Archived("Robin Fields", cancelled=1, kept=1)
    assert (status(practice), practice.left) == ("archived", 11)
    sent = practice.session.exec(select(OutboxMessage.event, OutboxMessage.recipient_id)).all()
    assert ("session_cancelled", practice.client.id) in sent
    assert invariants.check(practice.session, now=NOW).offending == ("owner",)


def test_booking_made_after_the_preview_stops_it(practice: Practice) -> None:
    seen = preview(practice)
    practice.book(NINE)
    with pytest.raises(BookingsChanged):
        archive(practice, seen=seen)
    assert status(practice) == "active"


def test_booking_moved_or_cancelled_after_the_preview_stops_it(practice: Practice) -> None:
    made = practice.booked(NINE)
    seen = preview(practice)
    moved = practice.move(made, TEN).booking
    with pytest.raises(BookingsChanged):
        archive(practice, cancel=1, seen=seen)
    seen = preview(practice)
    practice.cancel(moved)
    with pytest.raises(BookingsChanged):
        archive(practice, cancel=1, seen=seen)
    assert (status(practice), practice.left) == ("active", 12)


def test_archived_client_books_and_moves_nothing_but_may_cancel(practice: Practice) -> None:
    kept, other = practice.book(NINE, TEN).bookings
    archive(practice)
    with pytest.raises(NoLongerClient, match="at the moment"):
        practice.book(at("2026-11-20 09:00"))
    with pytest.raises(NoLongerClient):
        practice.move(kept, at("2026-11-20 09:00"))
    practice.cancel(other)
    assert practice.left == 11
    assert not may_follow(practice.session, practice.coach.id, by=practice.client)


def test_coach_restores_before_booking_for_them(practice: Practice) -> None:
    kept = practice.booked(NINE)
    archive(practice)
    with pytest.raises(ClientArchived, match="Restore"):
        practice.book(TEN, by=practice.coach)
    practice.move(kept, TEN, by=practice.coach)
    restore(practice)
    assert practice.book(NINE, by=practice.coach).is_booked


def test_restored_client_has_what_they_had(practice: Practice) -> None:
    practice.book(NINE)
    archive(practice)
    known = practice.session.exec(select(CoachClient)).one()
    known.joined_at = people.JOINED
    assert restore(practice) == "Robin Fields"
    assert (status(practice), practice.left) == ("active", 11)
    assert practice.book(TEN).is_booked


def test_who_never_joined_comes_back_as_invited(practice: Practice) -> None:
    known = practice.session.exec(select(CoachClient)).one()
    known.status = "invited"
    practice.session.flush()
    assert not preview(practice).has_joined
    archive(practice)
    restore(practice)
    assert status(practice) == "invited"


def test_twice_is_refused_either_way(practice: Practice) -> None:
    with pytest.raises(NotArchived):
        restore(practice)
    seen = preview(practice)
    archive(practice)
    with pytest.raises(AlreadyArchived):
        preview(practice)
    with pytest.raises(AlreadyArchived):
        archive(practice, seen=seen)


def test_foreign_client_looks_absent(practice: Practice) -> None:
    session, stranger = practice.session, people.coach(practice.session, "Eve Other")
    theirs = people.client(session, stranger, "Their Client")
    for client_id in (theirs.id, practice.coach.id, uuid4()):
        asked: Any = {"by": practice.coach, "now": NOW}
        with pytest.raises(NotFound):
            archiving.preview(session, client_id, **asked)
        with pytest.raises(NotFound):
            archiving.archive(session, client_id, **asked, seen={})
        with pytest.raises(NotFound):
            archiving.restore(session, client_id, **asked)


def test_clients_archive_nobody(practice: Practice) -> None:
    with pytest.raises(NotAllowed):
        archiving.archive(
            practice.session, practice.client.id, by=practice.client, now=NOW, seen={}
        )


def test_only_own_bookings_are_met(practice: Practice) -> None:
    berta = people.coach(practice.session, "Berta Klein")
    people.another_client_of(practice.session, berta, practice.client)
    factories.package(practice.session, berta, practice.client)
    factories.booked(practice.session, berta, practice.client, TEN)
    assert preview(practice).upcoming == ()
    archive(practice)
    assert invariants.check(practice.session, now=NOW).offending == ("owner",)
