"""The list of clients: found, paged, added to."""

from typing import Any

import pytest

from coachbook.models import ClientBookingStats
from coachbook.services.clients import FILTERS
from coachbook.ui.coach_clients.list_state import ClientList
from coachbook.ui.gate import WRONG_ROLE
from coachbook.ui.packages.picker import PackagePicker
from tests import people
from tests.conftest import NOW
from tests.practices import Practice
from tests.ui.harness import Opener, Tab

NAME = ClientList.get_full_name()
PACKAGE = {
    "package": "custom", "total_sessions": "12", "session_duration_minutes": "60", "runs": "3",
}  # fmt: skip
LONG_AGO = {**PACKAGE, "runs": "date", "expires_on": "2020-01-01"}
KIM = {"name": "Kim Late", "email": "kim@example.com", "package": "none"}


async def page(tab: Opener) -> Tab:
    coach = tab(cookie="coach", path="/coach/clients")
    await coach.send(ClientList.load)
    await coach.send(PackagePicker.load)
    return coach


async def shown(coach: Tab) -> Any:
    return await coach.state(ClientList)


async def test_list_shows_what_is_left_and_what_comes_next(tab: Opener) -> None:
    row = (await shown(await page(tab))).rows[0]
    assert (row["name"], row["initials"], row["left"]) == ("Robin Fields", "RF", "12 sessions left")
    assert (row["expiry"], row["next"], row["is_low"]) == ("", "", False)


async def test_search_narrows_and_clearing_shows_all(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{NAME}.search", text="nobody")
    assert ((await shown(coach)).rows, (await shown(coach)).of) == ([], 1)
    await coach.send(f"{NAME}.clear")
    assert len((await shown(coach)).rows) == 1


async def test_pages_turn_within_their_number(tab: Opener, practice: Practice) -> None:
    for number in range(60):
        people.client(practice.session, practice.coach, f"Client {number:02}")
    practice.session.commit()
    coach = await page(tab)
    await coach.send(f"{NAME}.turn", page=1)
    assert ((await shown(coach)).range, len((await shown(coach)).rows)) == ("51 to 61 of 61", 11)
    await coach.send(f"{NAME}.turn", page=10**6)
    assert (await shown(coach)).page == 1


async def test_added_client_is_invited_and_listed(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{NAME}.start_adding")
    await coach.send(f"{NAME}.add", form={**KIM, **PACKAGE})
    assert await coach.sentences() == ["Kim Late gets an email with a link to join."]
    row = (await shown(coach)).rows[0]
    assert (row["name"], row["left"], row["is_invited"]) == ("Kim Late", "12 sessions left", True)
    assert row["expiry"].endswith("2027")
    assert not (await shown(coach)).is_adding


async def test_client_can_be_added_without_a_package(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{NAME}.add", form=KIM)
    assert (await shown(coach)).rows[0]["left"] == "No package"


async def test_same_client_twice_is_refused_at_the_email(tab: Opener) -> None:
    coach = await page(tab)
    for _ in range(2):
        await coach.send(f"{NAME}.add", form=KIM)
    assert (await coach.sentences())[-1] == "This client is already on your list."
    assert (await shown(coach)).of == 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter a name."),
        ({"name": "a" * 9_000}, "Keep it under 200 characters."),
        ({"email": "nobody"}, "Enter an email address, such as name@example.com."),
        ({**PACKAGE, "total_sessions": "0"}, "A package has 1 to 1000 sessions."),
        ({**PACKAGE, "total_sessions": "١٢x"}, "Enter the sessions as a whole number."),
        ({**PACKAGE, "session_duration_minutes": ""}, "Enter the minutes as a whole number."),
        ({**PACKAGE, "runs": "999"}, "A package runs for 1 to 60 months."),
        ({**PACKAGE, "runs": "date"}, "Pick the last day."),
        (
            {**PACKAGE, "runs": "date", "expires_on": "2020-01-01"},
            "The expiry date has passed already.",
        ),
    ],
)
async def test_client_that_makes_no_sense_is_not_added(
    tab: Opener, wrong: dict[str, str], sentence: str
) -> None:
    coach = await page(tab)
    await coach.send(f"{NAME}.add", form={**KIM, **wrong})
    assert await coach.sentences() == [sentence]
    await coach.send(f"{NAME}.clear")
    assert (await shown(coach)).of == 1


async def test_emoji_and_right_to_left_names_are_kept(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{NAME}.add", form={**KIM, "name": "  נועה 🏃 <b>  "})
    assert "נועה 🏃 <b>" in [row["name"] for row in (await shown(coach)).rows]


async def test_client_sees_no_list(tab: Opener) -> None:
    client = tab(cookie="client", path="/coach/clients")
    await client.send(ClientList.load)
    await client.send(f"{NAME}.add", form=KIM)
    assert await client.sentences() == [WRONG_ROLE]
    assert (await shown(client)).rows == []


def queried(tab: Opener, query: str) -> Tab:
    return tab(cookie="coach", path=f"/coach/clients?{query}")


@pytest.mark.parametrize(
    ("query", "only", "sort", "shown_page"),
    [
        ("only=low&sort=expiry", "low", "expiry", 0),
        ("only=nonsense&sort='; DROP", "all", "name", 0),
        ("page=999999999", "all", "name", 0),
        ("page=-3&only=", "all", "name", 0),
        ("page=%D9%A2", "all", "name", 0),
    ],
)
async def test_address_decides_what_is_shown(
    tab: Opener, query: str, only: str, sort: str, shown_page: int
) -> None:
    coach = queried(tab, query)
    await coach.send(ClientList.load)
    found = await shown(coach)
    assert (found.only, found.sort, found.page) == (only, sort, shown_page)


async def test_filter_order_and_page_go_into_the_address(tab: Opener, practice: Practice) -> None:
    for number in range(60):
        people.client(practice.session, practice.coach, f"Client {number:02}", status="invited")
    practice.session.commit()
    coach = await page(tab)
    await coach.send(f"{NAME}.filter", only="invited")
    await coach.send(f"{NAME}.order", sort="next")
    await coach.send(f"{NAME}.turn", page=1)
    assert (await shown(coach)).query == "only=invited&sort=next&page=2"
    again = queried(tab, (await shown(coach)).query)
    await again.send(ClientList.load)
    assert (await shown(again)).rows == (await shown(coach)).rows
    await coach.send(f"{NAME}.clear")
    assert (await shown(coach)).query == "sort=next"


async def test_filters_name_their_counts(tab: Opener) -> None:
    labels = [one["label"] for one in (await shown(await page(tab))).choices]
    assert labels[:2] == ["All (1)", "Flagged (0)"]


@pytest.mark.parametrize("only", [one for one in FILTERS if one != "all"])
async def test_empty_filter_says_what_will_stand_there(tab: Opener, only: str) -> None:
    coach = await page(tab)
    await coach.send(f"{NAME}.filter", only=only)
    found = await shown(coach)
    assert (found.rows, found.of) == ([], 1)
    assert found.empty_title
    assert found.empty_words.endswith(".")


async def test_unknown_filter_never_reaches_the_list(tab: Opener) -> None:
    coach = await page(tab)
    await coach.send(f"{NAME}.filter", only="everybody")
    await coach.send(f"{NAME}.order", sort="salary")
    assert ((await shown(coach)).only, (await shown(coach)).sort) == ("all", "name")


async def test_invitation_is_sent_again_from_the_list(tab: Opener, practice: Practice) -> None:
    kim = people.client(practice.session, practice.coach, "Kim Late", status="invited")
    practice.session.commit()
    coach = await page(tab)
    await coach.send(f"{NAME}.invite_again", client_id=str(kim.id))
    assert await coach.sentences() == [
        f"A new link is on its way to {kim.email}. The one before stops working."
    ]


async def test_flag_says_why(tab: Opener, practice: Practice) -> None:
    practice.session.add(
        ClientBookingStats(
            client_id=practice.client.id, coach_id=practice.coach.id, counted_at=NOW,
            no_show_count_90d=3, cancellation_count_90d=1, is_flagged=True,
        )
    )  # fmt: skip
    practice.session.commit()
    coach = await page(tab)
    await coach.send(f"{NAME}.filter", only="flagged")
    assert [row["flag"] for row in (await shown(coach)).rows] == ["3 no-shows in 90 days"]
