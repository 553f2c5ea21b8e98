"""The builder of a coach's check-in form. Two tabs hear of each other, nothing typed is lost."""

from typing import Literal
from uuid import UUID

import reflex as rx
from typing_extensions import TypedDict

from coachbook.errors import NotFound
from coachbook.services import checkin_drafts, checkin_questions, checkin_suggestions
from coachbook.services.checkin_drafts import QuestionDraft
from coachbook.services.checkin_questions import QuestionArchived, QuestionView
from coachbook.ui import typed, words
from coachbook.ui.calls import read, write
from coachbook.ui.checkin_form_builder import rows
from coachbook.ui.checkin_form_builder.rows import (
    ElsewhereRow,
    Fields,
    QuestionRow,
    SuggestionRow,
)
from coachbook.ui.components.question_form import AskedRow
from coachbook.ui.gate import handler, person
from coachbook.ui.refusals import say


class QuestionForm(TypedDict, total=False):
    """`options` are all lines of the editor, also those of a kind that has none."""

    question: str
    kind: str
    help_text: str
    options: list[str]
    is_required: bool


class ChosenForm(TypedDict, total=False):
    suggestions: list[str]


class Move(TypedDict):
    question_id: UUID
    next_to: UUID
    side: Literal["before", "after"]


class FormBuilder(rx.State):
    """`moves` counts the moves that were answered: until then the page shows them by itself."""

    asked: list[QuestionRow] = []  # noqa: RUF012  (copied for every tab)
    preview: list[AskedRow] = []  # noqa: RUF012
    count: str = ""
    moves: int = 0
    archived: list[QuestionRow] = []  # noqa: RUF012
    shows_archived: bool = False
    is_editing: bool = False
    is_new: bool = True
    opened: int = 0
    first: Fields = rows.NEW
    elsewhere: list[ElsewhereRow] = []  # noqa: RUF012
    archiving: str = ""
    archiving_name: str = ""
    undo_seq: int = 0
    undo_sentence: str = ""
    suggested: list[SuggestionRow] = []  # noqa: RUF012
    is_choosing: bool = False

    _found: dict[str, QuestionView] = {}  # noqa: RUF012
    _seen: QuestionView | None = None
    _told: QuestionView | None = None
    _undone: str = ""

    @handler("coach")
    async def load(self) -> None:
        self._close()
        self.undo_sentence, self.shows_archived = "", False
        await self._refresh()

    @handler("coach", quiet=True)
    async def refresh(self) -> None:
        """What is being typed stays."""
        await self._refresh()

    @handler("coach")
    async def close(self) -> None:
        self._close()

    @handler("coach")
    async def start_adding(self) -> None:
        self._open(None)

    @handler("coach")
    async def start_editing(self, question_id: UUID) -> None:
        await self._refresh()
        self._open(self._one(question_id))

    @handler("coach")
    async def save(self, form: QuestionForm) -> None:
        """What another tab saved meanwhile is shown first; saving again goes ahead."""
        if not self.is_editing:
            raise NotFound
        mine = checkin_drafts.checked(_draft(form))
        if self._seen is None:
            await write(checkin_questions.add_question, mine, by=person())
        elif not await self._save_over(self._seen, mine):
            return
        await self._done(f"“{rows.short(mine.question)}” is saved.")

    @handler("coach")
    async def use_saved(self) -> None:
        """Drop what was entered here."""
        if self._told is None:
            raise NotFound
        self._open(self._told)

    @handler("coach")
    async def move(self, to: Move) -> None:
        self.moves += 1
        await write(
            checkin_questions.move_question,
            to["question_id"],
            by=person(),
            next_to=to["next_to"],
            side=to["side"],
        )
        await self._refresh()

    @handler("coach")
    async def start_archiving(self, question_id: UUID) -> None:
        one = self._one(question_id)
        self.archiving, self.archiving_name = str(one.id), rows.short(one.said.question)

    @handler("coach")
    async def archive(self) -> None:
        """It can be taken back for a while, and restored later."""
        await write(checkin_questions.archive_question, typed.key(self.archiving), by=person())
        self._undone, self.archiving = self.archiving, ""
        self.undo_seq += 1
        self.undo_sentence = f"“{self.archiving_name}” is archived."
        await self._refresh()

    @handler("coach")
    async def undo_archiving(self) -> None:
        await self._restore(typed.key(self._undone))

    @handler("coach")
    async def restore(self, question_id: UUID) -> None:
        await self._restore(question_id)

    @handler("coach")
    async def show_archived(self) -> None:
        self.shows_archived = not self.shows_archived

    @handler("coach")
    async def start_choosing(self) -> None:
        await self._refresh()
        self.is_choosing, self.opened = True, self.opened + 1

    @handler("coach")
    async def add_suggestions(self, form: ChosenForm) -> None:
        added = await write(
            checkin_suggestions.add_suggestions, form.get("suggestions", []), by=person()
        )
        verb = "is" if len(added) == 1 else "are"
        what = words.counted(len(added), "question")
        await self._done(f"{what} {verb} added. Change them as you like.")

    async def _save_over(self, seen: QuestionView, mine: QuestionDraft) -> bool:
        """Whether it was saved; what is different by now is told once, then mine goes on top."""
        await self._refresh()
        latest = self._one(seen.id)
        if latest.is_archived:
            raise QuestionArchived
        if latest.said == mine:
            return True
        if latest != self._told:
            self._told = latest
            self.elsewhere = rows.elsewhere_rows(seen.said, latest.said, mine)
            if self.elsewhere:
                return False
        both = checkin_drafts.rebased(mine, seen=seen.said, onto=latest.said)
        await write(checkin_questions.edit_question, both, by=person(), seen=latest)
        return True

    async def _restore(self, question_id: UUID) -> None:
        name = rows.short(self._one(question_id).said.question)
        number = await write(checkin_questions.restore_question, question_id, by=person())
        await self._done(f"“{name}” is asked again, as number {number}.")

    def _open(self, one: QuestionView | None) -> None:
        self._seen, self._told, self.elsewhere = one, None, []
        self.is_new = one is None
        self.first = rows.fields(one.said) if one else rows.NEW
        self.is_editing, self.opened = True, self.opened + 1

    async def _done(self, sentence: str) -> None:
        """What can be taken back is only the last thing that was done."""
        self._close()
        self.undo_sentence = ""
        await say(self, sentence)
        await self._refresh()

    def _close(self) -> None:
        self.is_editing, self.is_choosing, self.archiving = False, False, ""

    def _one(self, question_id: UUID) -> QuestionView:
        found = self._found.get(str(question_id))
        if found is None:
            raise NotFound
        return found

    async def _refresh(self) -> None:
        reader = person()
        asked = await read(checkin_questions.questions, by=reader)
        archived = await read(checkin_questions.archived_questions, by=reader)
        suggested = await read(checkin_suggestions.suggestions, by=reader)
        self._found = {str(one.id): one for one in (*asked, *archived)}
        self.asked = [rows.question_row(one) for one in asked]
        self.preview, self.count = rows.asked(asked), rows.count(len(asked))
        self.archived = [rows.question_row(one) for one in archived]
        self.suggested = [rows.suggestion_row(one) for one in suggested]


def _draft(form: QuestionForm) -> QuestionDraft:
    return QuestionDraft(
        question=form.get("question", ""),
        kind=form.get("kind", ""),
        options=tuple(form.get("options", [])),
        help_text=form.get("help_text", ""),
        is_required=form.get("is_required", False),
    )
