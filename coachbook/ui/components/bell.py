"""The way to one's activity, with the number of unread notes on it, live on every page."""

import reflex as rx

from coachbook.ui.components.icons import icon
from coachbook.ui.navigation import Entry
from coachbook.ui.scripts import script
from coachbook.ui.viewer import Viewer

PILL = (
    "figures grid h-4.5 min-w-4.5 place-items-center rounded-full bg-primary px-1 text-[11px] "
    "font-semibold leading-none text-on-primary"
)
INBOX = "/live?notes=client"
ON_ICON = f"{PILL} absolute -top-2 left-3 ring-2 ring-surface"


class BellLink(rx.Component):
    """See bell.jsx."""

    library = script("components/bell.jsx")
    tag = "BellLink"

    url: rx.Var[str]
    label: rx.Var[str]
    href: rx.Var[str]
    narrow_class: rx.Var[str]
    wide_class: rx.Var[str]


def bell_link(
    entry: Entry, *, is_here: bool, look: str, size: int, has_wide_form: bool
) -> rx.Component:
    """Read out as "Activity, 3 unread". The number stands on the icon; in the wide side bar at
    the end of the line. It listens once it is known that who looks at the page has that role.
    """
    is_coachs = entry.role == "coach"
    return BellLink.create(
        icon(entry.icon_name, size=size),
        url=rx.cond(Viewer.is_coach, "/live", "")
        if is_coachs
        else rx.cond(Viewer.is_client, INBOX, ""),
        label=entry.label,
        href=entry.href,
        narrow_class=f"{ON_ICON} lg:hidden" if has_wide_form else ON_ICON,
        wide_class=f"{PILL} hidden lg:grid ml-auto" if has_wide_form else "",
        aria_current="page" if is_here else "false",
        class_name=look,
    )
