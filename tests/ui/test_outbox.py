"""The outbox's page: what is listed, what is shown, for whom."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from coachbook import config
from coachbook.errors import NotFound
from coachbook.models import OutboxMessage
from coachbook.ui.gate import WRONG_ROLE
from coachbook.ui.outbox.state import Outbox
from tests.conftest import NOW
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
    assert "/appointment/" in state.shown["link"]
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


STATES = [
    ({"state": "waiting"}, "Waiting: it is due on"),
    ({"state": "waiting", "attempts": 2, "last_error": "SendGrid asks to slow down (429)."},
     "Tried 2 times: SendGrid asks to slow down (429). The next try is on"),
    ({"state": "claimed"}, "It is being sent right now."),
    ({"state": "sent", "sent_at": NOW}, "Sent on Mon, Nov 16, 10:00"),
    ({"state": "kept"}, "Kept here: emails don't leave this machine."),
    ({"state": "void", "reason": "The session was cancelled."},
     "Not sent: The session was cancelled."),
    ({"state": "dead", "attempts": 1, "last_error": "The mail server refused the email (554)."},
     "Given up after 1 try: The mail server refused the email (554)."),
    ({"state": "sent", "sent_at": NOW, "in_doubt_at": NOW}, "It may have arrived twice"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "words"), STATES)
async def test_state_is_said_in_a_sentence(
    tab: Opener, practice: Practice, values: dict[str, Any], words: str
) -> None:
    _book(practice)
    message = practice.session.exec(
        select(OutboxMessage).where(OutboxMessage.channel == "email")
    ).first()
    assert message
    message.sqlmodel_update(values)
    practice.session.commit()
    coach = await _page(tab)
    await coach.send(f"{NAME}.show", message_id=str(message.id))
    assert words in (await coach.state(Outbox)).shown["state"].replace("\u202f", " ")


async def test_page_knows_whether_emails_leave(
    tab: Opener, practice: Practice, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not (await (await _page(tab)).state(Outbox)).leaves
    monkeypatch.setenv("COACHBOOK_SMTP_URL", "smtp://mail.example.com")
    config.reset()
    assert (await (await _page(tab)).state(Outbox)).leaves
