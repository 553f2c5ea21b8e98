"""What keeps an installation from being relied on: each fault is found, none where all is well."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from coachbook import clock, config
from coachbook import database as databases
from coachbook import demo as sample
from coachbook.cli import app
from coachbook.config import settings
from coachbook.serving import deployment
from tests import accounts

GOOD = {
    "COACHBOOK_PRODUCTION": "yes",
    "COACHBOOK_PUBLIC_URL": "https://book.harbor.test",
    "COACHBOOK_SECRET_KEY": "u7Fq2zR9xL4mT1vB8nC3kW6yH5sD0gJpAeQi",
    "COACHBOOK_TRUSTED_PROXIES": "1",
    "COACHBOOK_SMTP_URL": "smtps://mailer:pass@mail.harbor.test",
    "COACHBOOK_MAIL_FROM": "bookings@harbor.io",
    "COACHBOOK_PUSH_CONTACT": "ops@harbor.io",
}
Configure = Callable[..., None]


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Configure:
    """All settings as they should be, but for those given; an empty one is left out."""

    def configure(**changed: str) -> None:
        (tmp_path / "data").mkdir(mode=0o700, exist_ok=True)
        named = {f"COACHBOOK_{name.upper()}": value for name, value in changed.items()}
        for name, value in (GOOD | named).items():
            monkeypatch.setenv(name, value)
        config.reset()

    return configure


def _wrong() -> list[str]:
    found = deployment.of_settings(settings())
    return [one.sentence for one in found if one.is_serious]


def _advice() -> list[str]:
    found = deployment.of_settings(settings())
    return [one.sentence for one in found if not one.is_serious and "root" not in one.sentence]


def test_settings_do_not_show_their_secrets(configure: Configure) -> None:
    """Whatever prints them, like a log line about a failure."""
    configure(
        sendgrid_key="SG.hidden-1",
        push_key="hidden-2",
        secret_key="hidden-3" * 5,
        smtp_url="smtps://mailer:hidden-4@mail.harbor.test",
        database_url="postgresql+psycopg://coach:hidden-5@db/coachbook",
        google_client_id="1.apps.googleusercontent.com",
        google_client_secret="GOCSPX-hidden-6",
        encryption_keys="hidden-7 hidden-8",
    )
    assert "book.harbor.test" in repr(settings())
    assert "hidden" not in repr(settings())


def test_nothing_is_wrong_where_all_is_well(configure: Configure) -> None:
    configure()
    assert (_wrong(), _advice()) == ([], [])


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("production", "no", "COACHBOOK_PRODUCTION"),
        ("public_url", "http://book.harbor.test", "isn't https"),
        ("public_url", "http://localhost:8000", "this machine only"),
        ("secret_key", "too short", "shorter than 32"),
        ("secret_key", "a" * 40, "can be guessed"),
        ("secret_key", "change-me-change-me-change-me-change-me", "can be guessed"),
        ("smtp_url", "", "No email would leave"),
        ("smtp_url", "mail.harbor.test", "must look like"),
        ("mail_from", "nobody", "COACHBOOK_MAIL_FROM"),
        ("sendgrid_url", "http://127.0.0.1:1", "COACHBOOK_SENDGRID_URL"),
        ("push_hosts", "127.0.0.1:9", "COACHBOOK_PUSH_HOSTS"),
        ("google_client_id", "1.apps.googleusercontent.com", "COACHBOOK_GOOGLE_CLIENT_ID"),
        ("google_client_secret", "GOCSPX-x", "COACHBOOK_GOOGLE_CLIENT_ID"),
        ("google_token_url", "http://127.0.0.1:1", "COACHBOOK_GOOGLE_*_URL"),
        ("encryption_keys", "hidden", "COACHBOOK_ENCRYPTION_KEYS"),
    ],
)
def test_each_fault_alone_is_found(configure: Configure, name: str, value: str, said: str) -> None:
    configure(**{name: value})
    wrong = _wrong()
    assert len(wrong) == 1, wrong
    assert said in wrong[0]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"trusted_proxies": "0"}, "COACHBOOK_TRUSTED_PROXIES"),
        ({"open_sign_up": "yes"}, "anybody can open a practice"),
        ({"smtp_url": "", "allow_no_mail": "yes"}, "No email leaves this machine"),
        ({"sendgrid_key": "SG.x"}, "COACHBOOK_SENDGRID_WEBHOOK_KEY"),
        ({"smtp_url": "smtp://mail.harbor.test"}, "smtps://"),
        ({"push_contact": "", "smtp_url": "", "allow_no_mail": "yes", "mail_from": ""}, "PUSH"),
        ({"jobs_in_process": "no"}, "coachbook worker"),
    ],
)
def test_what_may_be_meant_is_advice(
    configure: Configure, changed: dict[str, str], said: str
) -> None:
    configure(**changed)
    assert not _wrong()
    assert any(said in one for one in _advice())


def test_files_that_others_can_read_are_found(configure: Configure, tmp_path: Path) -> None:
    configure()
    (tmp_path / "data" / "coachbook.db").touch(0o644)
    assert not _wrong()
    (tmp_path / "data").chmod(0o755)
    assert _wrong() == [
        f"Others on this machine can read coachbook.db: chmod 700 {tmp_path / 'data'}"
    ]
    (tmp_path / "data" / "coachbook.db").chmod(0o600)
    assert not _wrong()


def test_key_file_that_is_no_good_is_found_and_none_is_made_by_looking(
    configure: Configure, tmp_path: Path
) -> None:
    configure()
    assert not _wrong()
    path = tmp_path / "data" / "encryption.key"
    assert not path.exists()
    path.write_text("hunter2")
    assert _wrong() == [f"{path} must hold keys of 32 bytes, base64: coachbook keys new"]


def test_folder_that_is_made_is_closed_to_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COACHBOOK_SECRET_KEY")
    assert settings().secret_key
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0


def test_no_finding_shows_a_secret(configure: Configure) -> None:
    configure(
        secret_key="hunter2hunter2",
        smtp_url="smtp://coach:hunter2@",
        mail_from="",
        google_client_secret="hunter2",
        encryption_keys="hunter2",
    )
    assert _wrong()
    assert "hunter2" not in " ".join((*_wrong(), *_advice()))


def test_empty_database_would_belong_to_the_first_visitor(
    configure: Configure, database: Engine
) -> None:
    configure(database_url=database.url.render_as_string(hide_password=False))
    assert "first visitor" in deployment.of_database(settings())[0].sentence
    accounts.stored_coach(is_owner=True)
    assert deployment.of_database(settings()) == []


@pytest.mark.slow
def test_sample_practice_is_no_place_for_people(configure: Configure, database: Engine) -> None:
    configure(database_url=database.url.render_as_string(hide_password=False))
    with databases.transaction() as session:
        sample.fill(session, now=clock.now())
    assert "password is public" in deployment.of_database(settings())[0].sentence


def test_command_says_what_is_wrong_and_fails(configure: Configure, database: Engine) -> None:
    configure(database_url=database.url.render_as_string(hide_password=False), production="no")
    answer = CliRunner().invoke(app, ["check", "--deploy"])
    assert answer.exit_code == 1
    assert "Wrong: COACHBOOK_PRODUCTION isn't on" in answer.output
    assert "Wrong: Nobody owns it yet" in answer.output
    accounts.stored_coach(is_owner=True)
    configure(database_url=database.url.render_as_string(hide_password=False))
    answer = CliRunner().invoke(app, ["check", "--deploy"])
    assert (answer.exit_code, "0 wrong" in answer.output) == (0, True)


def test_production_does_not_start_with_a_fault(configure: Configure) -> None:
    configure(secret_key="a" * 40)
    answer = CliRunner().invoke(app, ["run", "--no-build", "--port", "8553"])
    assert answer.exit_code == 1
    assert "can be guessed" in answer.output
    assert "It doesn't start in production like this" in answer.output
