"""Navigation: beside the page on wide screens, under it on phones; only pages that exist."""

from typing import Any, Protocol

import reflex as rx

from coachbook.ui.components.account_menu import account_button, menu_button
from coachbook.ui.components.bell import bell_link
from coachbook.ui.components.icons import icon
from coachbook.ui.components.page_parts import brand
from coachbook.ui.gate import Role
from coachbook.ui.navigation import GROUPS, Entry, entries_of
from coachbook.ui.theme import FOCUS
from coachbook.ui.viewer import Viewer

PLACES = 4
SIDE_ITEM = (
    "flex flex-col items-center justify-center gap-1.5 whitespace-nowrap rounded-control px-1 py-2 "
    "text-[11px] font-medium text-ink-soft hover:bg-sunken hover:text-ink "
    "aria-[current=page]:bg-sunken aria-[current=page]:text-ink lg:flex-row lg:justify-start "
    f"lg:gap-2.5 lg:text-sm lg:px-2.5 lg:min-h-9 lg:pointer-coarse:min-h-11 lg:py-1 {FOCUS}"
)
BAR_ITEM = (
    "flex min-h-14 grow basis-0 flex-col items-center justify-center gap-1 text-[11px] font-medium "
    f"text-ink-soft aria-[current=page]:text-ink {FOCUS}"
)
MENU_ITEM = (
    "flex min-h-11 items-center gap-2.5 rounded-control px-2 text-sm font-medium text-ink-soft "
    f"hover:bg-sunken aria-[current=page]:text-ink {FOCUS}"
)


class Place(Protocol):
    """What the navigation needs to know of the page it stands on."""

    @property
    def route(self) -> str: ...
    @property
    def allow(self) -> Role: ...


def side_bar(here: Place) -> rx.Component:
    return rx.el.header(
        rx.el.a(
            rx.el.span(brand(), class_name="hidden lg:inline"),
            rx.el.img(src="/icon.svg", alt="coachbook", class_name="size-7 lg:hidden"),
            href="/",
            class_name=f"mx-auto rounded-sm px-2 py-1 lg:mx-0 {FOCUS}",
        ),
        rx.el.nav(
            *(_group(role, label, here) for role, label in GROUPS if entries_of(role)),
            aria_label="Main",
            class_name="flex grow flex-col gap-4",
        ),
        account_button(),
        class_name=(
            "sticky top-0 hidden h-dvh w-22 shrink-0 flex-col gap-4 border-r border-line "
            "bg-surface px-2 py-4 md:flex lg:w-56 lg:px-3"
        ),
    )


def bottom_bar(here: Place) -> rx.Component:
    """On phones: the first few pages of one's role, and a menu with all the others."""
    return rx.el.nav(
        _places(here),
        menu_button(BAR_ITEM),
        aria_label="Main",
        class_name=(
            "fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface px-1 "
            "pb-[env(safe-area-inset-bottom)] md:hidden"
        ),
    )


def more_places(here: Place) -> rx.Component:
    """In the menu on phones: every page that the bar has no room for."""
    roles = [role for role, _ in GROUPS if entries_of(role)]
    return rx.el.nav(
        *(_to_those_who_may(role, here, _rows(role, here)) for role in roles),
        aria_label="More",
        class_name="flex flex-col border-b border-line pb-2 empty:hidden md:hidden",
    )


def _places(here: Place) -> rx.Component:
    if entries_of(_role_of_bar(here)):
        return _bar(_role_of_bar(here), here)
    return rx.cond(Viewer.is_coach, _bar("coach", here), _bar("client", here))


def _role_of_bar(here: Place) -> Role:
    """The owner's few pages stand in the menu: on them the bar stays a coach's."""
    return "coach" if here.allow == "owner" else here.allow


def _bar(role: Role, here: Place) -> rx.Component:
    items = (_item(entry, here, BAR_ITEM, 20) for entry in entries_of(role)[:PLACES])
    return _to_those_who_may(role, here, rx.fragment(*items))


def _rows(role: Role, here: Place) -> rx.Component:
    is_in_bar = role == _role_of_bar(here)
    entries = entries_of(role)[PLACES:] if is_in_bar else entries_of(role)
    return rx.fragment(*(_item(entry, here, MENU_ITEM, 18) for entry in entries))


def _group(role: Role, label: str, here: Place) -> rx.Component:
    return _to_those_who_may(
        role,
        here,
        rx.el.div(
            rx.el.p(
                label, class_name="hidden px-2.5 pb-1 text-xs font-medium text-ink-faint lg:block"
            ),
            *(_item(entry, here, SIDE_ITEM, 18) for entry in entries_of(role)),
            class_name="flex flex-col gap-0.5",
        ),
    )


def _to_those_who_may(role: Role, here: Place, links: rx.Component) -> rx.Component:
    """A page's own group is there at once; others when it is known who is looking."""
    if role == here.allow:
        return links
    return rx.cond(_holds(role), links)


def _holds(role: Role) -> Any:
    return {"coach": Viewer.is_coach, "client": Viewer.is_client, "owner": Viewer.is_owner}[role]


def _item(entry: Entry, here: Place, look: str, size: int) -> rx.Component:
    is_here = entry.is_at(here.route)
    if entry.has_bell:
        has_wide_form = look == SIDE_ITEM
        return bell_link(entry, is_here=is_here, look=look, size=size, has_wide_form=has_wide_form)
    return rx.el.a(
        icon(entry.icon_name, size=size),
        rx.el.span(entry.label),
        href=entry.href,
        aria_current="page" if is_here else "false",
        class_name=look,
    )
