"""Google Calendar and Google's consent. Google's libraries are loaded by whoever calls, not before:
they take as much memory as many coaches do."""

from coachbook.config import Settings
from coachbook.services.google_calendar.calendar_client import CalendarClient, Consent, Opening

TIMEOUT_SECONDS = 10.0


def opening(settings: Settings, *, timeout: float = TIMEOUT_SECONDS) -> Opening:
    """What it opens belongs to one thread."""

    def opened(refresh_token: str) -> CalendarClient:
        from coachbook.integrations.google_calendar.client import GoogleCalendar

        return GoogleCalendar(settings.google, refresh_token, timeout)

    return opened


def consent(settings: Settings, *, timeout: float = TIMEOUT_SECONDS) -> Consent:
    from coachbook.integrations.google_calendar.consenting import GoogleConsent

    return GoogleConsent(settings.google, f"{settings.public_url}/google/callback", timeout)
