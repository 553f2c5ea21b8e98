"""Settings, read once from the environment (COACHBOOK_*)."""

import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

SHORTEST_SECRET = 32


@dataclass(frozen=True)
class Settings:
    data_dir: Path
    database_url: str
    public_url: str
    secret_key: str
    open_sign_up: bool
    is_production: bool
    trusted_proxies: int

    @property
    def is_secure(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def public_host(self) -> str:
        return urlsplit(self.public_url).hostname or "localhost"


class BadSetting(Exception):
    """A COACHBOOK_* variable can't be used; the message says which and why."""


@cache
def settings() -> Settings:
    data_dir = Path(os.environ.get("COACHBOOK_DATA_DIR", ".coachbook"))
    port = os.environ.get("PORT", "8000")
    return Settings(
        data_dir=data_dir,
        database_url=os.environ.get("COACHBOOK_DATABASE_URL") or _sqlite_url(data_dir),
        public_url=os.environ.get("COACHBOOK_PUBLIC_URL", f"http://localhost:{port}").rstrip("/"),
        secret_key=os.environ.get("COACHBOOK_SECRET_KEY") or _kept_secret(data_dir),
        open_sign_up=_is_on("COACHBOOK_OPEN_SIGN_UP"),
        is_production=_is_on("COACHBOOK_PRODUCTION"),
        trusted_proxies=_count("COACHBOOK_TRUSTED_PROXIES"),
    )


def reset() -> None:
    """Forget what was read, so that the environment is read again."""
    settings.cache_clear()


def _sqlite_url(data_dir: Path) -> str:
    return f"sqlite:///{data_dir / 'coachbook.db'}"


def _is_on(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in ("", "0", "1", "true", "false", "yes", "no", "on", "off"):
        raise BadSetting(f"{name} must be yes or no, not {value!r}.")
    return value in ("1", "true", "yes", "on")


def _count(name: str) -> int:
    value = os.environ.get(name) or "0"
    if not value.isdecimal() or len(value) > 1:
        raise BadSetting(f"{name} must be a number from 0 to 9, not {value!r}.")
    return int(value)


def _kept_secret(data_dir: Path) -> str:
    """The key that signs links: made once, readable by the owner of the process only."""
    path = data_dir / "secret.key"
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    key = path.read_text().strip()
    if len(key) < SHORTEST_SECRET:
        raise BadSetting(f"{path} holds no usable key; remove it and start again.")
    return key
