"""The stand-in in a process of its own, and in this one."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen

from tests.google.controls import PATH
from tests.google.stand_in import CLIENT_ID, CLIENT_SECRET


def environment(url: str) -> dict[str, str]:
    """The settings with which coachbook speaks to it."""
    return {
        "COACHBOOK_GOOGLE_CLIENT_ID": CLIENT_ID,
        "COACHBOOK_GOOGLE_CLIENT_SECRET": CLIENT_SECRET,
        "COACHBOOK_GOOGLE_CONSENT_URL": f"{url}/o/oauth2/v2/auth",
        "COACHBOOK_GOOGLE_TOKEN_URL": f"{url}/token",
        "COACHBOOK_GOOGLE_REVOKE_URL": f"{url}/revoke",
        "COACHBOOK_GOOGLE_API_URL": url,
    }


class Running:
    """What another process is told: the functions of `controls`, by name."""

    def __init__(self, url: str) -> None:
        self.url = url

    def tell(self, name: str, /, **told: Any) -> Any:
        request = Request(f"{self.url}{PATH}{name}", json.dumps(told).encode(), method="POST")
        with urlopen(request, timeout=10) as answer:
            return json.load(answer)


@contextmanager
def running() -> Iterator[Running]:
    command = [sys.executable, "-m", "tests.google"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Running(process.stdout.readline().strip())
        finally:
            process.send_signal(signal.SIGTERM)
