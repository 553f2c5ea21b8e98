"""Where a page may send a browser: to a path of our own, nowhere else."""

from typing import Any
from urllib.parse import quote, urlsplit

import reflex as rx


def own_path(path: str, otherwise: str = "/") -> str:
    """The path if it stays on this site, else `otherwise`; `//host` and schemes do not."""
    parts = urlsplit(path)
    is_plain = path.isprintable() and "\\" not in path and not path.startswith("//")
    if parts.scheme or parts.netloc or not path.startswith("/") or not is_plain:
        return otherwise
    return path


def go(path: str, *, reload: bool = False) -> Any:
    """An event that leads to a path of our own; `reload` loads the page anew."""
    if reload:
        return rx.redirect(own_path(path), is_external=True)
    return rx.redirect(own_path(path))


def sign_in_path(next_path: str) -> str:
    """The sign-in page that returns to `next_path` afterwards."""
    return f"/sign-in?next={quote(own_path(next_path), safe='')}"
