"""The address's query, kept as what the page shows."""

from typing import Any

import reflex as rx

from coachbook.ui.scripts import script


class Address(rx.Component):
    """See address.jsx."""

    library = script("components/address.jsx")
    tag = "Address"

    path: rx.Var[str]
    query: rx.Var[str]


def address(path: str, query: Any) -> rx.Component:
    """`query` without its question mark; personal words don't belong there."""
    return Address.create(path=path, query=query)
