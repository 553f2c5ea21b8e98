"""Packages that a coach sells often. They fill in the form; what was sold stays as it is."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.database import lock_coach
from coachbook.errors import AlreadyChanged, Invalid, NotFound
from coachbook.models import PackageTemplate
from coachbook.services.packages.checks import MOST_MONTHS, check_numbers
from coachbook.services.people import Person, require_coach, valid_name

MOST_TEMPLATES = 100


@dataclass(frozen=True)
class TemplateDraft:
    """What a template is to say; without `valid_months` its packages don't expire."""

    name: str
    total_sessions: int
    minutes: int
    valid_months: int | None = None
    price_cents: int | None = None


@dataclass(frozen=True)
class TemplateView:
    id: UUID
    name: str
    total_sessions: int
    minutes: int
    valid_months: int | None
    price_cents: int | None = None
    version: int = 1
    is_archived: bool = False


def templates(session: Session, *, by: Person) -> list[TemplateView]:
    """The coach's templates that are not archived, in the coach's order."""
    require_coach(by)
    return [_view(row) for row in _active(session, by)]


def archived_templates(session: Session, *, by: Person) -> list[TemplateView]:
    """The last archived first."""
    require_coach(by)
    rows = session.exec(
        select(PackageTemplate)
        .where(PackageTemplate.coach_id == by.id, col(PackageTemplate.archived_at).is_not(None))
        .order_by(col(PackageTemplate.archived_at).desc(), col(PackageTemplate.id))
    )
    return [_view(row) for row in rows]


def create_template(
    session: Session, draft: TemplateDraft, *, by: Person, now: datetime
) -> TemplateView:
    """Stands last in the list."""
    require_coach(by)
    lock_coach(session, by.id)
    others = _active(session, by)
    if len(others) >= MOST_TEMPLATES:
        raise Invalid(f"{MOST_TEMPLATES} templates are the most. Archive one first.")
    template = PackageTemplate(
        coach_id=by.id,
        name="",
        total_sessions=0,
        session_duration_minutes=0,
        sort_order=max((other.sort_order for other in others), default=-1) + 1,
        created_at=now,
    )
    _fill(template, draft, others)
    session.add(template)
    session.flush()
    return _view(template)


def edit_template(
    session: Session, draft: TemplateDraft, *, by: Person, seen: TemplateView
) -> TemplateView:
    """`seen` is the template as the page showed it; refused when it isn't like that any more."""
    require_coach(by)
    lock_coach(session, by.id)
    template = _own(session, seen.id, by)
    if told := difference(seen, _view(template)):
        raise AlreadyChanged(told)
    _fill(template, draft, _active(session, by))
    return _saved(session, template)


def archive_template(
    session: Session, template_id: UUID, *, by: Person, now: datetime
) -> TemplateView:
    """Not offered any more; packages already sold stay as they are."""
    require_coach(by)
    lock_coach(session, by.id)
    template = _own(session, template_id, by)
    if template.archived_at is None:
        template.archived_at = now
        _saved(session, template)
    return _view(template)


def restore_template(session: Session, template_id: UUID, *, by: Person) -> TemplateView:
    """Offered again, last in the list."""
    require_coach(by)
    lock_coach(session, by.id)
    template = _own(session, template_id, by)
    if template.archived_at is None:
        return _view(template)
    others = _active(session, by)
    _check_name_is_free(template.name, template.id, others)
    template.archived_at = None
    template.sort_order = max((other.sort_order for other in others), default=-1) + 1
    return _saved(session, template)


def move_template(session: Session, template_id: UUID, *, by: Person, places: int) -> int:
    """Up or down in the list, -1 or 1 and so on; where it stands then, counted from 0."""
    require_coach(by)
    lock_coach(session, by.id)
    rows = _active(session, by)
    moving = next((row for row in rows if row.id == template_id), None)
    if moving is None:
        raise NotFound
    place = min(max(rows.index(moving) + places, 0), len(rows) - 1)
    rows.remove(moving)
    rows.insert(place, moving)
    for order, row in enumerate(rows):
        row.sort_order = order
        session.add(row)
    session.flush()
    return place


def difference(seen: TemplateView, current: TemplateView) -> str:
    """What was changed since it was seen: how it is now and how it was; "" where nothing was."""
    if current.version == seen.version:
        return ""
    if current.is_archived != seen.is_archived:
        done = "archived" if current.is_archived else "restored"
        return f'"{current.name}" was {done} elsewhere a moment ago.'
    changes = [f"{now} (was {was})" for was, now in zip(_said(seen), _said(current), strict=True)
               if was != now]  # fmt: skip
    now_is = ", ".join(changes) or "as it was before"
    return f"This template was changed elsewhere a moment ago. It says now: {now_is}."


def _said(one: TemplateView) -> tuple[str, ...]:
    months = f"{one.valid_months} months" if one.valid_months else "no expiry"
    price = f"price {one.price_cents / 100:,.2f}" if one.price_cents is not None else "no price"
    return (
        f'"{one.name}"', f"{one.total_sessions} sessions", f"{one.minutes} min",
        "1 month" if one.valid_months == 1 else months, price,
    )  # fmt: skip


def _active(session: Session, by: Person) -> list[PackageTemplate]:
    return list(
        session.exec(
            select(PackageTemplate)
            .where(PackageTemplate.coach_id == by.id, col(PackageTemplate.archived_at).is_(None))
            .order_by(
                col(PackageTemplate.sort_order),
                col(PackageTemplate.created_at),
                col(PackageTemplate.id),
            )
            .execution_options(populate_existing=True)
        )
    )


def _own(session: Session, template_id: UUID, by: Person) -> PackageTemplate:
    template = session.get(PackageTemplate, template_id, populate_existing=True)
    if template is None or template.coach_id != by.id:
        raise NotFound
    return template


def _fill(template: PackageTemplate, draft: TemplateDraft, others: list[PackageTemplate]) -> None:
    name = valid_name(draft.name)
    _check_name_is_free(name, template.id, others)
    check_numbers(draft.total_sessions, draft.minutes, draft.price_cents)
    if draft.valid_months is not None and not 1 <= draft.valid_months <= MOST_MONTHS:
        raise Invalid(f"A package runs for 1 to {MOST_MONTHS} months.", field="valid_months")
    template.name = name
    template.total_sessions = draft.total_sessions
    template.session_duration_minutes = draft.minutes
    template.valid_months = draft.valid_months
    template.price_cents = draft.price_cents


def _check_name_is_free(name: str, own_id: UUID, others: list[PackageTemplate]) -> None:
    if any(one.id != own_id and one.name.casefold() == name.casefold() for one in others):
        raise Invalid(f'There is a template "{name}" already. Pick another name.', field="name")


def _saved(session: Session, template: PackageTemplate) -> TemplateView:
    template.version += 1
    session.add(template)
    session.flush()
    return _view(template)


def _view(row: PackageTemplate) -> TemplateView:
    return TemplateView(
        id=row.id,
        name=row.name,
        total_sessions=row.total_sessions,
        minutes=row.session_duration_minutes,
        valid_months=row.valid_months,
        price_cents=row.price_cents,
        version=row.version,
        is_archived=row.archived_at is not None,
    )
