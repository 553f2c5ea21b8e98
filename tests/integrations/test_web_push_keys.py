"""The key that pushes are signed with."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from coachbook import config
from coachbook.config import BadSetting, settings
from coachbook.integrations.web_push import keys


def _file() -> Path:
    return settings().data_dir / "push.key"


def _again() -> None:
    """As after a restart."""
    keys.of.cache_clear()
    config.reset()


def test_key_is_made_once_and_kept() -> None:
    first = keys.of(settings())
    _again()
    assert keys.of(settings()) == first
    assert (len(first.private), len(first.public), len(first.id)) == (43, 87, 16)


def test_key_is_readable_by_its_owner_only() -> None:
    keys.of(settings())
    assert stat.S_IMODE(_file().stat().st_mode) == 0o600
    assert [one.name for one in _file().parent.glob("push*")] == ["push.key"]


def test_several_that_start_at_once_agree() -> None:
    path = _file()
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: keys._kept(path), range(32)))
    assert len(made) == 1


def test_private_key_is_not_shown() -> None:
    made = keys.of(settings())
    assert made.private not in repr(made)


def test_environment_gives_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    given = base64.urlsafe_b64encode(b"\x07" * 32).decode().rstrip("=")
    monkeypatch.setenv("COACHBOOK_PUSH_KEY", given)
    _again()
    assert keys.of(settings()).private == given
    assert not _file().exists()


@pytest.mark.parametrize("given", ["short", "!" * 43, "A" * 43, "_" * 43])
def test_unusable_key_is_named(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("COACHBOOK_PUSH_KEY", given)
    _again()
    with pytest.raises(BadSetting, match="COACHBOOK_PUSH_KEY") as problem:
        keys.of(settings())
    assert given not in str(problem.value)


def test_damaged_file_is_named() -> None:
    keys.of(settings())
    _file().write_text("")
    _again()
    with pytest.raises(BadSetting, match=r"push\.key"):
        keys.of(settings())


@pytest.mark.parametrize(
    ("name", "value", "contact"),
    [
        ("COACHBOOK_PUSH_CONTACT", "ops@example.com", "mailto:ops@example.com"),
        ("COACHBOOK_PUSH_CONTACT", "mailto:ops@example.com", "mailto:ops@example.com"),
        ("COACHBOOK_MAIL_FROM", "Ruth <book@example.com>", "mailto:book@example.com"),
        ("COACHBOOK_PUBLIC_URL", "https://book.example.com", "https://book.example.com"),
        ("COACHBOOK_PUBLIC_URL", "http://localhost:8000", "mailto:owner@localhost"),
    ],
)
def test_push_services_learn_whom_to_write_to(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, contact: str
) -> None:
    monkeypatch.setenv(name, value)
    _again()
    assert keys.contact(settings()) == contact
