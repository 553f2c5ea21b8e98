"""A stand-in that is served, and Google's own client on it as it is."""

from collections.abc import Iterator
from typing import Any

import google_auth_httplib2
import httplib2
import pytest
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build

from tests.google.serving import serving
from tests.google.stand_in import CLIENT_ID, CLIENT_SECRET, Google

ADA = "ada@example.com"


@pytest.fixture
def google() -> Google:
    return Google()


@pytest.fixture
def url(google: Google) -> Iterator[str]:
    with serving(google) as found:
        yield found


@pytest.fixture
def events(google: Google, url: str) -> Iterator[Any]:
    """The events of Ada's calendars; nothing of coachbook is between."""
    told = {"token_uri": f"{url}/token", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    credentials = Credentials(  # type: ignore[no-untyped-call]
        None, refresh_token=google.consents.grant(ADA), **told
    )
    http = google_auth_httplib2.AuthorizedHttp(credentials, http=httplib2.Http(timeout=5))
    options = {"api_endpoint": f"{url}/calendar/v3/"}
    service = build("calendar", "v3", http=http, static_discovery=True, client_options=options)
    yield service.events()
    http.close()
    service.close()
