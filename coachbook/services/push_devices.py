"""A person's browsers that take messages: each is bound to the sign-in that it was turned on in.

Signing that browser out ends it; the same person signing in there again goes on with it.
"""

import base64
import binascii
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from sqlmodel import Session, col, select

from coachbook import signing
from coachbook.config import settings
from coachbook.errors import Invalid, NotFound, Refusal
from coachbook.models import PushSubscription, SignInSession
from coachbook.notifications import devices
from coachbook.notifications.outcomes import DeviceNews
from coachbook.notifications.pushes import TAG_LETTERS
from coachbook.notifications.sending import Device, Push
from coachbook.services import push_endpoints, turns
from coachbook.services.browsers import browser_words
from coachbook.services.people import Person

MOST = 10
SECRET_BYTES, POINT_BYTES = 16, 65
TEST_LIVES = timedelta(minutes=10)


class UnknownPushService(Invalid):
    sentence = (
        "This browser takes its messages from a service that coachbook doesn't know. Another "
        "browser may work; emails arrive anyway."
    )


class NotUsable(Invalid):
    sentence = "The browser's answer can't be used. Reload the page and try again."


class TooManyDevices(Refusal):
    sentence = f"{MOST} devices get messages already. Remove one that you don't use any more first."


@dataclass(frozen=True)
class Subscription:
    """What a browser says when it has agreed; `key_id` is of the key that it was asked with."""

    endpoint: str = field(repr=False)
    public_key: str = field(repr=False)
    auth_secret: str = field(repr=False)
    key_id: str


@dataclass(frozen=True)
class OwnDevice:
    """`is_here` is the browser that asks. `needs_renewal`: made for a key that isn't ours now."""

    id: UUID
    name: str
    is_here: bool
    created_at: datetime
    last_success_at: datetime | None
    is_failing: bool
    needs_renewal: bool


@dataclass(frozen=True)
class Trial:
    """One message to one device, to be sent at once."""

    name: str
    device: Device
    push: Push
    at: datetime


def of_person(session: Session, *, by: Person, key_id: str) -> list[OwnDevice]:
    """Those that get messages, this browser first, then the newest."""
    found = sorted(_living(session, by), key=lambda one: one.created_at, reverse=True)
    views = [_view(one, by, key_id) for one in found]
    return sorted(views, key=lambda one: not one.is_here)


def subscribe(session: Session, wanted: Subscription, *, by: Person, now: datetime) -> UUID:
    """This browser gets messages from now on; nothing new if it does already."""
    _check(wanted)
    turns.take(session, "push_devices", str(by.id))
    known = _by_endpoint(session, wanted.endpoint)
    if known is not None and known.profile_id != by.id:
        session.delete(known)  # the browser is in other hands now
        session.flush()
        known = None
    if known is None or known.retired_at is not None:
        _make_room(session, by)
    return _put(session, known, wanted, by, now).id


def renew(
    session: Session, wanted: Subscription, *, former: str = "", by: Person, now: datetime
) -> bool:
    """A browser that was turned on says how it is reached now; whether it gets messages.

    `former` is the endpoint that it had. One that was never turned on, or was removed, stays off.
    """
    _check(wanted)
    turns.take(session, "push_devices", str(by.id))
    known = _by_endpoint(session, wanted.endpoint)
    if known is not None and known.profile_id != by.id:
        known.retired_at = known.retired_at or now  # its owner doesn't sit there any more
        session.flush()
        return False
    known = known or _own_former(session, former, by)
    if known is None:
        return False
    _put(session, known, wanted, by, now)
    return True


def is_known(session: Session, endpoint: str) -> bool:
    """Asked before anything is written for whoever names it."""
    return push_endpoints.is_known(endpoint, settings().push.extra_hosts) and (
        _by_endpoint(session, endpoint) is not None
    )


def end(session: Session, endpoint: str) -> None:
    """The browser has let go of it. Knowing the address is the proof: nobody else has it."""
    known = _by_endpoint(session, endpoint)
    if known is not None:
        session.delete(known)
        session.flush()


def remove(session: Session, device_id: UUID, *, by: Person) -> str:
    """It gets nothing more, from the next message on; its name."""
    found = _own(session, device_id, by)
    session.delete(found)
    session.flush()
    return found.device


def trial(session: Session, device_id: UUID, *, by: Person, now: datetime) -> Trial:
    """A message that says that messages arrive, and nothing else."""
    found = _own(session, device_id, by)
    push = Push(
        title="Messages arrive here",
        body="This is the test message that you asked for.",
        path="/coach/settings/notifications" if by.is_coach else "/client/settings/notifications",
        tag=signing.unreadable("push", f"test:{found.id}")[:TAG_LETTERS],
        urgency="high",
        expires_at=now + TEST_LIVES,
    )
    device = Device(found.id, found.endpoint, found.public_key, found.auth_secret)
    return Trial(found.device, device, push, now)


def note_trial(
    session: Session, device_id: UUID, news: DeviceNews, *, by: Person, now: datetime
) -> None:
    """What was learned of the person's device by trying it."""
    _own(session, device_id, by)
    devices.note(session, {device_id: news}, now=now)


def _check(wanted: Subscription) -> None:
    if not push_endpoints.is_known(wanted.endpoint, settings().push.extra_hosts):
        raise UnknownPushService
    try:
        point, secret = _raw(wanted.public_key), _raw(wanted.auth_secret)
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except (binascii.Error, ValueError):
        raise NotUsable from None
    if len(point) != POINT_BYTES or len(secret) != SECRET_BYTES:
        raise NotUsable


def _raw(text: str) -> bytes:
    bare = text.rstrip("=")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)


def _make_room(session: Session, by: Person) -> None:
    if len(_living(session, by)) >= MOST:
        raise TooManyDevices


def _put(
    session: Session,
    known: PushSubscription | None,
    wanted: Subscription,
    by: Person,
    now: datetime,
) -> PushSubscription:
    row = known or PushSubscription(profile_id=by.id, created_at=now, endpoint="", public_key="",
                                    auth_secret="")  # fmt: skip
    row.endpoint = wanted.endpoint
    row.public_key, row.auth_secret = wanted.public_key.rstrip("="), wanted.auth_secret.rstrip("=")
    row.key_id, row.sign_in_id = wanted.key_id, by.session_id
    row.device = _name(session, by) or row.device
    row.retired_at = row.failing_since = None
    session.add(row)
    session.flush()
    return row


def _name(session: Session, by: Person) -> str:
    here = session.get(SignInSession, by.session_id) if by.session_id else None
    return browser_words(here.user_agent)[:100] if here else ""


def _view(row: PushSubscription, by: Person, key_id: str) -> OwnDevice:
    return OwnDevice(
        id=row.id,
        name=row.device or "A browser",
        is_here=row.sign_in_id is not None and row.sign_in_id == by.session_id,
        created_at=row.created_at,
        last_success_at=row.last_success_at,
        is_failing=row.failing_since is not None,
        needs_renewal=row.key_id != key_id,
    )


def _living(session: Session, by: Person) -> list[PushSubscription]:
    wanted = select(PushSubscription).where(
        PushSubscription.profile_id == by.id, col(PushSubscription.retired_at).is_(None)
    )
    return list(session.exec(wanted))


def _own(session: Session, device_id: UUID, by: Person) -> PushSubscription:
    found = session.get(PushSubscription, device_id)
    if found is None or found.profile_id != by.id or found.retired_at is not None:
        raise NotFound("That device gets no messages any more.")
    return found


def _own_former(session: Session, former: str, by: Person) -> PushSubscription | None:
    found = _by_endpoint(session, former) if former else None
    return found if found and found.profile_id == by.id else None


def _by_endpoint(session: Session, endpoint: str) -> PushSubscription | None:
    wanted = select(PushSubscription).where(PushSubscription.endpoint == endpoint)
    return session.exec(wanted.execution_options(populate_existing=True)).first()
