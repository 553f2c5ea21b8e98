"""How email leaves is chosen by the settings, and in production it must be chosen."""

import pytest
from typer.testing import CliRunner

from coachbook import cli, config
from coachbook.config import BadSetting, settings
from coachbook.integrations import mail
from coachbook.integrations.sendgrid.sender import SendGrid
from coachbook.integrations.smtp.sender import Smtp

FROM = {"COACHBOOK_MAIL_FROM": "bookings@mail.example.com"}
SMTP = {"COACHBOOK_SMTP_URL": "smtp://mail.example.com"}
KEY = {"COACHBOOK_SENDGRID_KEY": "SG.x"}
PRODUCTION = {"COACHBOOK_PRODUCTION": "yes"}


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> "Given":
    return Given(monkeypatch)


class Given:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, *values: dict[str, str]) -> config.Settings:
        for one in values:
            for name, value in one.items():
                self._monkeypatch.setenv(name, value)
        config.reset()
        return settings()


def test_without_settings_nothing_leaves(given: Given) -> None:
    assert mail.sender(given()) is None


def test_sendgrid_goes_before_a_mail_server(given: Given) -> None:
    assert isinstance(mail.sender(given(FROM, SMTP)), Smtp)
    assert isinstance(mail.sender(given(KEY)), SendGrid)


def test_production_needs_a_way_out(given: Given) -> None:
    with pytest.raises(BadSetting, match="No email would leave"):
        mail.sender(given(PRODUCTION))
    assert isinstance(mail.sender(given(FROM, SMTP)), Smtp)


def test_production_without_one_is_possible_when_it_is_meant(given: Given) -> None:
    assert mail.sender(given(PRODUCTION, {"COACHBOOK_ALLOW_NO_MAIL": "yes"})) is None


@pytest.mark.parametrize("sender", ["", "bookings", "Anna <anna@example.com>", "a@b\r\nBcc: c@d.e"])
def test_sender_must_be_an_address(given: Given, sender: str) -> None:
    with pytest.raises(BadSetting, match="COACHBOOK_MAIL_FROM"):
        mail.sender(given(KEY, {"COACHBOOK_MAIL_FROM": sender}))


def test_command_refuses_to_start_without_a_way_out(given: Given) -> None:
    given(PRODUCTION)
    result = CliRunner().invoke(cli.app, ["run", "--port", "1", "--no-build"])
    assert result.exit_code == 1
