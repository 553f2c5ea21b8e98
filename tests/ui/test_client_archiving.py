"""Archiving from a client's page, restoring, and what an open page of theirs says."""

from typing import Any

from sqlmodel import select

from coachbook.models import CoachClient
from coachbook.services.people import Person
from coachbook.ui.client_booking.state import BookState
from coachbook.ui.client_profile.archive_state import ArchiveDialog
from coachbook.ui.client_profile.state import ClientPage
from coachbook.ui.coach_clients.list_state import ClientList
from coachbook.ui.gate import WRONG_ROLE
from coachbook.ui.viewer import NOBODYS_CLIENT, Viewer
from tests import people
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab, opened, signed_in

PAGE, DIALOG = ClientPage.get_full_name(), ArchiveDialog.get_full_name()
LIST = ClientList.get_full_name()
NINE, TEN = at("2026-11-18 09:00"), at("2026-11-19 10:00")


async def asking(tab: Opener, practice: Practice) -> Tab:
    """The coach's page of the client, with the dialog open."""
    coach = tab(cookie="coach", path=f"/coach/clients/{practice.client.id}")
    await coach.send(ClientPage.load)
    await coach.send(ArchiveDialog.start)
    return coach


async def dialog(coach: Tab) -> Any:
    return await coach.state(ArchiveDialog)


def status(practice: Practice) -> str:
    practice.session.expire_all()
    found = practice.session.exec(select(CoachClient)).one().status
    practice.session.commit()
    return found


async def test_dialog_says_what_is_there_and_what_follows(tab: Opener, practice: Practice) -> None:
    practice.book(NINE, TEN)
    practice.session.commit()
    shown = await dialog(await asking(tab, practice))
    assert [row["when"][:11] for row in shown.rows] == ["Wed, Nov 18", "Thu, Nov 19"]
    assert shown.follows[0] == "Robin Fields can't book or move anything with you any more."
    assert shown.follows[1].startswith("10 sessions in 1 package stay theirs")


async def test_one_is_kept_and_one_is_cancelled(tab: Opener, practice: Practice) -> None:
    practice.book(NINE, TEN)
    practice.session.commit()
    coach = await asking(tab, practice)
    kept, ended = (row["field"] for row in (await dialog(coach)).rows)
    await coach.send(f"{DIALOG}.archive", form={kept: "keep", ended: "cancel"})
    assert await coach.sentences() == [
        "Robin Fields is archived: 1 booking cancelled and 1 booking kept."
    ]
    page = await coach.state(ClientPage)
    assert (page.head["status"], status(practice), practice.left) == ("archived", "archived", 11)
    assert page.head["about"] == "Archived November 16"
    assert not (await dialog(coach)).is_open


async def test_choosing_all_begins_anew(tab: Opener, practice: Practice) -> None:
    practice.book(NINE)
    practice.session.commit()
    coach = await asking(tab, practice)
    before = (await dialog(coach)).opened
    await coach.send(f"{DIALOG}.choose_all", choice="cancel")
    assert ((await dialog(coach)).choice, (await dialog(coach)).opened) == ("cancel", before + 1)


async def test_booking_of_meanwhile_stops_it_and_stands_in_the_dialog(
    tab: Opener, practice: Practice
) -> None:
    coach = await asking(tab, practice)
    practice.book(NINE)
    practice.session.commit()
    await coach.send(f"{DIALOG}.archive", form={})
    assert "Their bookings changed a moment ago" in (await coach.sentences())[0]
    assert status(practice) == "active"
    await coach.send(ArchiveDialog.refresh)
    assert len((await dialog(coach)).rows) == 1
    await coach.send(f"{DIALOG}.archive", form={})
    assert status(practice) == "archived"


async def test_restored_from_the_page_and_from_the_list(tab: Opener, practice: Practice) -> None:
    coach = await asking(tab, practice)
    await coach.send(f"{DIALOG}.archive", form={})
    await coach.send(ClientPage.restore)
    assert (await coach.sentences())[-1].startswith("Robin Fields is back on your list")
    await coach.send(ArchiveDialog.start)
    await coach.send(f"{DIALOG}.archive", form={})
    await coach.send(ClientList.load)
    await coach.send(f"{LIST}.filter", only="archived")
    (row,) = (await coach.state(ClientList)).rows
    assert row["is_archived"]
    await coach.send(f"{LIST}.restore", client_id=row["id"])
    assert (await coach.state(ClientList)).rows == []


async def test_nothing_happens_before_the_dialog_has_looked(
    tab: Opener, practice: Practice
) -> None:
    coach = tab(cookie="coach", path=f"/coach/clients/{practice.client.id}")
    await coach.send(f"{DIALOG}.archive", form={})
    await coach.send(ClientPage.restore)
    assert status(practice) == "active"
    assert len(await coach.sentences()) == 1


async def test_archived_client_is_told_on_their_open_page(tab: Opener, practice: Practice) -> None:
    """Another coach has them too, so that they still are somebody's client."""
    berta = people.coach(practice.session, "Berta Klein")
    people.another_client_of(practice.session, berta, practice.client)
    practice.session.commit()
    client = tab(cookie="client", path="/book")
    await client.send(BookState.load)
    coach_id = str(practice.coach.id)
    practice.session.exec(
        select(CoachClient).where(CoachClient.coach_id == practice.coach.id)
    ).one().status = "archived"
    practice.session.commit()
    sent = {"starts": [NINE.isoformat()], "request_id": "archived-meanwhile"}
    await client.send(
        f"{BookState.get_full_name()}.confirm",
        coach_id=coach_id,
        kind="session",
        minutes=60,
        sent=sent,
    )
    assert await client.sentences() == [
        "You aren't a client of this coach at the moment. Ask them to take you back."
    ]


async def test_nobodys_client_reads_why_a_page_is_closed(practice: Practice) -> None:
    known = practice.client
    former = Person(**{**vars(known), "is_client": False})
    async with opened(signed_in({"former": former})) as tab:
        page = tab(cookie="former", path="/book")
        await page.send(Viewer.enter_client)
        assert (await page.state(Viewer)).refusal == NOBODYS_CLIENT


async def test_clients_archive_nobody(tab: Opener, practice: Practice) -> None:
    client = tab(cookie="client", path=f"/coach/clients/{practice.client.id}")
    await client.send(ArchiveDialog.start)
    await client.send(f"{DIALOG}.archive", form={})
    assert await client.sentences() == [WRONG_ROLE]
    assert status(practice) == "active"
