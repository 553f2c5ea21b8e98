"""The only reader of the time. Rules are handed `now`; only edges ask for it here."""

from datetime import UTC, datetime


def now() -> datetime:
    return datetime.now(UTC)
