"""One thread's line to Google, and the short-lived keys that each call is made with."""

import hashlib
import json
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from typing import Any

import google_auth_httplib2
import httplib2
from google.auth.exceptions import GoogleAuthError
from google.oauth2.credentials import Credentials

from coachbook.config import GoogleSettings
from coachbook.integrations.google_calendar import answers
from coachbook.services.google_calendar.calendar_client import GoogleFailed, TryLater

EARLIER_SECONDS = 300.0
MOST_KEPT = 1_000

_kept: dict[str, tuple[str, float]] = {}


def line(owner: object, timeout: float) -> httplib2.Http:
    """Open as long as the owner lives. Nothing leads it elsewhere."""
    http = httplib2.Http(timeout=timeout)
    http.follow_redirects = False
    weakref.finalize(owner, http.close)
    return http


@contextmanager
def heard(http: httplib2.Http) -> Iterator[None]:
    """What is raised further holds nothing of what was sent: no address, no key."""
    try:
        yield
    except GoogleFailed:
        raise
    except TimeoutError:
        http.close()
        raise TryLater("Google takes too long to answer.") from None
    except (OSError, HTTPException, httplib2.HttpLib2Error, GoogleAuthError) as problem:
        http.close()
        words = f"Google can't be reached, or its answer was lost ({type(problem).__name__})."
        raise TryLater(words) from None
    except ValueError:
        raise TryLater(answers.NOT_GOOGLES) from None


class AccessTokens:
    """One coach's, as long as each is good for; other lines of this process use the same."""

    def __init__(self, google: GoogleSettings, refresh_token: str, http: httplib2.Http) -> None:
        self._google, self._refresh_token, self._http = google, refresh_token, http
        told = f"{google.token_url} {google.client_id} {refresh_token}"
        self._name = hashlib.sha256(told.encode()).hexdigest()

    def current(self) -> str:
        token, until = _kept.get(self._name, ("", 0.0))
        return token if time.monotonic() < until else self._renewed()

    def forget(self) -> None:
        _kept.pop(self._name, None)

    def _renewed(self) -> str:
        credentials = Credentials(  # type: ignore[no-untyped-call]
            None,
            refresh_token=self._refresh_token,
            token_uri=self._google.token_url,
            client_id=self._google.client_id,
            client_secret=self._google.client_secret,
        )
        asking = _Asking(self._http)
        credentials.refresh(asking)  # type: ignore[no-untyped-call]
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        token = str(credentials.token)
        _kept[self._name] = token, time.monotonic() + asking.seconds - EARLIER_SECONDS
        return token


class _Asking(google_auth_httplib2.Request):  # type: ignore[misc]
    """Raises our own failures: Google's library would wait and ask again itself."""

    seconds = 0.0

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        answer = super().__call__(*arguments, **named)
        if answer.status != 200:
            raise answers.failure_of_token(answer.status, answer.headers, answer.data)
        told = json.loads(answer.data)
        if not isinstance(told, dict) or not isinstance(told.get("access_token"), str):
            raise ValueError
        self.seconds = float(told.get("expires_in") or 0)
        return answer
