"""What a page says after its form came back, by a code in the address; and what was typed.

Addresses carry codes and never sentences, so that nobody can put words on our pages.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

from coachbook.errors import (
    DatabaseUnreachable,
    Invalid,
    LinkExpired,
    Refusal,
    TooManyTries,
    WrongPassword,
)
from coachbook.services.accounts import TooManyMessages
from coachbook.services.email_changes import SameEmail, WrongPasswordForEmail
from coachbook.services.google_calendar.authorizing import (
    AskedTooOften,
    BoxNotTicked,
    ConsentBroken,
    ConsentDenied,
    NotConfigured,
    NotExpected,
)
from coachbook.services.google_calendar.connections import StillEnding
from coachbook.services.invitations import OtherPerson, SignInFirst
from coachbook.services.own_passwords import WrongCurrentPassword
from coachbook.services.passwords import (
    Busy,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
)
from coachbook.services.set_up import AlreadySetUp

COOKIE = "coachbook_form"
COOKIE_SECONDS = 300
KEPT_FIELDS = ("email", "name", "practice_name", "time_zone")
LONGEST_KEPT = 200


class NotUnderstood(Refusal):
    sentence = "The form didn't arrive whole. Please send it again."


PROBLEMS: Mapping[str, type[Refusal]] = {
    "wrong-password": WrongPassword,
    "wrong-current-password": WrongCurrentPassword,
    "wrong-password-for-email": WrongPasswordForEmail,
    "same-email": SameEmail,
    "too-many-messages": TooManyMessages,
    "google-too-often": AskedTooOften,
    "too-many-tries": TooManyTries,
    "link-expired": LinkExpired,
    "password-short": PasswordTooShort,
    "password-long": PasswordTooLong,
    "password-common": PasswordTooCommon,
    "already-set-up": AlreadySetUp,
    "other-person": OtherPerson,
    "sign-in-first": SignInFirst,
    "busy": Busy,
    "google-not-configured": NotConfigured,
    "google-expired": NotExpected,
    "google-denied": ConsentDenied,
    "google-incomplete": BoxNotTicked,
    "google-failed": ConsentBroken,
    "google-ending": StillEnding,
    "unreachable": DatabaseUnreachable,
    "form": NotUnderstood,
}
FIELDS: Mapping[str, tuple[str, str]] = {
    "email": ("email", "Enter an email address, such as name@example.com."),
    "name": ("name", "Enter your name, at most 200 characters."),
    "practice-name": ("practice_name", "Enter a name for the practice, at most 200 characters."),
    "time-zone": ("time_zone", "Pick a time zone from the list."),
}
NOTICES: Mapping[str, str] = {
    "link-sent": "If there is an account with that address, a sign-in link is on its way. "
    "It works once, for 10 minutes.",
    "reset-sent": "If there is an account with that address, a link to choose a new password is on "
    "its way. It works once, for an hour.",
    "email-asked": "A link is on its way to the new address. Open it there within 24 hours; until "
    "then nothing changes.",
    "email-changed": "Your address is changed. Sign in with the new one from now on.",
    "password-saved": "Your new password is saved.",
    "password-saved-alone": "Your new password is saved. All other devices are signed out.",
    "check-email": "We have sent a link to that address. Open it to go on.",
    "google-connected": "Google Calendar is connected. What is booked is being copied there now.",
    "signed-out": "You are signed out.",
    "signed-out-everywhere": "You are signed out on every device.",
}


def code(refusal: Refusal) -> str:
    if isinstance(refusal, Invalid):
        return next((code for code, (field, _) in FIELDS.items() if field == refusal.field), "form")
    return next((code for code, kind in PROBLEMS.items() if isinstance(refusal, kind)), "form")


def sentence(code: str) -> str:
    """Nothing for a code that isn't ours."""
    if code in PROBLEMS:
        return PROBLEMS[code].sentence
    return FIELDS[code][1] if code in FIELDS else NOTICES.get(code, "")


def field(code: str) -> str:
    """The form's field that the problem is about, or nothing."""
    if code in PROBLEMS:
        return PROBLEMS[code].field or ""
    return FIELDS[code][0] if code in FIELDS else ""


def kept(form: Mapping[str, str]) -> str:
    """The cookie's value: what need not be typed again. Never a password, never a link."""
    values = {name: form[name][:LONGEST_KEPT] for name in KEPT_FIELDS if form.get(name)}
    raw = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def typed(cookie_header: str) -> dict[str, str]:
    """What was typed, from a request's Cookie header; empty for anything odd."""
    jar: SimpleCookie = SimpleCookie()
    try:
        jar.load(cookie_header)
        value = jar[COOKIE].value
        found = json.loads(base64.urlsafe_b64decode(value + "=" * (-len(value) % 4)))
    except (CookieError, KeyError, ValueError, binascii.Error):
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: found[name] for name in KEPT_FIELDS if isinstance(found.get(name), str)}
