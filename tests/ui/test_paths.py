"""A page sends a browser only to a path of our own."""

import pytest

from coachbook.ui.paths import own_path, sign_in_path


@pytest.mark.parametrize("path", ["/", "/coach/bookings", "/book?week=2026-03-02#now"])
def test_own_path_is_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "book",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/book\n//evil.example",
        "/\t/evil.example",
    ],
)
def test_anything_else_leads_home(path: str) -> None:
    assert own_path(path) == "/"


def test_sign_in_returns_to_the_page() -> None:
    assert sign_in_path("/book?kind=checkin") == "/sign-in?next=%2Fbook%3Fkind%3Dcheckin"
