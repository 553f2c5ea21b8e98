"""The menu under one's own name: theme, sign out. The browser's popover closes it by itself."""

import reflex as rx

from coachbook.ui.components.buttons import BASE, KINDS, SIZES
from coachbook.ui.components.forms import native_form
from coachbook.ui.components.icons import icon
from coachbook.ui.components.page_parts import ThemeChoice
from coachbook.ui.components.surfaces import avatar
from coachbook.ui.theme import FOCUS, SOFT
from coachbook.ui.viewer import Viewer

MENU = "account-menu"
ITEM = f"{BASE} {KINDS['quiet']} {SIZES['medium']} w-full justify-start"
OPTION = (
    "grid h-8 pointer-coarse:h-11 cursor-pointer place-items-center rounded-md text-[13px] "
    "font-medium text-ink-soft has-checked:bg-selected has-checked:text-ink "
    "has-focus-visible:outline-2 has-focus-visible:outline-focus"
)


def account_button() -> rx.Component:
    """Opens the menu; shows the name where there is room for it."""
    return rx.el.button(
        avatar(rx.cond(Viewer.initials == "", icon("user"), Viewer.initials)),
        rx.el.span(Viewer.name, class_name="hidden truncate text-sm font-medium text-ink lg:block"),
        type="button",
        aria_label=rx.cond(Viewer.name == "", "Account", f"Account of {Viewer.name}"),
        custom_attrs={"popoverTarget": MENU},
        class_name=(
            "flex min-w-0 items-center justify-center gap-2.5 rounded-control p-1.5 "
            f"lg:justify-start cursor-pointer hover:bg-sunken {FOCUS}"
        ),
    )


def menu_button(look: str) -> rx.Component:
    """Opens the same menu from the bar on phones."""
    return rx.el.button(
        icon("menu", size=20),
        rx.el.span("Menu"),
        type="button",
        custom_attrs={"popoverTarget": MENU},
        class_name=f"{look} cursor-pointer",
    )


def account_menu(*more: rx.Component) -> rx.Component:
    """Once on every page; the buttons above open it."""
    return rx.el.div(
        rx.el.div(
            rx.el.p(Viewer.name, class_name="truncate text-sm font-medium text-ink"),
            rx.el.p(Viewer.email, class_name=f"{SOFT} truncate"),
            class_name="px-2 pt-1",
        ),
        *more,
        ThemeChoice.create(
            class_name="grid grid-cols-3 rounded-control bg-sunken p-0.5", option_class=OPTION
        ),
        rx.el.div(
            _posts("log_out", "Sign out", "/auth/sign-out"),
            _posts("shield", "Sign out everywhere", "/auth/sign-out-everywhere"),
            class_name="border-t border-line pt-2",
        ),
        id=MENU,
        role="dialog",
        aria_label="Account",
        custom_attrs={"popover": "auto"},
        class_name=(
            "fixed inset-auto bottom-20 right-3 m-0 w-64 flex-col gap-3 rounded-card border "
            "border-line bg-raised p-3 text-ink shadow-raised [&:popover-open]:flex "
            "md:bottom-3 md:left-26 md:right-auto lg:bottom-16 lg:left-3"
        ),
    )


def _posts(icon_name: str, words: str, action: str) -> rx.Component:
    return native_form(
        rx.el.button(icon(icon_name), words, type="submit", class_name=ITEM), action=action
    )
