"""A secret word in every text that is stored, and who may read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import Table, select, update
from sqlmodel import Session, col

from coachbook.models import Booking, CoachClient, SessionPackage, metadata
from coachbook.models.columns import table_of

if TYPE_CHECKING:
    from tests.security.world import World

NOBODY: frozenset[str] = frozenset()
OWNER = "otto"


class Secrets:
    """Writes a word of its own into every text column of every row, and notes who may read it."""

    def __init__(self, session: Session, world: World) -> None:
        self.session, self.world, self.numbers = session, world, count(1)
        self.clients = self._relations()

    def spread(self) -> None:
        for table in metadata.sorted_tables:
            for row in self.session.execute(select(table)).mappings().all():
                self._spread_row(table, dict(row))
        self.session.expire_all()

    def _spread_row(self, table: Table, row: dict[str, Any]) -> None:
        coach, client = self.parties(table.name, row)
        if "id" in row and table.name not in PUBLIC_IDS:
            is_for_owner = table.name == "outbox" and _is_for_the_owner(row)
            known_to = self._who_knows(table.name, coach, client, is_for_owner)
            self.world.ids[str(row["id"])] = known_to
        changes = {}
        for column, readers in TEXTS.get(table.name, {}).items():
            if column == "password_hash" and client == "ivan":
                continue  # who is new has no password
            if column == "new_email" and row[column] is None:
                continue  # the link is for something else
            word = f"zq{next(self.numbers):05}qz"
            if column == "responses" and row["submitted_at"] is None:
                readers = _the_person  # a draft is its writer's alone
            if column == "last_error" and table.name == "outbox" and _is_for_the_owner(row):
                readers = _the_coach_and_owner
            self.world.secrets[word] = readers(coach, client, self.clients) - {""}
            changes[column] = _holding(row[column], column, word)
        if changes:
            self.session.execute(update(table).where(*_is(table, row)).values(**changes))

    def _who_knows(self, table: str, coach: str, client: str, is_for_owner: bool) -> frozenset[str]:
        """An id; Zoe keeps her answers, which go by the ids of Anna's questions."""
        if table not in SHOWN_TO_CLIENTS:
            return frozenset({coach, client, OWNER if is_for_owner else ""} - {""})
        former = {"zoe"} if coach == "anna" else set()
        return frozenset({coach, *self.clients.get(coach, ()), *former})

    def parties(self, table: str, row: dict[str, Any]) -> tuple[str, str]:
        """The coach and the client that a row belongs to; the person alone for what is personal."""
        for column, model in (("booking_id", Booking), ("package_id", SessionPackage)):
            if row.get(column) and table not in ("bookings",):
                row = {**row, **self._row_of(model, row[column])}
        coach = row.get("coach_id") or row.get("adjusted_by_id") or ""
        personal = row.get("profile_id") or row.get("actor_id") if "coach_id" not in row else None
        client = row.get("client_id") or row.get("recipient_id") or personal
        if table == "profiles":
            client = row["id"]
        return self.world.name_of(coach), self.world.name_of(client)

    def _row_of(self, model: Any, row_id: UUID) -> dict[str, Any]:
        table = table_of(model)
        found = self.session.execute(select(table).where(table.c.id == row_id)).mappings().one()
        return {"coach_id": found["coach_id"], "client_id": found["client_id"]}

    def _relations(self) -> dict[str, set[str]]:
        """Coach -> clients who are not archived."""
        found: dict[str, set[str]] = {}
        active = select(CoachClient).where(col(CoachClient.status) != "archived")
        for relation in self.session.execute(active).scalars():
            coach = self.world.name_of(relation.coach_id)
            found.setdefault(coach, set()).add(self.world.name_of(relation.client_id))
        return found


def _is_for_the_owner(row: dict[str, Any]) -> bool:
    """A message that was given up or is in doubt: the owner sees that it is, and why."""
    return row["state"] == "dead" or bool(row["in_doubt_at"])


def _is(table: Table, row: dict[str, Any]) -> Iterator[Any]:
    return (column == row[column.name] for column in table.primary_key.columns)


def _holding(value: Any, column: str, word: str) -> Any:
    if column in ("email", "new_email"):
        return f"{word}@example.com"
    if column == "fingerprint":  # as long as it may be
        return word
    if column in WITHIN:
        return WITHIN[column](value, word)
    if isinstance(value, dict):
        return {**value, "word": word}
    return f"{value or ''} {word}".strip()


def _in_answers(entries: dict[str, Any], word: str) -> dict[str, Any]:
    """In what was asked and in what was answered, where that is words."""
    return {key: {**one, **_spoken(one, word)} for key, one in entries.items()}


def _spoken(entry: dict[str, Any], word: str) -> dict[str, str]:
    said = {name: entry[name] for name in ("question", "help", "answer")}
    return {name: f"{text} {word}" for name, text in said.items() if isinstance(text, str)}


def _in_options(options: list[str] | None, word: str) -> list[str] | None:
    return options and [f"{option} {word}" for option in options]


def _in_exercises(lines: list[dict[str, Any]], word: str) -> list[dict[str, Any]]:
    return [{**line, "name": f"{line['name']} {word}", "load": word} for line in lines]


WITHIN: dict[str, Callable[[Any, str], Any]] = {
    "responses": _in_answers, "options": _in_options, "exercises": _in_exercises,
}  # fmt: skip

Relations = dict[str, set[str]]


def _the_coach(coach: str, client: str, relations: Relations) -> frozenset[str]:
    return frozenset({coach})


def _the_coach_and_owner(coach: str, client: str, relations: Relations) -> frozenset[str]:
    return frozenset({coach, OWNER})


def _both(coach: str, client: str, relations: Relations) -> frozenset[str]:
    return frozenset({coach, client})


def _the_person(coach: str, client: str, relations: Relations) -> frozenset[str]:
    return frozenset({client})


def _practice(coach: str, client: str, relations: Relations) -> frozenset[str]:
    return frozenset({coach, *relations.get(coach, ())})


def _practice_and_former(coach: str, client: str, relations: Relations) -> frozenset[str]:
    """Whom they were a client of, people know."""
    former = {"zoe"} if coach == "anna" else set()
    return _practice(coach, client, relations) | former


def _person_and_theirs(coach: str, client: str, relations: Relations) -> frozenset[str]:
    """A coach is known to their clients, former ones too, and to the owner; a client to whoever
    lists them."""
    former = {"zoe"} if client == "anna" else set()
    former |= {OWNER} if client in relations else set()
    return _person_and_coaches(coach, client, relations) | former | relations.get(client, set())


def _person_and_coaches(coach: str, client: str, relations: Relations) -> frozenset[str]:
    coaches = {one for one, clients in relations.items() if client in clients}
    return frozenset({client, *coaches} | ({"anna"} if client == "zoe" else set()))


def _nobody(coach: str, client: str, relations: Relations) -> frozenset[str]:
    return NOBODY


# What may not be read is worth more than what may: names of coaches are no secret to their
# clients, notes of a coach are one to everybody else.
PUBLIC_IDS = frozenset({"profiles", "one_time_tokens"})
SHOWN_TO_CLIENTS = frozenset({"checkin_form_questions"})  # the fields of a form go by their ids
TEXTS: dict[str, dict[str, Callable[[str, str, Relations], frozenset[str]]]] = {
    "profiles": {
        "name": _person_and_theirs, "email": _person_and_coaches, "password_hash": _nobody,
    },
    "coach_clients": {"name": _both, "notes": _the_coach},
    "coach_settings": {
        "practice_name": _practice_and_former, "meeting_address": _practice,
        "session_place": _practice_and_former,  # what they booked and kept takes place there
    },
    "coach_availability_overrides": {"note": _the_coach},
    "bookings": {"google_event_id": _the_coach, "google_meet_link": _both},
    "booking_history": {"details": _both},
    "booking_requests": {"fingerprint": _nobody},
    "checkin_form_questions": {
        "question": _practice, "help_text": _practice, "options": _practice,
    },
    "checkin_form_responses": {"responses": _both},
    "google_connections": {
        "google_email": _the_coach, "google_subject": _nobody, "refresh_token_encrypted": _nobody,
        "calendar_id": _the_coach, "last_error": _the_coach,
    },
    "google_events": {
        "last_error": _the_coach, "etag": _nobody, "fingerprint": _nobody,
    },
    "google_authorizations": {"verifier_encrypted": _nobody, "nonce": _nobody},
    "push_subscriptions": {
        "endpoint": _nobody, "public_key": _nobody, "auth_secret": _nobody, "device": _the_person,
    },
    "outbox": {
        "payload": _the_coach, "last_error": _the_coach, "reason": _the_coach,
        "provider_ref": _nobody,
    },
    "in_app_notifications": {"payload": _the_person},
    "package_templates": {"name": _the_coach},
    "session_packages": {"notes": _the_coach},
    "session_package_adjustments": {"reason": _both},
    "package_history": {"reason": _both, "details": _both},
    "one_time_tokens": {"new_email": _the_person},
    "sign_in_sessions": {"user_agent": _the_person},
    "workout_templates": {"title": _the_coach, "notes": _the_coach, "exercises": _the_coach},
    "workouts": {"title": _both, "notes": _both, "client_note": _both, "exercises": _both},
}  # fmt: skip
