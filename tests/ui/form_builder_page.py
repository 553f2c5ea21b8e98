"""What a browser sends to the form builder, and what the page then shows."""

from typing import Any

from coachbook.ui.checkin_form_builder.state import FormBuilder
from tests.ui.harness import Opener, Tab

BUILDER = FormBuilder.get_full_name()
SLEEP = {"question": "How did you sleep?", "kind": "scale", "help_text": "", "options": ["", ""]}
PAIN = {"question": "Did anything hurt?", "kind": "select", "options": ["Nothing", "Back", ""]}


async def page(tab: Opener, cookie: str = "coach") -> Tab:
    coach = tab(cookie=cookie, path="/coach/settings/checkin-form")
    await coach.send(FormBuilder.load)
    return coach


async def shown(coach: Tab) -> Any:
    return await coach.state(FormBuilder)


async def add(coach: Tab, form: dict[str, Any]) -> None:
    await coach.send(FormBuilder.start_adding)
    await coach.send(f"{BUILDER}.save", form=form)


async def keys(coach: Tab) -> list[str]:
    return [one["id"] for one in (await shown(coach)).asked]


async def wordings(coach: Tab) -> list[str]:
    return [one["question"] for one in (await shown(coach)).asked]
