"""The pages of signing in: codes become sentences, links are looked at, nobody leaves the site."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from coachbook import database as databases
from coachbook.services import link_owners, links, set_up
from coachbook.ui.home.state import SHORTCUTS, Home
from coachbook.ui.refusals import Messages
from coachbook.ui.sign_in.state import EmailedLink, Invitation, SignIn
from tests import people
from tests.ui.harness import Opener, SomePerson, opened, redirects, signed_in


@pytest.fixture
async def tab(database: Engine, now: datetime) -> AsyncIterator[Opener]:
    known = {
        "coach": SomePerson(is_coach=True),
        "client": SomePerson(is_client=True),
        "both": SomePerson(is_coach=True, is_client=True),
        "former": SomePerson(),
    }
    async with opened(signed_in(known)) as make:
        yield make


@pytest.mark.parametrize(
    ("cookie", "leads_to"), [("coach", ["/coach/bookings"]), ("client", ["/client"]), ("", [])]
)
async def test_home_leads_on(tab: Opener, cookie: str, leads_to: list[str]) -> None:
    assert redirects(await tab(cookie=cookie).send(Home.load)) == leads_to


@pytest.mark.parametrize("to", ["book", "calendar"])
async def test_shortcut_leads_each_to_a_page_of_theirs(tab: Opener, to: str) -> None:
    for cookie, page in (
        ("client", SHORTCUTS[to]), ("both", SHORTCUTS[to]), ("coach", "/coach/bookings"),
        ("former", None),
    ):  # fmt: skip
        led = redirects(await tab(cookie=cookie, path=f"/?to={to}").send(Home.load))
        assert led == ([page] if page else [])


async def test_shortcut_asks_a_stranger_to_sign_in(tab: Opener, session: Session) -> None:
    people.coach(session)
    session.commit()
    led = redirects(await tab(path="/?to=book").send(Home.load))
    assert led == ["/sign-in?next=%2F%3Fto%3Dbook"]


async def test_unknown_shortcut_leads_to_the_start_page(tab: Opener) -> None:
    for cookie, page in (("client", "/client"), ("coach", "/coach/bookings")):
        led = redirects(await tab(cookie=cookie, path="/?to=//elsewhere").send(Home.load))
        assert led == [page]


async def test_home_of_an_empty_database_offers_to_set_up(tab: Opener) -> None:
    first = tab()
    await first.send(Home.load)
    assert (await first.state(Home)).is_empty


async def test_home_of_a_former_client_says_so(tab: Opener) -> None:
    robin = tab(cookie="former")
    assert redirects(await robin.send(Home.load)) == []
    assert (await robin.state(Home)).is_without_coach


async def test_sign_in_shows_the_sentence_of_a_code(tab: Opener) -> None:
    stranger = tab(path="/sign-in?problem=wrong-password&next=/book")
    await stranger.send(SignIn.load)
    page = await stranger.state(SignIn)
    assert (page.problem, page.next_path) == ("The email or the password isn't right.", "/book")


async def test_sign_in_shows_no_words_from_the_address(tab: Opener) -> None:
    stranger = tab(path="/sign-in?problem=Call+0900+123&notice=You+won&next=//evil.example")
    await stranger.send(SignIn.load)
    page = await stranger.state(SignIn)
    assert (page.problem, page.notice, page.next_path) == ("", "", "")


async def test_sign_in_points_at_the_field(tab: Opener) -> None:
    stranger = tab(path="/sign-in?problem=email")
    await stranger.send(SignIn.load)
    assert (await stranger.state(Messages)).problem_field == "email"
    assert (await stranger.state(SignIn)).problem == ""


async def test_sign_in_goes_on_for_who_is_signed_in(tab: Opener) -> None:
    robin = tab(cookie="client", path="/sign-in?next=/book%3Fkind%3Dcheckin")
    assert redirects(await robin.send(SignIn.load)) == ["/book?kind=checkin"]


async def test_sent_link_is_confirmed_without_saying_to_whom(tab: Opener) -> None:
    stranger = tab(path="/sign-in/link?notice=link-sent")
    await stranger.send(SignIn.load_asking)
    page = await stranger.state(SignIn)
    assert page.is_sent
    assert page.notice.startswith("If there is an account")


@pytest.mark.parametrize(
    ("handler", "purpose"),
    [(EmailedLink.load_sign_in, "sign_in"), (EmailedLink.load_reset, "reset_password")],
)
async def test_opened_link_is_looked_at_and_not_used(
    tab: Opener, now: datetime, handler: object, purpose: str
) -> None:
    with databases.transaction() as session:
        anna = people.coach(session)
        token = links.token(links.issue(session, purpose, anna.id, now=now).id, purpose)
    for _ in range(2):
        reader = tab(path=f"/link?token={token}")
        await reader.send(handler)
        page = await reader.state(EmailedLink)
        assert (page.is_good, page.whom) == (True, link_owners.masked(anna.email))


@pytest.mark.parametrize("token", ["", "x", "AAAA.BBBB", "%00"])
async def test_bad_link_says_that_it_is_over(tab: Opener, token: str) -> None:
    reader = tab(path=f"/link?token={token}")
    await reader.send(EmailedLink.load_sign_in)
    assert not (await reader.state(EmailedLink)).is_good


async def test_invitation_that_is_over_says_so(tab: Opener) -> None:
    reader = tab(path="/invitation?token=x")
    await reader.send(Invitation.load)
    assert (await reader.state(Invitation)).step == "expired"


async def test_database_with_people_is_not_set_up_again(tab: Opener) -> None:
    with databases.transaction() as session:
        people.coach(session)
        assert not set_up.is_open(session)


@pytest.mark.parametrize(
    ("email", "shown"),
    [("robin@example.com", "r…n@example.com"), ("ab@example.com", "a…@example.com")],
)
def test_masked_address_can_be_recognised(email: str, shown: str) -> None:
    assert link_owners.masked(email) == shown
