"""Where a person's browsers take messages, and what was learned of them by sending."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from coachbook.models import PushSubscription
from coachbook.notifications.outcomes import DeviceNews
from coachbook.notifications.sending import Device


def devices(session: Session, profile_id: UUID) -> list[Device]:
    found = session.exec(
        select(PushSubscription)
        .where(
            PushSubscription.profile_id == profile_id, col(PushSubscription.retired_at).is_(None)
        )
        .order_by(col(PushSubscription.created_at))
    )
    return [
        Device(
            id=one.id,
            endpoint=one.endpoint,
            public_key=one.public_key,
            auth_secret=one.auth_secret,
        )
        for one in found
    ]


def owners(session: Session, profile_ids: Collection[UUID]) -> set[UUID]:
    """Which of these people have any."""
    found = select(PushSubscription.profile_id).where(
        col(PushSubscription.profile_id).in_(profile_ids),
        col(PushSubscription.retired_at).is_(None),
    )
    return set(session.exec(found.distinct()))


def note(session: Session, learned: Mapping[UUID, DeviceNews], *, now: datetime) -> None:
    """Those that are gone get nothing more."""
    for device_id, news in learned.items():
        device = session.get(PushSubscription, device_id)
        if device is None:
            continue
        if news == "worked":
            device.last_success_at, device.failing_since = now, None
        elif news == "gone":
            device.retired_at = device.retired_at or now
        else:
            device.failing_since = device.failing_since or now
