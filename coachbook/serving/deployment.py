"""What must be right before people rely on it; in production it isn't started otherwise.

Each finding says what is wrong and what to do; nothing here shows a secret.
"""

import os
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from coachbook import database, encryption
from coachbook.config import SHORTEST_SECRET, BadSetting, Settings
from coachbook.demo.cast import COACHES
from coachbook.integrations import mail as transports
from coachbook.services import people, set_up
from coachbook.serving import migrations
from coachbook.serving.origins import LOCAL_HOSTS

FEWEST_LETTERS = 10
LEAST_FREE = 0.10
NEAR = ("localhost", "127.0.0.1", "::1")
PLACEHOLDERS = re.compile(r"change.?me|secret.?key|password|example|coachbook", re.IGNORECASE)


@dataclass(frozen=True)
class Finding:
    """`is_serious` keeps it from being started in production; the others are advice."""

    is_serious: bool
    sentence: str

    def __str__(self) -> str:
        return f"{'Wrong' if self.is_serious else 'Advice'}: {self.sentence}"


Findings = Iterator[Finding]


def of_settings(settings: Settings) -> list[Finding]:
    """What can be seen without asking the database."""
    return [finding for look in LOOKS for finding in look(settings)]


def of_database(settings: Settings) -> list[Finding]:
    applied = migrations.applied_revision(settings.database_url)
    if applied != migrations.newest_revision():
        what = "isn't up to date" if applied else "isn't there, can't be reached or is empty"
        return [_wrong(f"The database {what}: run `coachbook migrate`.")]
    return list(_people())


def _people() -> Findings:
    with database.reading() as session:
        if any(people.by_email(session, coach.email) for coach in COACHES):
            yield _wrong("The sample practice is in this database, and its password is public.")
        if set_up.is_empty(session):
            yield _wrong("Nobody owns it yet, so that the first visitor would: set it up first.")


def _address(settings: Settings) -> Findings:
    if not settings.is_production:
        yield _wrong("COACHBOOK_PRODUCTION isn't on: the log may keep what people typed.")
    host = urlsplit(settings.public_url).hostname or ""
    if host in LOCAL_HOSTS or host.startswith("127."):
        yield _wrong("COACHBOOK_PUBLIC_URL leads to this machine only: no link in an email works.")
    elif not settings.is_secure:
        yield _wrong("COACHBOOK_PUBLIC_URL isn't https: passwords and cookies could be read.")
    if settings.is_secure and not settings.trusted_proxies:
        yield _advice(
            "COACHBOOK_TRUSTED_PROXIES is 0: behind a proxy all visitors share its address, and "
            "with it the limits on signing in."
        )
    if settings.open_sign_up:
        yield _advice("COACHBOOK_OPEN_SIGN_UP is on: anybody can open a practice here.")


def _secret(settings: Settings) -> Findings:
    key = settings.secret_key
    if len(key) < SHORTEST_SECRET:
        yield _wrong(f"COACHBOOK_SECRET_KEY is shorter than {SHORTEST_SECRET} characters.")
    elif len(set(key)) < FEWEST_LETTERS or PLACEHOLDERS.search(key):
        yield _wrong("COACHBOOK_SECRET_KEY can be guessed: leave it out, and one is made.")


def _files(settings: Settings) -> Findings:
    """In a folder that is closed to others, what lies in it is closed as well."""
    folder = settings.data_dir
    if folder.exists() and _is_open_to_others(folder):
        for path in sorted(folder.iterdir()):
            if path.is_file() and _is_open_to_others(path):
                yield _wrong(f"Others on this machine can read {path.name}: chmod 700 {folder}")
    existing = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if _free_share(existing) < LEAST_FREE:
        yield _wrong("Less than a tenth of the disk is free.")
    if os.geteuid() == 0:
        yield _advice("It runs as root: give it a user of its own.")


def _is_open_to_others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IROTH | stat.S_IXOTH))


def _free_share(path: Path) -> float:
    used = shutil.disk_usage(path)
    return used.free / used.total


def _mail(settings: Settings) -> Findings:
    try:
        transports.check(settings)
    except BadSetting as problem:
        yield _wrong(str(problem))
        return
    mail = settings.mail
    if mail.transport == "none":
        yield _advice("No email leaves this machine, so that nobody is reminded or told by email.")
    if not mail.sendgrid_url.startswith("https://"):
        yield _wrong("COACHBOOK_SENDGRID_URL isn't https: the key could be read.")
    if mail.transport == "sendgrid" and not mail.sendgrid_webhook_key:
        yield _advice(
            "COACHBOOK_SENDGRID_WEBHOOK_KEY is missing: nobody learns which addresses bounce."
        )
    if _may_be_read_on_the_way(mail.smtp_url):
        yield _advice(
            "COACHBOOK_SMTP_URL begins with smtp://: where that server offers no TLS, emails "
            "travel as they are. smtps:// insists on it."
        )


def _may_be_read_on_the_way(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "smtp" and (parts.hostname or "") not in NEAR


def _push(settings: Settings) -> Findings:
    if not (settings.push.contact or settings.mail.sender):
        yield _advice(
            "COACHBOOK_PUSH_CONTACT is missing: push services want an address of whoever runs this."
        )
    if settings.push.extra_hosts:
        yield _wrong("COACHBOOK_PUSH_HOSTS names hosts beyond the known push services.")


def _google(settings: Settings) -> Findings:
    google = settings.google
    if bool(google.client_id) != bool(google.client_secret):
        yield _wrong("Of COACHBOOK_GOOGLE_CLIENT_ID and _SECRET one is missing: see docs/google.md")
    told = (google.consent_url, google.token_url, google.revoke_url, google.api_url)
    if not all(url.startswith("https://") for url in told):
        yield _wrong("A COACHBOOK_GOOGLE_*_URL isn't https: tokens could be read.")


def _encryption(settings: Settings) -> Findings:
    try:
        encryption.check()
    except BadSetting as problem:
        yield _wrong(str(problem))


def _jobs(settings: Settings) -> Findings:
    if not settings.jobs_in_process:
        yield _advice("COACHBOOK_JOBS_IN_PROCESS is off: keep `coachbook worker` running.")


LOOKS: tuple[Callable[[Settings], Findings], ...] = (
    _address,
    _secret,
    _files,
    _mail,
    _push,
    _google,
    _encryption,
    _jobs,
)


def _wrong(sentence: str) -> Finding:
    return Finding(True, sentence)


def _advice(sentence: str) -> Finding:
    return Finding(False, sentence)
