"""The outbox's page: whose messages, in which order, without other people's doors."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from coachbook import config
from coachbook.errors import NotAllowed, NotFound
from coachbook.models import DeliveryReport, OutboxMessage
from coachbook.services import accounts, invitations, outbox_views
from coachbook.services.outbox_views import MessageView
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW
from tests.factories import at
from tests.practices import Practice

TUESDAY = at("2026-11-24 09:00")


@pytest.fixture
def owner(session: Session) -> Person:
    return people.coach(session, "Olga Brandt", is_owner=True)


def _rows(session: Session, by: Person) -> tuple[MessageView, ...]:
    return outbox_views.newest(session, by=by).rows


def _ask_for_link(session: Session, person: Person) -> None:
    accounts.send_sign_in_link(session, email=person.email, address="x", now=NOW)


def test_coach_sees_what_their_practice_sends(practice: Practice) -> None:
    practice.book(TUESDAY)
    rows = _rows(practice.session, practice.coach)
    assert {(row.event, row.recipient_name) for row in rows} == {
        ("session_booked", "Robin Fields"), ("new_booking", "Anna Weiss"),
    }  # fmt: skip
    assert {row.state for row in rows} == {"waiting"}


def test_nobody_sees_another_practices_messages(practice: Practice, owner: Person) -> None:
    practice.book(TUESDAY)
    assert not _rows(practice.session, owner)
    message = practice.session.exec(select(OutboxMessage)).first()
    assert message
    with pytest.raises(NotFound):
        outbox_views.one(practice.session, message.id, by=owner)


def test_clients_see_no_outbox(practice: Practice) -> None:
    with pytest.raises(NotAllowed):
        _rows(practice.session, practice.client)
    with pytest.raises(NotAllowed):
        outbox_views.one(practice.session, practice.package_id, by=practice.client)


def test_messages_about_signing_in_are_the_owners_to_see(practice: Practice, owner: Person) -> None:
    _ask_for_link(practice.session, practice.client)
    assert [row.event for row in _rows(practice.session, owner)] == ["sign_in_link"]
    assert not _rows(practice.session, practice.coach)


def test_owner_gets_no_door_to_another_practice(practice: Practice, owner: Person) -> None:
    _ask_for_link(practice.session, practice.client)
    _ask_for_link(practice.session, practice.coach)
    rows = _rows(practice.session, owner)
    assert len(rows) == 2
    assert not [row for row in rows if "token" in row.link + row.html + row.text]


def test_owner_gets_no_door_to_a_shared_client(practice: Practice, owner: Person) -> None:
    people.relate(practice.session, owner, practice.client.id, "Robin")
    _ask_for_link(practice.session, practice.client)
    assert _rows(practice.session, owner)[0].link == ""


def test_owner_opens_links_of_themselves_and_own_clients(session: Session, owner: Person) -> None:
    _ask_for_link(session, owner)
    _ask_for_link(session, people.client(session, owner))
    assert ["token=" in row.link for row in _rows(session, owner)] == [True, True]


def test_invitation_can_be_opened_from_the_outbox(session: Session, owner: Person) -> None:
    invitations.invite(session, by=owner, name="Kim", email="kim@example.com", now=NOW)
    row = _rows(session, owner)[0]
    assert (row.recipient_name, row.sender_name) == ("Kim", "Olga Brandt")
    assert "/invitation?token=" in row.link


def test_one_invitation_does_not_tell_of_another_coach(practice: Practice, owner: Person) -> None:
    """The name is the one this coach used, though the person has another elsewhere."""
    invitations.invite(
        practice.session, by=owner, name="Bobby", email=practice.client.email, now=NOW
    )
    row = _rows(practice.session, owner)[0]
    assert row.recipient_name == "Bobby"
    assert "Anna" not in row.html
    assert "Robin Fields" not in row.html


def test_newest_come_first_by_the_page(session: Session, owner: Person) -> None:
    for number in range(5):
        moment = NOW + timedelta(minutes=number)
        email = f"person{number}@example.com"
        invitations.invite(session, by=owner, name="Kim", email=email, now=moment)
    first = outbox_views.newest(session, by=owner, size=2)
    last = outbox_views.newest(session, by=owner, page=2, size=2)
    assert [row.recipient_email[6] for row in first.rows] == ["4", "3"]
    assert ([row.recipient_email[6] for row in last.rows], last.has_more) == (["0"], False)
    assert first.has_more
    assert outbox_views.newest(session, by=owner, page=-3, size=2).rows == first.rows


def test_withdrawn_messages_are_left_out(session: Session, owner: Person) -> None:
    invitations.invite(session, by=owner, name="Kim", email="kim@example.com", now=NOW)
    session.exec(select(OutboxMessage)).one().state = "withdrawn"
    assert not _rows(session, owner)


def _carried_by_smtp(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACHBOOK_SMTP_URL", "smtp://mail.example.com")
    config.reset()


def test_where_emails_leave_their_links_are_their_readers(
    practice: Practice, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that let in, and those that cancel in the client's name."""
    session = practice.session
    practice.book(TUESDAY)
    _ask_for_link(session, owner)
    invitations.invite(session, by=practice.coach, name="Kim", email="kim@example.com", now=NOW)
    seen = {row.event: row for by in (practice.coach, owner) for row in _rows(session, by)}
    assert "/appointment/" in seen["session_booked"].html
    assert not outbox_views.newest(session, by=owner).leaves
    _carried_by_smtp(monkeypatch)
    assert outbox_views.newest(session, by=owner).leaves
    rows = [row for by in (practice.coach, owner) for row in _rows(session, by)]
    assert {row.event for row in rows} >= {"session_booked", "sign_in_link", "invitation"}
    for row in rows:
        assert "token=" not in row.html + row.text + row.link
        assert "/appointment/" not in row.html + row.text + row.link


def test_invitation_that_reached_nobody_can_be_handed_over(
    session: Session, owner: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    _carried_by_smtp(monkeypatch)
    invitations.invite(session, by=owner, name="Kim", email="kim@example.com", now=NOW)
    session.exec(select(OutboxMessage)).one().state = "dead"
    assert "/invitation?token=" in _rows(session, owner)[0].link


@pytest.mark.parametrize(
    ("events", "fate"),
    [((), ""), (("processed",), ""), (("delivered",), "arrived"),
     (("delivered", "bounce"), "came back"), (("dropped",), "came back")],
)  # fmt: skip
def test_fate_is_what_the_mail_service_reported_last(
    practice: Practice, events: tuple[str, ...], fate: str
) -> None:
    practice.book(TUESDAY)
    message = practice.session.exec(
        select(OutboxMessage).where(
            OutboxMessage.event == "session_booked", OutboxMessage.channel == "email"
        )
    ).one()
    for event in events:
        practice.session.add(
            DeliveryReport(
                id=event, event=event, message_id=message.id, happened_at=NOW, received_at=NOW
            )
        )
    fates = {row.event: row.fate for row in _rows(practice.session, practice.coach)}
    assert fates == {"session_booked": fate, "new_booking": ""}
