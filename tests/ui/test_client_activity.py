"""The client's activity page: who did what, in whose time, and where it leads."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from coachbook.models import Profile
from coachbook.notifications import outbox
from coachbook.services import people
from coachbook.services.bookings import BookingView
from coachbook.ui.activity.client_state import ClientActivity
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab, opened, signed_in

NINE, TEN, THREE = at("2026-11-18 09:00"), at("2026-11-18 10:00"), at("2026-11-19 15:00")
PAGE = ClientActivity.get_full_name()


def booked(practice: Practice, *starts: Any, **more: Any) -> BookingView:
    made = practice.booked(*starts, **{"by": practice.coach, "now": before(3), **more})
    practice.session.commit()
    return made


def before(minutes: int) -> Any:
    return NOW - timedelta(minutes=minutes)


def write(practice: Practice, event: str, subject_id: Any, **payload: Any) -> None:
    outbox.queue(
        practice.session, event, recipient_id=practice.client.id, coach_id=practice.coach.id,
        subject_id=subject_id, payload=payload, due_at=NOW, created_at=NOW,
    )  # fmt: skip
    practice.session.commit()


async def opened_page(tab: Opener) -> Tab:
    client = tab(cookie="client", path="/client/activity")
    await client.send(ClientActivity.load)
    return client


async def rows(client: Tab) -> list[Any]:
    groups = (await client.state(ClientActivity)).groups
    return [row for group in groups for row in group["rows"]]


async def words(client: Tab) -> list[str]:
    return [f"{row['name']} {row['what']}" for row in await rows(client)]


async def test_booking_by_the_coach_leads_to_the_calendar(tab: Opener, practice: Practice) -> None:
    made = booked(practice, NINE)
    client = await opened_page(tab)
    (row,) = await rows(client)
    assert (row["name"], row["what"]) == ("Anna Weiss", "booked a session for you")
    assert row["details"] == "Wed, Nov 18, 9:00\u202fAM to 10:00\u202fAM"
    assert row["href"] == f"/client/calendar?booking={made.chain_id}"
    assert row["is_unread"]


async def test_each_change_says_who_made_it(tab: Opener, practice: Practice) -> None:
    made = booked(practice, NINE, TEN, THREE, by=practice.client)
    moved = practice.move(made, at("2026-11-20 15:00"), by=practice.coach, now=before(2)).booking
    practice.cancel(moved, now=before(1))
    practice.session.commit()
    assert await words(await opened_page(tab)) == [
        "Anna Weiss moved your session",
        "You cancelled your session with Anna Weiss",
        "You booked 3 sessions with Anna Weiss",
    ]


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("session_reminder", "Your session with Anna Weiss is coming up"),
        ("checkin_form_reminder", "Anna Weiss has a few questions before your check-in"),
    ],
)
async def test_reminders_have_their_words(
    tab: Opener, practice: Practice, event: str, said: str
) -> None:
    made = booked(practice, NINE)
    client = await opened_page(tab)
    await client.send(ClientActivity.mark_all)
    write(practice, event, made.chain_id, booking_ids=[str(made.id)])
    await client.send(ClientActivity.refresh)
    assert (await words(client))[0] == said


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("low_sessions", "2 sessions left with Anna Weiss"),
        ("package_expiring_week", "Your package with Anna Weiss has no end"),
    ],
)
async def test_packages_have_their_words(
    tab: Opener, practice: Practice, event: str, said: str
) -> None:
    write(practice, event, practice.package_id, left=2)
    client = await opened_page(tab)
    assert await words(client) == [said]
    assert (await rows(client))[0]["href"] == "/book"


@pytest.mark.parametrize(("elsewhere", "said"), [(7, ". 7 sessions left besides it"), (0, "")])
async def test_low_balance_names_what_other_packages_have(
    tab: Opener, practice: Practice, elsewhere: int, said: str
) -> None:
    write(practice, "low_sessions", practice.package_id, left=2, elsewhere=elsewhere)
    (row,) = await rows(await opened_page(tab))
    assert row["details"] == f"Package of 12 sessions, 60 min{said}"


async def test_what_is_gone_leads_nowhere(tab: Opener, practice: Practice) -> None:
    write(practice, "session_booked", uuid4())
    (row,) = await rows(await opened_page(tab))
    assert (row["name"], row["href"]) == ("", "")
    assert row["what"] == "This was about a booking that isn't there any more"


async def test_zone_is_named_where_it_is_not_the_coachs(practice: Practice) -> None:
    booked(practice, NINE)
    profile = practice.session.get_one(Profile, practice.client.id)
    profile.time_zone = "Europe/Berlin"
    practice.session.commit()
    away = people.person(practice.session, profile)
    async with opened(signed_in({"client": away})) as tab:
        (row,) = await rows(await opened_page(tab))
    assert row["details"].startswith("Wed, Nov 18, 3:00\u202fPM to 4:00\u202fPM, ")
    assert "Berlin" in row["details"] or "Germany" in row["details"]


async def test_opening_marks_it_and_marking_all_says_how_many(
    tab: Opener, practice: Practice
) -> None:
    booked(practice, NINE)
    booked(practice, TEN)
    client = await opened_page(tab)
    await client.send(ClientActivity.open((await rows(client))[0]["id"]))
    assert [row["is_unread"] for row in await rows(client)] == [True, False]
    await client.send(ClientActivity.mark_all)
    assert await client.sentences() == ["1 note marked as read."]


async def test_filters_and_coaches_are_kept_apart(tab: Opener, practice: Practice) -> None:
    booked(practice, NINE)
    client = await opened_page(tab)
    for of, count in (("reminders", 0), ("bookings", 1), ("unread", 1)):
        await client.send(ClientActivity.choose(of))
        assert len(await rows(client)) == count
    coach = tab(cookie="coach", path="/client/activity")
    await coach.send(ClientActivity.load)
    assert await rows(coach) == []
    await client.send(f"{PAGE}.choose", of="forms")
    assert (await client.state(ClientActivity)).of == "unread"
