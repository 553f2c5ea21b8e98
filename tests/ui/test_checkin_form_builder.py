"""The builder of the check-in form: adding, editing, ordering, archiving."""

from typing import Any

import pytest

from coachbook.errors import NotFound
from coachbook.services import checkin_questions, checkin_suggestions
from coachbook.services.checkin_drafts import QuestionDraft
from coachbook.ui.checkin_form_builder import rows
from coachbook.ui.checkin_form_builder.state import FormBuilder
from coachbook.ui.gate import NOT_UNDERSTOOD, WRONG_ROLE
from tests import people
from tests.conftest import NOW
from tests.practices import Practice
from tests.ui.form_builder_page import BUILDER, PAIN, SLEEP, add, keys, page, shown, wordings
from tests.ui.harness import Opener


async def test_question_is_added_and_previewed(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await add(coach, {**SLEEP, "is_required": "on"})
    await add(coach, PAIN)
    found = await shown(coach)
    assert [(one["about"], one["is_required"]) for one in found.asked] == [
        ("Scale from 1 to 10", True),
        ("One of 2", False),
    ]
    assert [one["options"] for one in found.preview] == [[], ["Nothing", "Back"]]
    assert (await coach.sentences())[-1] == "“Did anything hurt?” is saved."
    assert not found.is_editing


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"question": "  "}, "Enter a question."),
        ({"kind": "colour"}, "Pick a kind of answer from the list."),
        ({"kind": ""}, "Pick a kind of answer from the list."),
        ({"options": ["Back", "back"]}, "“back” is there twice. Change or remove one."),
        ({"options": []}, "Enter at least 2 options."),
        ({"question": "x" * 1_001}, "Keep it to 1,000 characters at most."),
        ({"question": "x" * 1_000_000}, NOT_UNDERSTOOD),
        ({"options": ["x"] * 501}, NOT_UNDERSTOOD),
    ],
)
async def test_senseless_question_is_refused_and_the_dialog_stays(
    tab: Opener, practice: Practice, wrong: dict[str, Any], sentence: str
) -> None:
    coach = await page(tab)
    await add(coach, {**PAIN, **wrong})
    found = await shown(coach)
    assert await coach.sentences() == [sentence]
    assert (found.is_editing, found.opened, found.asked) == (True, 1, [])


async def test_submitted_form_as_the_browser_sends_it(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    entries = [
        ["question", "<b>Pain?</b> =1+1"], ["kind", "multiple"], ["options", "Back"],
        ["options", "Knees"], ["help_text", ""], ["is_required", False],
    ]  # fmt: skip
    await add(coach, {"__reflex_form_data__": entries})
    (one,) = (await shown(coach)).preview
    assert (one["question"], one["options"]) == ("<b>Pain?</b> =1+1", ["Back", "Knees"])
    assert not one["is_required"]


async def test_editing_begins_with_what_is_asked(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await add(coach, PAIN)
    (key,) = await keys(coach)
    await coach.send(f"{BUILDER}.start_editing", question_id=key)
    assert (await shown(coach)).first["options"] == ["Nothing", "Back"]
    await coach.send(f"{BUILDER}.save", form={**PAIN, "question": "Does anything hurt?"})
    assert await wordings(coach) == ["Does anything hurt?"]


async def test_save_without_an_open_dialog_is_refused(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await coach.send(f"{BUILDER}.save", form=SLEEP)
    assert (await shown(coach)).asked == []


# The order


async def test_moves_of_two_tabs_are_both_kept(tab: Opener, practice: Practice) -> None:
    first = await page(tab)
    for letter in "ABCD":
        await add(first, {**SLEEP, "question": letter})
    second = await page(tab)
    a, _, c, d = await keys(second)
    to_end = {"question_id": a, "next_to": d, "side": "after"}
    await first.send(f"{BUILDER}.move", to=to_end)
    await second.send(f"{BUILDER}.move", to={"question_id": d, "next_to": c, "side": "before"})
    assert await wordings(second) == ["B", "D", "C", "A"]
    assert (await shown(second)).moves == 1


async def test_refused_move_is_answered_too(tab: Opener, practice: Practice) -> None:
    """Else the page would go on showing it."""
    coach = await page(tab)
    await add(coach, SLEEP)
    (key,) = await keys(coach)
    other = people.coach(practice.session, "Otto Other")
    foreign = checkin_questions.add_question(
        practice.session, QuestionDraft("Z"), by=other, now=NOW
    )
    practice.session.commit()
    for moving, next_to in ((key, foreign.id), (foreign.id, key)):
        to = {"question_id": str(moving), "next_to": str(next_to), "side": "after"}
        await coach.send(f"{BUILDER}.move", to=to)
    assert (await coach.sentences())[-1] == NotFound.sentence
    assert (await shown(coach)).moves == 2


# Archived, restored, suggested


async def test_question_is_archived_after_asking_and_comes_back_in_its_place(
    tab: Opener, practice: Practice
) -> None:
    coach = await page(tab)
    for letter in "AB":
        await add(coach, {**SLEEP, "question": letter})
    key = (await keys(coach))[0]
    for _ in range(2):
        await coach.send(f"{BUILDER}.start_archiving", question_id=key)
        assert (await shown(coach)).archiving_name == "A"
        await coach.send(FormBuilder.archive)
        assert [one["id"] for one in (await shown(coach)).archived] == [key]
        assert (await shown(coach)).undo_sentence == "“A” is archived."
        await coach.send(f"{BUILDER}.restore", question_id=key)
    assert await wordings(coach) == ["A", "B"]


async def test_archiving_is_taken_back(tab: Opener, practice: Practice) -> None:
    coach = await page(tab)
    await add(coach, SLEEP)
    (key,) = await keys(coach)
    await coach.send(f"{BUILDER}.start_archiving", question_id=key)
    await coach.send(FormBuilder.archive)
    await coach.send(FormBuilder.undo_archiving)
    assert await keys(coach) == [key]
    assert (await coach.sentences())[-1] == "“How did you sleep?” is asked again, as number 1."


async def test_empty_form_offers_a_starting_set_to_choose_from(
    tab: Opener, practice: Practice
) -> None:
    coach = await page(tab)
    assert len((await shown(coach)).suggested) == len(checkin_suggestions.SUGGESTIONS)
    await coach.send(FormBuilder.start_choosing)
    await coach.send(f"{BUILDER}.add_suggestions", form={"suggestions": ["pain", "sleep"]})
    assert await wordings(coach) == ["How well did you sleep?", "Did anything hurt?"]
    assert await coach.sentences() == ["2 questions are added. Change them as you like."]
    assert not (await shown(coach)).is_choosing


async def test_choosing_nothing_is_refused_and_the_dialog_stays(
    tab: Opener, practice: Practice
) -> None:
    coach = await page(tab)
    await coach.send(FormBuilder.start_choosing)
    await coach.send(f"{BUILDER}.add_suggestions", form={})
    assert await coach.sentences() == ["Choose a question that you don't ask yet."]
    assert (await shown(coach)).is_choosing


async def test_form_builder_is_the_coachs(tab: Opener, practice: Practice) -> None:
    client = await page(tab, cookie="client")
    assert await client.sentences() == [WRONG_ROLE]
    assert (await shown(client)).asked == []


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Sleep?", "Sleep?"),
        ("x" * 60, "x" * 60),
        ("word " * 20, f"{('word ' * 12)[:59].rstrip()}…"),
    ],
)
def test_long_question_is_named_shortly(question: str, name: str) -> None:
    assert rows.short(question) == name


def test_count_says_when_the_end_is_near() -> None:
    assert [rows.count(n) for n in (0, 1, 8, 28)] == [
        "", "1 question", "8 questions", "28 of 30 questions",
    ]  # fmt: skip
