"""Each refusal of Google means one thing, and a stranger's means nothing about an event."""

import json

import pytest

from coachbook.integrations.google_calendar.answers import failure, failure_of_token, is_revoked
from coachbook.services.google_calendar.calendar_client import (
    EventChanged,
    EventExists,
    EventGone,
    GoogleFailed,
    NeedsReconnect,
    Refused,
    TryLater,
)

Kind = type[GoogleFailed]
HOUR = 3_600.0


def told(status: int, reason: str) -> bytes:
    one = {"reason": reason, "message": "of robin@example.com"}
    return json.dumps({"error": {"code": status, "errors": [one]}}).encode()


@pytest.mark.parametrize(
    ("status", "reason", "call", "kind", "seconds"),
    [
        (400, "invalid", "insert", Refused, None),
        (403, "rateLimitExceeded", "insert", TryLater, None),
        (403, "userRateLimitExceeded", "patch", TryLater, None),
        (403, "quotaExceeded", "insert", TryLater, HOUR),
        (403, "dailyLimitExceeded", "get", TryLater, HOUR),
        (403, "accessNotConfigured", "insert", TryLater, HOUR),
        (403, "forbidden", "insert", Refused, None),
        (403, "forbiddenForNonOrganizer", "patch", Refused, None),
        (404, "notFound", "insert", Refused, None),
        (404, "notFound", "list", Refused, None),
        (404, "notFound", "get", EventGone, None),
        (404, "notFound", "patch", EventGone, None),
        (404, "notFound", "delete", EventGone, None),
        (410, "deleted", "patch", EventGone, None),
        (410, "deleted", "delete", EventGone, None),
        (409, "duplicate", "insert", EventExists, None),
        (409, "conflict", "patch", TryLater, None),
        (412, "conditionNotMet", "patch", EventChanged, None),
        (401, "authError", "get", TryLater, None),
        (408, "", "get", TryLater, None),
        (429, "rateLimitExceeded", "insert", TryLater, None),
        (500, "backendError", "insert", TryLater, None),
        (503, "backendError", "delete", TryLater, None),
    ],
)
def test_refusal_of_a_call_means(
    status: int, reason: str, call: str, kind: Kind, seconds: float | None
) -> None:
    found = failure(status, {}, told(status, reason), call)
    assert (type(found), found.after_seconds) == (kind, seconds)
    assert "robin" not in found.words
    assert found.words.endswith(".")


@pytest.mark.parametrize("status", [302, 400, 403, 404, 409, 410, 412, 418])
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": 7}', b"\xff"])
def test_what_a_stranger_answers_says_nothing_about_an_event(status: int, body: bytes) -> None:
    assert type(failure(status, {}, body, "delete")) is TryLater


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "120"}, 120),
        ({"retry-after": "99999999"}, 86_400),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "soon"}, None),
        ({}, None),
        (
            {
                "retry-after": "Mon, 16 Nov 2020 15:02:00 GMT",
                "date": "Mon, 16 Nov 2020 15:00:30 GMT",
            },
            90,
        ),
        ({"retry-after": "Mon, 16 Nov 2020 15:02:00 GMT"}, 0),
        ({"retry-after": "Mon, 16 Nov 2020 15:02:00 -0000"}, None),
    ],
)
@pytest.mark.parametrize(("status", "reason"), [(429, "rateLimitExceeded"), (503, "backendError")])
def test_as_long_as_google_asks_for(
    status: int, reason: str, headers: dict[str, str], seconds: float | None
) -> None:
    found = failure(status, headers, told(status, reason), "insert")
    assert found.after_seconds == seconds


@pytest.mark.parametrize(
    ("error", "kind", "seconds"),
    [
        ("invalid_grant", NeedsReconnect, None),
        ("admin_policy_enforced", NeedsReconnect, None),
        ("invalid_client", TryLater, HOUR),
        ("deleted_client", TryLater, HOUR),
        ("internal_failure", TryLater, None),
        ("<script>", TryLater, None),
    ],
)
def test_refusal_of_a_token_means(error: str, kind: Kind, seconds: float | None) -> None:
    body = json.dumps({"error": error, "error_description": "of robin@example.com"}).encode()
    found = failure_of_token(400, {}, body)
    assert (type(found), found.after_seconds) == (kind, seconds)
    assert "robin" not in found.words
    assert "<" not in found.words


@pytest.mark.parametrize("body", [b"", b"<html>invalid_grant", b'{"error": {}}', b"{}"])
def test_only_google_itself_ends_a_connection(body: bytes) -> None:
    assert type(failure_of_token(400, {}, body)) is TryLater


@pytest.mark.parametrize(
    ("status", "body", "is_over"),
    [
        (200, b"{}", True),
        (200, b"", True),
        (400, b'{"error": "invalid_token"}', True),
        (400, b'{"error": "invalid_request"}', False),
        (200, b"<html>", False),
        (503, b"<html>", False),
    ],
)
def test_token_is_revoked_only_by_googles_word(status: int, body: bytes, is_over: bool) -> None:
    assert is_revoked(status, body) is is_over
