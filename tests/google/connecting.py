"""Coachbook's own way to the stand-in, for tests of what lies between."""

import pytest

from coachbook import config
from coachbook.config import settings
from coachbook.integrations import google_calendar
from coachbook.services.google_calendar.calendar_client import CalendarClient, Consent
from tests.google.running import environment
from tests.google.stand_in import Google

SOON = 2.0


def configure(monkeypatch: pytest.MonkeyPatch, google: Google, url: str) -> None:
    """From here on, coachbook takes it for Google."""
    for name, value in environment(url).items():
        monkeypatch.setenv(name, value)
    config.reset()
    google.consents.redirect_uris.add(f"{settings().public_url}/google/callback")


def calendar(refresh_token: str, *, timeout: float = SOON) -> CalendarClient:
    return google_calendar.opening(settings(), timeout=timeout)(refresh_token)


def consent(*, timeout: float = SOON) -> Consent:
    return google_calendar.consent(settings(), timeout=timeout)
