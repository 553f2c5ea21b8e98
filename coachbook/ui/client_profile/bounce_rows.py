"""Why a client gets no email, in words. Pure."""

from typing import TypedDict

from coachbook.services.blocked_addresses import Blocked
from coachbook.services.client_profiles import ClientProfile
from coachbook.services.people import Person
from coachbook.ui import words

WHY = {
    "bounced": "The address {email} sends emails back.",
    "dropped": "The mail service holds back emails to {email}, because earlier ones came back.",
    "reported": "An email to {email} was reported as spam.",
    "refused": "{email} takes no email.",
}


class Bounce(TypedDict):
    """All empty while emails arrive."""

    why: str
    answer: str
    advice: str


ARRIVES = Bounce(why="", answer="", advice="")


def bounce(blocked: Blocked | None, profile: ClientProfile, reader: Person) -> Bounce:
    if blocked is None:
        return ARRIVES
    since = words.day(
        blocked.blocked_at.astimezone(reader.zone).date(), reader.locale, today=profile.today
    )
    why = WHY[blocked.cause].format(email=blocked.address)
    return Bounce(
        why=f"{why} Nothing has been sent there since {since}.",
        answer=_answer(blocked),
        advice=_advice(profile),
    )


def _answer(blocked: Blocked) -> str:
    """What the other side said; a refusal is told in our words already."""
    if not blocked.detail or blocked.cause == "refused":
        return blocked.detail
    return f"Its answer: {blocked.detail}"


def _advice(profile: ClientProfile) -> str:
    if profile.status == "invited":
        return "If the address is wrong, archive this client and add them with the right one."
    return (
        f"{profile.name} still sees everything in coachbook, and can change the address in their "
        "settings there."
    )
