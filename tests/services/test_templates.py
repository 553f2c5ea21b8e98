"""Package templates: made, changed, put in order, archived; the second tab is told what changed."""

from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session

from coachbook.errors import AlreadyChanged, Invalid, NotAllowed, NotFound
from coachbook.services import offers, packages
from coachbook.services.packages import TemplateDraft, TemplateView
from coachbook.services.people import Person
from tests import people
from tests.conftest import NOW

EIGHT = TemplateDraft("Eight", 8, 60, 3, 48_000)


@pytest.fixture
def coach(session: Session) -> Person:
    return people.coach(session)


def create(session: Session, coach: Person, draft: TemplateDraft = EIGHT) -> TemplateView:
    return packages.create_template(session, draft, by=coach, now=NOW)


def names(session: Session, coach: Person) -> list[str]:
    return [one.name for one in packages.templates(session, by=coach)]


def test_template_keeps_what_was_typed(session: Session, coach: Person) -> None:
    create(session, coach)
    (found,) = packages.templates(session, by=coach)
    assert (found.name, found.total_sessions, found.minutes) == ("Eight", 8, 60)
    assert (found.valid_months, found.price_cents) == (3, 48_000)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"total_sessions": 0}, "total_sessions"),
        ({"total_sessions": -8}, "total_sessions"),
        ({"total_sessions": 1001}, "total_sessions"),
        ({"minutes": 4}, "session_duration_minutes"),
        ({"minutes": 10**9}, "session_duration_minutes"),
        ({"valid_months": 0}, "valid_months"),
        ({"valid_months": 61}, "valid_months"),
        ({"price_cents": -1}, "price"),
        ({"price_cents": 10**12}, "price"),
    ],
)
def test_senseless_template_is_refused_at_its_field(
    session: Session, coach: Person, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        create(session, coach, TemplateDraft(**{**EIGHT.__dict__, **wrong}))
    assert refused.value.field == field
    assert names(session, coach) == []


def test_two_templates_never_have_one_name(session: Session, coach: Person) -> None:
    create(session, coach)
    with pytest.raises(Invalid, match='a template "EIGHT" already'):
        create(session, coach, TemplateDraft("EIGHT", 8, 45))


def test_second_tab_is_told_what_changed(session: Session, coach: Person) -> None:
    seen = create(session, coach)
    packages.edit_template(session, TemplateDraft("Eight", 10, 60, 3, 60_000), by=coach, seen=seen)
    with pytest.raises(AlreadyChanged) as refused:
        packages.edit_template(session, TemplateDraft("Nine", 9, 60), by=coach, seen=seen)
    assert "10 sessions (was 8 sessions), price 600.00 (was price 480.00)" in str(refused.value)
    assert names(session, coach) == ["Eight"]


def test_template_keeps_its_own_name_when_edited(session: Session, coach: Person) -> None:
    seen = create(session, coach)
    edited = packages.edit_template(session, TemplateDraft("eight", 8, 45), by=coach, seen=seen)
    assert (edited.name, edited.version) == ("eight", 2)


def test_archived_template_is_offered_no_more_until_it_is_restored(
    session: Session, coach: Person
) -> None:
    one, _ = create(session, coach), create(session, coach, TemplateDraft("Ten", 10, 60))
    packages.archive_template(session, one.id, by=coach, now=NOW)
    assert names(session, coach) == ["Ten"]
    assert [old.id for old in packages.archived_templates(session, by=coach)] == [one.id]
    packages.restore_template(session, one.id, by=coach)
    assert names(session, coach) == ["Ten", "Eight"]


def test_editing_an_archived_template_says_that_it_was_archived(
    session: Session, coach: Person
) -> None:
    seen = create(session, coach)
    packages.archive_template(session, seen.id, by=coach, now=NOW)
    with pytest.raises(AlreadyChanged, match='"Eight" was archived'):
        packages.edit_template(session, EIGHT, by=coach, seen=seen)


def test_restoring_is_refused_while_the_name_is_taken(session: Session, coach: Person) -> None:
    old = create(session, coach)
    packages.archive_template(session, old.id, by=coach, now=NOW)
    create(session, coach)
    with pytest.raises(Invalid, match="already"):
        packages.restore_template(session, old.id, by=coach)


def test_templates_are_put_in_order_and_stop_at_the_ends(session: Session, coach: Person) -> None:
    a, _, c = (create(session, coach, TemplateDraft(name, 8, 60)) for name in "ABC")
    packages.move_template(session, c.id, by=coach, places=-1)
    assert names(session, coach) == ["A", "C", "B"]
    assert packages.move_template(session, a.id, by=coach, places=-1) == 0
    packages.move_template(session, a.id, by=coach, places=5)
    assert names(session, coach) == ["C", "B", "A"]


def test_starting_set_is_offered_only_while_there_is_none(session: Session, coach: Person) -> None:
    assert offers.start_templates(session, by=coach, now=NOW) == 3
    assert offers.start_templates(session, by=coach, now=NOW) == 0
    assert len(names(session, coach)) == 3


def test_templates_are_their_coachs_alone(session: Session, coach: Person) -> None:
    theirs, other = create(session, coach), people.coach(session, "Ben Ito")
    assert packages.templates(session, by=other) == []
    for action, arguments in (
        (packages.archive_template, {"now": NOW}),
        (packages.restore_template, {}),
        (packages.move_template, {"places": 1}),
    ):
        with pytest.raises(NotFound):
            action(session, theirs.id, by=other, **arguments)
    with pytest.raises(NotFound):
        packages.edit_template(session, EIGHT, by=other, seen=theirs)
    with pytest.raises(NotFound):
        packages.archive_template(session, uuid4(), by=coach, now=NOW)


def test_clients_have_no_templates(session: Session, coach: Person) -> None:
    client = people.client(session, coach)
    for asked in (packages.templates, packages.archived_templates):
        with pytest.raises(NotAllowed):
            asked(session, by=client)
    with pytest.raises(NotAllowed):
        create(session, client)
