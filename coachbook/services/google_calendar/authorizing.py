"""A coach's way to Google's consent and back: in the same browser, once, within ten minutes.

Google brings back the `state` only; what proves the rest waits here.
"""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from coachbook import encryption
from coachbook.encryption import Unreadable
from coachbook.errors import NotSignedIn, Refusal, TooManyTries
from coachbook.models import GoogleAuthorization
from coachbook.services import rate_limits
from coachbook.services.people import Person, require_coach
from coachbook.services.rate_limits import Limit

LIFE = timedelta(minutes=10)
CONNECTING_BY_COACH = Limit("google_coach", 20, timedelta(minutes=10))
STATE_BYTES, NONCE_BYTES = 32, 24
VERIFIER_BYTES = 64  # 86 characters, within the 43 to 128 of PKCE


class AskedTooOften(TooManyTries):
    sentence = "That was started very often. Wait ten minutes, then connect again."


class NotExpected(Refusal):
    """Forged, used already, from another browser, or too late: the answer is the same."""

    sentence = "Connecting took too long or was begun elsewhere. Please start again here."


class NotConfigured(Refusal):
    sentence = "This coachbook has no client id of Google yet. Whoever runs it can set one up."


class ConsentDenied(Refusal):
    sentence = "You didn't allow it at Google, so nothing is connected and nothing has changed."


class BoxNotTicked(Refusal):
    sentence = (
        "At Google the box for your calendar wasn't ticked, so nothing is connected. "
        "Connect again and leave it ticked."
    )


class ConsentBroken(Refusal):
    sentence = "Google didn't finish it, so nothing is connected. Try again in a few minutes."


@dataclass(frozen=True)
class Begun:
    """What Google is asked with; none of it may be shown or logged."""

    state: str = field(repr=False)
    verifier: str = field(repr=False)
    nonce: str = field(repr=False)


def begin(session: Session, *, by: Person, now: datetime) -> Begun:
    require_coach(by)
    if by.session_id is None:
        raise NotSignedIn
    tries = [(CONNECTING_BY_COACH, str(by.id))]
    rate_limits.take(session, tries, refusal=AskedTooOften, now=now)
    begun = Begun(
        state=secrets.token_urlsafe(STATE_BYTES),
        verifier=secrets.token_urlsafe(VERIFIER_BYTES),
        nonce=secrets.token_urlsafe(NONCE_BYTES),
    )
    session.add(
        GoogleAuthorization(
            state_hash=_hash(begun.state),
            coach_id=by.id,
            sign_in_id=by.session_id,
            verifier_encrypted=encryption.encrypt(begun.verifier),
            nonce=begun.nonce,
            created_at=now,
            expires_at=now + LIFE,
        )
    )
    session.flush()
    return begun


def take(session: Session, state: str, *, by: Person, now: datetime) -> Begun:
    """Once: whatever comes of it, the same state is worth nothing afterwards."""
    require_coach(by)
    taken = delete(GoogleAuthorization).where(
        col(GoogleAuthorization.state_hash) == _hash(state),
        col(GoogleAuthorization.coach_id) == by.id,
        col(GoogleAuthorization.sign_in_id) == by.session_id,
        col(GoogleAuthorization.expires_at) > now,
    )
    of_row = (col(GoogleAuthorization.verifier_encrypted), col(GoogleAuthorization.nonce))
    found = session.connection().execute(taken.returning(*of_row)).first()
    if found is None:
        raise NotExpected
    return Begun(state=state, verifier=_decrypted(found[0]), nonce=found[1])


def _decrypted(verifier: str) -> str:
    try:
        return encryption.decrypt(verifier)
    except Unreadable:
        raise NotExpected from None


def _hash(state: str) -> str:
    """256 random bits need no more than one plain round."""
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()
