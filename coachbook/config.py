"""Settings, read once from the environment (COACHBOOK_*)."""

import os
import secrets
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

SHORTEST_SECRET = 32


@dataclass(frozen=True)
class MailSettings:
    """How email leaves: SendGrid if there is a key, else SMTP if there is a server, else not."""

    sender: str
    sendgrid_key: str = field(repr=False)
    sendgrid_url: str
    sendgrid_webhook_key: str
    smtp_url: str = field(repr=False)
    may_stay_here: bool

    @property
    def transport(self) -> Literal["sendgrid", "smtp", "none"]:
        if self.sendgrid_key:
            return "sendgrid"
        return "smtp" if self.smtp_url else "none"


@dataclass(frozen=True)
class PushSettings:
    """`private_key` is made and kept in the data directory when it is empty. `extra_hosts` are push
    services beyond the known ones, as host:port; they may be plain http."""

    private_key: str = field(repr=False)
    contact: str
    extra_hosts: tuple[str, ...]


@dataclass(frozen=True)
class GoogleSettings:
    """Coaches can connect their Google Calendar once a client id and secret are set. The addresses
    are Google's own unless they are set too."""

    client_id: str
    client_secret: str = field(repr=False)
    consent_url: str
    token_url: str
    revoke_url: str
    api_url: str

    @property
    def is_configured(self) -> bool:
        return bool(self.client_id and self.client_secret)


@dataclass(frozen=True)
class Settings:
    data_dir: Path
    database_url: str = field(repr=False)
    public_url: str
    secret_key: str = field(repr=False)
    open_sign_up: bool
    is_production: bool
    trusted_proxies: int
    mail: "MailSettings"
    push: "PushSettings"
    google: "GoogleSettings"
    encryption_keys: tuple[str, ...] = field(repr=False)
    jobs_in_process: bool
    log_format: str

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
        mail=_mail(),
        push=_push(),
        google=_google(),
        encryption_keys=tuple(os.environ.get("COACHBOOK_ENCRYPTION_KEYS", "").split()),
        jobs_in_process=_is_on("COACHBOOK_JOBS_IN_PROCESS", otherwise="yes"),
        log_format=_one_of("COACHBOOK_LOG_FORMAT", ("text", "json")),
    )


def _mail() -> MailSettings:
    return MailSettings(
        sender=os.environ.get("COACHBOOK_MAIL_FROM", ""),
        sendgrid_key=os.environ.get("COACHBOOK_SENDGRID_KEY", ""),
        sendgrid_url=os.environ.get("COACHBOOK_SENDGRID_URL", "https://api.sendgrid.com"),
        sendgrid_webhook_key=os.environ.get("COACHBOOK_SENDGRID_WEBHOOK_KEY", ""),
        smtp_url=os.environ.get("COACHBOOK_SMTP_URL", ""),
        may_stay_here=_is_on("COACHBOOK_ALLOW_NO_MAIL"),
    )


def _push() -> PushSettings:
    return PushSettings(
        private_key=os.environ.get("COACHBOOK_PUSH_KEY", ""),
        contact=os.environ.get("COACHBOOK_PUSH_CONTACT", ""),
        extra_hosts=tuple(os.environ.get("COACHBOOK_PUSH_HOSTS", "").split()),
    )


def _google() -> GoogleSettings:
    return GoogleSettings(
        client_id=os.environ.get("COACHBOOK_GOOGLE_CLIENT_ID", ""),
        client_secret=os.environ.get("COACHBOOK_GOOGLE_CLIENT_SECRET", ""),
        consent_url=os.environ.get(
            "COACHBOOK_GOOGLE_CONSENT_URL", "https://accounts.google.com/o/oauth2/v2/auth"
        ),
        token_url=os.environ.get(
            "COACHBOOK_GOOGLE_TOKEN_URL", "https://oauth2.googleapis.com/token"
        ),
        revoke_url=os.environ.get(
            "COACHBOOK_GOOGLE_REVOKE_URL", "https://oauth2.googleapis.com/revoke"
        ),
        api_url=os.environ.get("COACHBOOK_GOOGLE_API_URL", "https://www.googleapis.com"),
    )


def reset() -> None:
    """Forget what was read, so that the environment is read again."""
    settings.cache_clear()


def _sqlite_url(data_dir: Path) -> str:
    return f"sqlite:///{data_dir / 'coachbook.db'}"


def _one_of(name: str, known: tuple[str, ...]) -> str:
    """The first one if nothing is set."""
    value = os.environ.get(name) or known[0]
    if value not in known:
        raise BadSetting(f"{name} must be {' or '.join(known)}, not {value!r}.")
    return value


def _is_on(name: str, otherwise: str = "") -> bool:
    value = os.environ.get(name, otherwise).lower()
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
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    key = path.read_text().strip()
    if len(key) < SHORTEST_SECRET:
        raise BadSetting(f"{path} holds no usable key; remove it and start again.")
    return key
