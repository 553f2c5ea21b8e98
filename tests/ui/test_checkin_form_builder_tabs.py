"""Two tabs of a coach change the same question."""

from coachbook.ui.checkin_form_builder.state import FormBuilder
from tests.practices import Practice
from tests.ui.form_builder_page import BUILDER, PAIN, add, keys, page, shown
from tests.ui.harness import Opener, Tab


async def two_tabs(tab: Opener) -> tuple[Tab, Tab]:
    """Both have the dialog of the same question open; the first saves."""
    first = await page(tab)
    await add(first, PAIN)
    second = await page(tab)
    (key,) = await keys(first)
    for one in (first, second):
        await one.send(f"{BUILDER}.start_editing", question_id=key)
    await first.send(
        f"{BUILDER}.save", form={**PAIN, "options": ["Nothing", "Hips"], "is_required": "on"}
    )
    return first, second


async def test_second_tab_sees_what_changed_and_keeps_both(tab: Opener, practice: Practice) -> None:
    _, second = await two_tabs(tab)
    mine = {**PAIN, "help_text": "Since last time."}
    await second.send(f"{BUILDER}.save", form=mine)
    found = await shown(second)
    assert [(one["label"], one["was"], one["now"], one["mine"]) for one in found.elsewhere] == [
        ("Options", "Nothing, Back", "Nothing, Hips", ""),
        ("Required", "no", "yes", ""),
    ]
    assert (found.is_editing, found.opened) == (True, 1)
    await second.send(f"{BUILDER}.save", form=mine)
    (one,) = (await shown(second)).preview
    assert (one["options"], one["help_text"]) == (["Nothing", "Hips"], "Since last time.")
    assert one["is_required"]


async def test_second_tab_is_told_what_its_own_would_replace(
    tab: Opener, practice: Practice
) -> None:
    _, second = await two_tabs(tab)
    mine = {**PAIN, "options": ["Nothing", "Neck"]}
    for _ in range(2):
        await second.send(f"{BUILDER}.save", form=mine)
    assert (await shown(second)).preview[0]["options"] == ["Nothing", "Neck"]
    assert (await shown(second)).preview[0]["is_required"]


async def test_second_tab_can_drop_its_own(tab: Opener, practice: Practice) -> None:
    _, second = await two_tabs(tab)
    await second.send(f"{BUILDER}.save", form={**PAIN, "options": ["Nothing", "Neck"]})
    assert (await shown(second)).elsewhere[0]["mine"] == "Nothing, Neck"
    await second.send(FormBuilder.use_saved)
    found = await shown(second)
    assert (found.first["options"], found.elsewhere) == (["Nothing", "Hips"], [])
    assert found.opened == 2


async def test_same_words_in_both_tabs_are_saved_without_asking(
    tab: Opener, practice: Practice
) -> None:
    _, second = await two_tabs(tab)
    same = {**PAIN, "options": ["Nothing", "Hips"], "is_required": "on"}
    await second.send(f"{BUILDER}.save", form=same)
    assert not (await shown(second)).is_editing


async def test_third_change_is_told_anew(tab: Opener, practice: Practice) -> None:
    first, second = await two_tabs(tab)
    await second.send(f"{BUILDER}.save", form=PAIN)
    (key,) = await keys(first)
    await first.send(f"{BUILDER}.start_editing", question_id=key)
    await first.send(f"{BUILDER}.save", form={**PAIN, "options": ["Nothing", "Toes"]})
    await second.send(f"{BUILDER}.save", form={**PAIN, "question": "Pain?"})
    found = await shown(second)
    assert found.is_editing
    assert found.elsewhere[0]["now"] == "Nothing, Toes"


async def test_question_archived_elsewhere_is_not_saved(tab: Opener, practice: Practice) -> None:
    first, second = await two_tabs(tab)
    (key,) = await keys(first)
    await first.send(f"{BUILDER}.start_archiving", question_id=key)
    await first.send(FormBuilder.archive)
    await second.send(f"{BUILDER}.save", form={**PAIN, "question": "Pain?"})
    assert await second.sentences() == [
        "This question was archived in another tab a moment ago. Restore it first."
    ]
    assert (await shown(second)).is_editing


async def test_refresh_leaves_the_open_dialog_alone(tab: Opener, practice: Practice) -> None:
    _, second = await two_tabs(tab)
    await second.send(FormBuilder.refresh)
    found = await shown(second)
    assert (found.is_editing, found.first["options"]) == (True, ["Nothing", "Back"])
    assert found.preview[0]["options"] == ["Nothing", "Hips"]
