"""Google's libraries cost memory and time only those who speak to Google."""

import subprocess
import sys

import pytest

LIBRARIES = ("googleapiclient", "google.auth", "google_auth_oauthlib", "oauthlib", "httplib2")
ASKED = f"""
import sys
import coachbook.app, coachbook.jobs.worker, coachbook.integrations.google_calendar as own
assert not [name for name in {LIBRARIES} if name in sys.modules], sys.modules.keys()
from coachbook.config import settings
own.opening(settings())("token"), own.consent(settings())
assert all(name in sys.modules for name in {LIBRARIES})
"""


@pytest.mark.slow
def test_googles_libraries_are_loaded_when_they_are_needed() -> None:
    subprocess.run([sys.executable, "-c", ASKED], check=True, timeout=60)
