"""Who looks at the page, as its frame shows them: public facts of the signed-in person only."""

from typing import Any

import reflex as rx

from coachbook.ui.gate import Role, handler, visitor
from coachbook.ui.paths import go, own_path, sign_in_path

FOR_WHOM = {
    "coach": "This page is for coaches.",
    "client": "This page is for clients of a coach.",
    "owner": "This page is for the owner of this coachbook.",
}
NOBODYS_CLIENT = (
    "No coach has you on their list of clients at the moment. Ask your coach to take you back."
)


class Viewer(rx.State):
    """Filled when a page is entered; never asked about permission."""

    name: str = ""
    email: str = ""
    initials: str = ""
    zone: str = ""
    locale: str = ""
    is_signed_in: bool = False
    is_coach: bool = False
    is_client: bool = False
    is_owner: bool = False
    refusal: str = ""

    @handler("anyone", quiet=True)
    async def enter_anyone(self) -> None:
        self._look_at(visitor())

    @handler("anyone", quiet=True)
    async def enter_person(self) -> Any:
        return self._enter("person")

    @handler("anyone", quiet=True)
    async def enter_coach(self) -> Any:
        return self._enter("coach")

    @handler("anyone", quiet=True)
    async def enter_client(self) -> Any:
        return self._enter("client")

    @handler("anyone", quiet=True)
    async def enter_owner(self) -> Any:
        return self._enter("owner")

    def _enter(self, role: str) -> Any:
        """Sign in first, or read whom the page is for. What it shows is guarded by itself."""
        someone = visitor()
        self._look_at(someone)
        if someone is None:
            return go(sign_in_path(own_path(str(self.router.url.path))))
        is_fitting = role == "person" or getattr(someone, f"is_{role}")
        self.refusal = "" if is_fitting else _refusal(role, is_coach=someone.is_coach)
        return None

    def _look_at(self, someone: Any) -> None:
        self.is_signed_in = someone is not None
        self.name, self.email = getattr(someone, "name", ""), getattr(someone, "email", "")
        self.initials = initials(self.name)
        self.zone, self.locale = getattr(someone, "time_zone", ""), getattr(someone, "locale", "")
        self.is_coach = bool(getattr(someone, "is_coach", False))
        self.is_client = bool(getattr(someone, "is_client", False))
        self.is_owner = bool(getattr(someone, "is_owner", False))
        self.refusal = ""


def _refusal(role: str, *, is_coach: bool) -> str:
    """Who is neither coach nor client was one, and a coach took them off the list."""
    return NOBODYS_CLIENT if role == "client" and not is_coach else FOR_WHOM[role]


def initials(name: str) -> str:
    """First letters of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def entering(role: Role) -> Any:
    """The event that every page of this role begins with."""
    return getattr(Viewer, f"enter_{role}")
