"""A refusal becomes a message on the page; anything else is logged under a reference as well."""

import logging
import secrets
from typing import ClassVar, Literal, TypedDict

import reflex as rx

from coachbook.causes import cause_of, one_line
from coachbook.errors import Refusal

Tone = Literal["success", "notice", "error"]

MOST_MESSAGES = 4

log = logging.getLogger("coachbook.ui")


class Message(TypedDict):
    """One sentence in the message area of the page."""

    key: str
    tone: str
    sentence: str


class Messages(rx.State):
    """What the page has to say. `answered` counts finished events: pressed buttons wait for it."""

    items: list[Message] = []  # noqa: RUF012  (copied for every tab)
    problem_field: str = ""
    problem: str = ""
    answered: int = 0

    def _add(self, sentence: str, tone: Tone) -> None:
        """Good news adds up for a while; an error is of the last attempt only."""
        self._clear_errors()
        others = [item for item in self.items if item["sentence"] != sentence]
        message = Message(key=secrets.token_hex(4), tone=tone, sentence=sentence)
        self.items = [*others, message][-MOST_MESSAGES:]

    def _says(self, sentence: str) -> bool:
        return any(item["sentence"] == sentence for item in self.items)

    def _clear_errors(self) -> None:
        kept = [item for item in self.items if item["tone"] != "error"]
        if len(kept) != len(self.items):
            self.items = kept

    def _remove(self, key: str) -> None:
        self.items = [item for item in self.items if item["key"] != key]

    def _forget_problem(self) -> None:
        """A new attempt: the finger is taken away, and so is the sentence that went with it."""
        if self.problem_field:
            self.items = [item for item in self.items if item["sentence"] != self.problem]
            self._point_at("", "")

    def _point_at(self, field: str, sentence: str) -> None:
        """Name the field that the person has to look at; "" takes the finger away."""
        if self.problem_field != field or self.problem != sentence:
            self.problem_field, self.problem = field, sentence


async def say(state: rx.State, sentence: str, tone: Tone = "success") -> None:
    """Put a sentence into the message area. In the background only under `async with self`."""
    messages = await state.get_state(Messages)
    messages._add(sentence, tone)


async def tell(state: rx.State, problem: Exception, *, where: str) -> None:
    """Show a problem to the person, at its field if it has one."""
    messages = await state.get_state(Messages)
    sentence = sentence_for(problem, where=where)
    messages._add(sentence, "error")
    if isinstance(problem, Refusal) and problem.field:
        messages._point_at(problem.field, sentence)


def sentence_for(problem: Exception, *, where: str) -> str:
    """What the person reads about a problem; an unexpected one is logged first."""
    if isinstance(problem, Refusal):
        return problem.sentence
    reference = secrets.token_hex(3).upper()
    log.error("%s failed, reference %s: %s", where, reference, cause_of(problem))
    return f"Something went wrong on our side, we noted it as {reference}. Please try again."


def note_backend_problem(exception: Exception) -> None:
    """For what fails outside our handlers, in the framework itself."""
    sentence_for(exception, where="event")


class WithoutPayload(logging.Filter):
    """Keeps what a browser sent (payload, headers, cookie) out of the framework's own log lines."""

    MARKS: ClassVar = ("payload", "router_data", "headers", "cookie", "event argument", "event(",
                       "event data")  # fmt: skip

    def filter(self, record: logging.LogRecord) -> bool:
        text = one_line(record.getMessage())
        if any(mark in text.lower() for mark in self.MARKS):
            text = f"{record.levelname.lower()} about an event at {record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1]:
            text = f"{text}: {cause_of(record.exc_info[1], with_text=False)}"
            record.exc_info, record.exc_text = None, None
        record.msg, record.args = text, None
        return True
