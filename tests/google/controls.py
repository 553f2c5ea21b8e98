"""The stand-in told what to do from another process, for tests that drive a browser."""

import json
from dataclasses import asdict
from typing import Any

from tests.google.stand_in import Answer, Asked, Google

PATH = "/stand-in/"


def answer(google: Google, asked: Asked) -> Answer:
    told = json.loads(asked.body or b"{}")
    with google.lock:
        done = WAYS[asked.path.removeprefix(PATH)](google, **told)
    return Answer(200, json.dumps(done).encode())


def redirect(google: Google, *, uri: str) -> None:
    google.consents.redirect_uris.add(uri)


def account(google: Google, *, email: str) -> None:
    google.account(email)


def grant(google: Google, *, email: str) -> str:
    """The refresh token of an account that has consented."""
    return google.consents.grant(email)


def events(google: Google, *, email: str) -> Any:
    return google.events(email)


def mailed(google: Google, *, email: str) -> Any:
    return [asdict(mail) for mail in google.mailed(email)]


def calls(google: Google) -> Any:
    return [asdict(call) for call in google.calls]


def complaints(google: Google) -> Any:
    return google.complaints


def fail(
    google: Google,
    *,
    name: str,
    on: str = "",
    email: str = "",
    times: int | None = 1,
    skip: int = 0,
) -> None:
    google.faults.plan(name, on=on, email=email, times=times, skip=skip)


def mend(google: Google) -> None:
    google.faults.mend()


def withdraw(google: Google, *, email: str) -> None:
    google.consents.withdraw(email)


def meet(google: Google, *, email: str, ready: bool = False, failed: bool = False,
         after_seconds: float = 0.0) -> None:  # fmt: skip
    meets = google.account(email).meets
    meets.ready, meets.failed, meets.after_seconds = ready, failed, after_seconds


def change(google: Google, *, email: str, event_id: str, fields: dict[str, Any]) -> None:
    google.account(email).calendar.change(event_id, **fields)


def wait(google: Google, *, latency: float = 0.0, hang_seconds: float = 30.0) -> None:
    google.latency, google.hang_seconds = latency, hang_seconds


def tokens(google: Google) -> Any:
    """All that nobody else may ever see."""
    consents = google.consents
    return [*consents.refresh_tokens, *consents.access_tokens, *consents.spent, *consents.codes]


WAYS: dict[str, Any] = {
    way.__name__: way
    for way in (
        redirect, account, grant, events, mailed, calls, complaints, fail, mend, withdraw, meet,
        change, wait, tokens,
    )
}  # fmt: skip
