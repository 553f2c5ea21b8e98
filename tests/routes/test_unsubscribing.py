"""Stopping emails by a link: a page that asks, and one POST that a mail app may send."""

import pytest
from starlette.testclient import TestClient

from coachbook.database import reading, transaction
from coachbook.models import Profile
from coachbook.notifications import choices, links
from coachbook.routes import unsubscribing
from coachbook.services import notification_choices
from coachbook.services.people import Person
from tests.routes.test_appointments import dump

EVENT = "checkin_reminder"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def link(client: Person) -> str:
    return links.unsubscribe_path(client.id, EVENT, client.email)


def is_on(person: Person, event: str = EVENT, channel: str = "email") -> bool:
    with reading() as session:
        return choices.is_on(session, person.id, event, channel)


def test_opening_the_link_asks_and_changes_nothing(visitor: TestClient, link: str) -> None:
    before = dump()
    answers = [visitor.get(link), visitor.get(link), visitor.head(link)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert "Stop these emails" in answers[0].text
    assert "Check-in reminder" in answers[0].text
    assert "<script" not in answers[0].text
    assert dump() == before


def test_button_stops_this_email_and_nothing_else(
    visitor: TestClient, link: str, client: Person
) -> None:
    answer = visitor.post(link)
    assert "You won&#39;t get these emails any more" in answer.text
    assert not is_on(client)
    assert is_on(client, channel="push")
    assert is_on(client, "checkin_form_reminder")


def test_mail_app_stops_it_with_one_post_from_nowhere(
    visitor: TestClient, link: str, client: Person
) -> None:
    del visitor.headers["Origin"]
    for body in ({"data": ONE_CLICK}, {"files": {"List-Unsubscribe": (None, "One-Click")}}):
        assert visitor.post(link, **body).status_code == 200
        assert not is_on(client)


def test_stopped_emails_can_be_had_again(visitor: TestClient, link: str, client: Person) -> None:
    visitor.post(link)
    again = link.replace("/unsubscribe/", "/subscribe/")
    assert f'action="{again}"' in visitor.get(link).text
    assert "You get these emails again" in visitor.post(again).text
    assert is_on(client)


def test_having_them_again_needs_a_page_of_ours(
    visitor: TestClient, link: str, client: Person
) -> None:
    visitor.post(link)
    del visitor.headers["Origin"]
    assert visitor.post(link.replace("/unsubscribe/", "/subscribe/")).status_code == 403
    assert not is_on(client)


@pytest.mark.parametrize(
    "event", ["session_booked", "session_cancelled", "sign_in_link", "no_event"]
)
def test_what_always_arrives_has_no_way_to_stop(
    visitor: TestClient, client: Person, event: str
) -> None:
    before = dump()
    path = links.unsubscribe_path(client.id, event, client.email)
    assert (visitor.get(path).status_code, visitor.post(path).status_code) == (404, 404)
    assert dump() == before


def test_one_link_acts_so_often_and_no_more(visitor: TestClient, link: str, client: Person) -> None:
    again = link.replace("/unsubscribe/", "/subscribe/")
    most = notification_choices.BY_LINK.most
    answers = [visitor.post((link, again)[number % 2]).status_code for number in range(most + 1)]
    assert answers == [200] * most + [429]
    assert is_on(client)
    assert visitor.post(link).status_code == 429
    assert visitor.get(link).status_code == 200
    other = links.unsubscribe_path(client.id, "checkin_form_reminder", client.email)
    assert visitor.post(other).status_code == 200


def test_stranger_opens_no_transaction(
    visitor: TestClient, link: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: who has the link does."""
    monkeypatch.setattr(unsubscribing, "transaction", refused)
    assert visitor.post(f"{link}A").status_code == 404
    assert visitor.post(link).status_code == 500


def refused() -> None:
    raise AssertionError("nothing is to be written")


def test_altered_links_stop_nothing(visitor: TestClient, link: str, client: Person) -> None:
    before = dump()
    for path in (link[:-1], link.replace("checkin-reminder", "checkin-form-reminder"), f"{link}A"):
        assert visitor.post(path).status_code == 404
    assert dump() == before


def test_link_dies_with_the_address_that_it_was_sent_to(
    visitor: TestClient, link: str, client: Person
) -> None:
    """Whoever has the former mailbox neither chooses for its owner nor learns the new address."""
    with transaction() as session:
        session.get_one(Profile, client.id).email = "robin@new.example.org"
    again = link.replace("/unsubscribe/", "/subscribe/")
    answers = [visitor.get(link), visitor.post(link), visitor.post(again)]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert not any("example.org" in answer.text for answer in answers)
    assert is_on(client)


def test_stopping_signs_nobody_in(visitor: TestClient, link: str) -> None:
    assert "set-cookie" not in visitor.get(link).headers
    assert "set-cookie" not in visitor.post(link).headers
