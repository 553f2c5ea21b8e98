"""The outbox's page: what is listed, what is shown, for whom."""

from uuid import uuid4

from sqlmodel import select

from coachbook.errors import NotFound
from coachbook.models import OutboxMessage
from coachbook.ui.gate import WRONG_ROLE
from coachbook.ui.outbox.state import Outbox
from tests.factories import at
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

NAME = Outbox.get_full_name()


async def _page(tab: Opener) -> Tab:
    coach = tab(cookie="coach", path="/outbox")
    await coach.send(Outbox.load)
    return coach


def _book(practice: Practice) -> None:
    practice.book(at("2026-11-24 09:00"))
    practice.session.commit()


async def test_messages_are_listed_in_words(tab: Opener, practice: Practice) -> None:
    _book(practice)
    state = await (await _page(tab)).state(Outbox)
    assert {row["to"] for row in state.rows} == {"Robin Fields", "Anna Weiss"}
    assert {row["state"] for row in state.rows} == {"Waiting"}
    assert {row["when"].split(",")[0] for row in state.rows} == {"Mon"}
    assert not state.has_more


async def test_message_is_shown_with_its_link(tab: Opener, practice: Practice) -> None:
    _book(practice)
    coach = await _page(tab)
    row = next(r for r in (await coach.state(Outbox)).rows if r["to"] == "Robin Fields")
    await coach.send(f"{NAME}.show", message_id=row["id"])
    state = await coach.state(Outbox)
    assert state.is_open
    assert state.shown["source"] == f"/outbox/{row['id']}"
    assert state.shown["to"] == f"Robin Fields <{practice.client.email}>"
    assert "/client/calendar?booking=" in state.shown["link"]
    assert state.shown["link"] in state.shown["text"]
    await coach.send(f"{NAME}.close")
    assert not (await coach.state(Outbox)).is_open


async def test_absent_message_is_said(tab: Opener) -> None:
    coach = await _page(tab)
    await coach.send(f"{NAME}.show", message_id=str(uuid4()))
    assert await coach.sentences() == [NotFound.sentence]
    assert not (await coach.state(Outbox)).is_open


async def test_client_sees_nothing(tab: Opener, practice: Practice) -> None:
    _book(practice)
    message = practice.session.exec(select(OutboxMessage)).first()
    assert message
    client = tab(cookie="client", path="/outbox")
    await client.send(f"{NAME}.load")
    await client.send(f"{NAME}.show", message_id=str(message.id))
    assert await client.sentences() == [WRONG_ROLE]
    assert (await client.state(Outbox)).rows == []


async def test_pages_never_turn_out_of_range(tab: Opener, practice: Practice) -> None:
    _book(practice)
    coach = await _page(tab)
    for page in (-5, 10**8, 0):
        await coach.send(f"{NAME}.turn", page=page)
    state = await coach.state(Outbox)
    assert (state.page, len(state.rows)) == (0, 2)
