"""The owner's pages, one tab each."""

import reflex as rx

from coachbook.ui.components.choices import tab_links

TABS = (("/operator", "How it does"), ("/operator/messages", "Every message"))


def operator_tabs(current: str) -> rx.Component:
    return tab_links("Operation", TABS, current=current)
