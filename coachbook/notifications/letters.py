"""The words of each message: subject, sentences, appointments, one button."""

from collections.abc import Callable, Mapping

from coachbook import signing
from coachbook.notifications import letters_ahead, letters_google, phrases, wording
from coachbook.notifications.facts import Facts, NothingToTell
from coachbook.notifications.phrases import Letter as Letter


def letter(facts: Facts) -> Letter:
    return WRITERS[facts.event](facts)


def _booked(facts: Facts) -> Letter:
    kind = phrases.kind_of(facts)
    with_whom = f"with {facts.coach_name}"
    is_one = len(facts.bookings) == 1
    one = facts.bookings[0]
    return Letter(
        subject=f"Booked: {phrases.what(facts, one)} {with_whom}"
        if is_one
        else f"Booked: {wording.counted(len(facts.bookings), kind)} {with_whom}",
        sentences=(
            f"{facts.coach_name} booked this for you."
            if facts.is_by_coach
            else f"You are booked {with_whom}.",
        ),
        appointments=phrases.appointments(facts),
        closing=(*phrases.questions(facts), *phrases.balances(facts)),
        button="Move or cancel" if is_one else "Open your calendar",
        path=phrases.signed_out_path(facts, one) if is_one else "/client/calendar",
        opens_a_door=True,
    )


def _new_booking(facts: Facts) -> Letter:
    one = facts.bookings[0]
    many = wording.counted(len(facts.bookings), phrases.kind_of(facts))
    what = phrases.one(facts, one) if len(facts.bookings) == 1 else many
    return Letter(
        subject=f"{facts.client_name} booked {what}",
        sentences=(f"{facts.client_name} booked {many} with you.",),
        appointments=tuple(phrases.appointment(facts, booking) for booking in facts.bookings),
        closing=phrases.balances(facts),
        button="Open in your calendar",
        path=phrases.coach_path(one),
    )


def _moved(facts: Facts) -> Letter:
    now = facts.bookings[0]
    whose = f"your {phrases.kind_of(facts)} with {facts.coach_name}"
    return Letter(
        subject=f"Moved to {phrases.short(facts, now)}: {whose}",
        sentences=(f"{_who(facts, 'moved')}.", *phrases.moved_from(facts), "The new time:"),
        appointments=(phrases.appointment(facts, now),),
        button="Move or cancel",
        path=phrases.signed_out_path(facts, now),
        opens_a_door=True,
    )


def _client_moved(facts: Facts) -> Letter:
    now = facts.bookings[0]
    what = f"{facts.client_name} moved a {phrases.kind_of(facts)}"
    return Letter(
        subject=f"{what} to {phrases.short(facts, now)}",
        sentences=(
            f"{what}.",
            *phrases.moved_from(facts),
            "The new time:",
        ),
        appointments=(phrases.appointment(facts, now),),
        button="Open in your calendar",
        path=phrases.coach_path(now),
    )


def _cancelled(facts: Facts) -> Letter:
    gone = facts.told[0]
    return Letter(
        subject=f"Cancelled: {phrases.what(facts, gone)} with {facts.coach_name}",
        sentences=(f"{_who(facts, 'cancelled')}.",),
        appointments=(phrases.appointment(facts, gone, is_cancelled=True),),
        closing=(*phrases.credit_back(facts, gone), *phrases.balances(facts)),
        button="Book another time",
        path="/book",
    )


def _who(facts: Facts, did: str) -> str:
    """ "You moved your session with Anna Weiss", "Anna Weiss moved your session"."""
    yours = f"your {phrases.kind_of(facts)}"
    if facts.is_by_coach:
        return f"{facts.coach_name} {did} {yours}"
    return f"You {did} {yours} with {facts.coach_name}"


def _client_cancelled(facts: Facts) -> Letter:
    gone = facts.told[0]
    return Letter(
        subject=f"{facts.client_name} cancelled {phrases.one(facts, gone)}",
        sentences=(f"{facts.client_name} cancelled a {phrases.kind_of(facts)}.",),
        appointments=(phrases.appointment(facts, gone, is_cancelled=True),),
        closing=phrases.credit_back(facts, gone),
        button="Open your calendar",
        path="/coach/bookings",
    )


def _low_sessions(facts: Facts) -> Letter:
    package = phrases.package(facts)
    left = phrases.left(package)
    return Letter(
        subject=f"{left[:1].upper()}{left[1:]} left with {facts.coach_name}",
        sentences=(f"You have {phrases.balance(package)}.", _what_next(facts)),
        closing=phrases.end_of(facts, package),
        button="Book sessions",
        path="/book",
    )


def _what_next(facts: Facts) -> str:
    other = facts.elsewhere
    if not other or not other.sessions:
        return f"To go on without a break, talk to {facts.coach_name} about your next package."
    where = "another package" if other.packages == 1 else "other packages"
    return f"You have {wording.counted(other.sessions, 'session')} in {where}."


def _client_low_sessions(facts: Facts) -> Letter:
    package = phrases.package(facts)
    left = phrases.left(package)
    return Letter(
        subject=f"{facts.client_name} has {left} left",
        sentences=(f"{facts.client_name} has {phrases.balance(package)}.",),
        closing=phrases.end_of(facts, package),
        button=f"Open {facts.client_name}'s page",
        path=f"/coach/clients/{package.client_id}",
    )


def _form_submitted(facts: Facts) -> Letter:
    """The answers stay in the app: they are between the two."""
    one = facts.bookings[0]
    return Letter(
        subject=f"{facts.client_name} filled in the form for the {phrases.what(facts, one)}",
        sentences=(f"{facts.client_name} answered your questions before this check-in:",),
        appointments=(phrases.appointment(facts, one),),
        closing=("Until it starts the answers can still change; you see them as they are then.",),
        button="Read the answers",
        path=phrases.coach_path(one),
    )


def _invitation(facts: Facts) -> Letter:
    practice = facts.practice.practice_name if facts.practice else facts.coach_name
    is_client = facts.link is None or facts.link.relation_id is not None
    what = (
        "book your sessions and check-ins, move them and see what is left of your package"
        if is_client
        else "open a practice of your own: your hours, your clients, their bookings"
    )
    return Letter(
        subject=f"{facts.coach_name} invites you to {practice if is_client else 'coachbook'}",
        sentences=(
            f"{facts.coach_name} invites you to coachbook, where you {what}.",
            "The invitation works for 14 days.",
        ),
        closing=("If you don't know who this is, you can ignore this message.",),
        button="Open the invitation",
        path=_link(facts, "/invitation", "invitation"),
        opens_a_door=True,
    )


def _sign_in_link(facts: Facts) -> Letter:
    return Letter(
        subject="Your sign-in link for coachbook",
        sentences=("Here is the link that you asked for. It works once, for 10 minutes.",),
        closing=("If you didn't ask for it, you can ignore this message.",),
        button="Sign in",
        path=_link(facts, "/link", "sign_in"),
        opens_a_door=True,
    )


def _reset_password(facts: Facts) -> Letter:
    return Letter(
        subject="Choose a password for coachbook",
        sentences=("Here is the link to choose a new password. It works once, for an hour.",),
        closing=(
            "If you didn't ask for it, you can ignore this message: nothing changes.",
            "A new password signs you out everywhere else.",
        ),
        button="Choose a password",
        path=_link(facts, "/reset", "reset_password"),
        opens_a_door=True,
    )


def _change_email(facts: Facts) -> Letter:
    if facts.is_address_anothers:
        return _address_in_use()
    return Letter(
        subject="Confirm your new address for coachbook",
        sentences=(
            f"You asked to use this address instead of {wording.masked(facts.reader.email)}.",
            "The link works once, for 24 hours. Until then nothing changes.",
        ),
        closing=("If you didn't ask for it, you can ignore this message: nothing changes.",),
        button="Look at the change",
        path=_link(facts, "/email", "change_email"),
        opens_a_door=True,
    )


def _address_in_use() -> Letter:
    """To somebody who has an account: whoever asked learns nothing of it."""
    return Letter(
        subject="Your address already has a coachbook account",
        sentences=(
            "Somebody asked to use this address for another account.",
            "It has an account of its own, so nothing was changed.",
        ),
        closing=("If it was you, sign in with this address.",),
        button="Sign in",
        path="/sign-in",
    )


def _email_changed(facts: Facts) -> Letter:
    """Goes to the address that was used before."""
    return Letter(
        subject="Your coachbook account has another address now",
        sentences=(
            f"From now on you sign in with {wording.masked(facts.reader.email)}, "
            "and messages go there.",
            "Links that were sent to this address before don't work any more.",
        ),
        closing=("If that wasn't you, tell your coach or whoever runs this coachbook at once.",),
        button="Open coachbook",
        path="/",
    )


WRITERS: Mapping[str, Callable[[Facts], Letter]] = {
    "session_booked": _booked,
    "checkin_booked": _booked,
    "new_booking": _new_booking,
    "session_rescheduled": _moved,
    "client_rescheduled": _client_moved,
    "session_cancelled": _cancelled,
    "client_cancelled": _client_cancelled,
    "low_sessions": _low_sessions,
    "client_low_sessions": _client_low_sessions,
    "checkin_form_submitted": _form_submitted,
    "invitation": _invitation,
    "sign_in_link": _sign_in_link,
    "reset_password": _reset_password,
    "change_email": _change_email,
    "email_changed": _email_changed,
    **letters_ahead.WRITERS,
    **letters_google.WRITERS,
}


def _link(facts: Facts, page: str, purpose: str) -> str:
    if facts.link is None:
        raise NothingToTell
    return f"{page}?token={signing.token(facts.link.id, purpose)}"
