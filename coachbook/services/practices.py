"""What a person needs to coach: settings, a calendar to count changes of, usual packages."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from coachbook.errors import NotFound
from coachbook.models import CalendarVersion, CoachSettings, Profile
from coachbook.services import offers


def open_practice(session: Session, profile: Profile, *, name: str, now: datetime) -> None:
    """Make them a coach; nothing changes for somebody who is one."""
    if profile.is_coach:
        return
    profile.is_coach = True
    session.add(profile)
    session.flush()
    session.add(CoachSettings(coach_id=profile.id, practice_name=name, set_up_at=now))
    session.add(CalendarVersion(coach_id=profile.id, changed_at=now))
    session.flush()
    offers.add_usual_templates(session, profile.id, now=now)


def owner_id(session: Session) -> UUID:
    """The coach who set the deployment up."""
    found = session.exec(select(Profile.id).where(Profile.is_owner)).first()
    if found is None:
        raise NotFound("Nobody has set up a practice yet.")
    return found
