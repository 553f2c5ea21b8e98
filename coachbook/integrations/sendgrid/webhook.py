"""What SendGrid reports: signed over the very bytes that came, and fresh."""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from coachbook.services.delivery_reports import Report

SIGNATURE = "x-twilio-email-event-webhook-signature"
TIMESTAMP = "x-twilio-email-event-webhook-timestamp"
FRESH = timedelta(minutes=5)


class NotGenuine(Exception):
    """It isn't from SendGrid, or it was kept and sent again."""


def reports(body: bytes, headers: Mapping[str, str], *, key: str, now: datetime) -> list[Report]:
    """Those about emails of ours; the account may send for others too. `headers` by their names
    in lower case."""
    timestamp = headers.get(TIMESTAMP, "")
    if not _is_fresh(timestamp, now) or not _is_signed(body, timestamp, headers, key):
        raise NotGenuine
    try:
        found = json.loads(body)
    except ValueError as problem:
        raise NotGenuine from problem
    events = found if isinstance(found, list) else []
    return [report for event in events if (report := _report(event)) is not None]


def _is_fresh(timestamp: str, now: datetime) -> bool:
    if not (timestamp.isascii() and timestamp.isdecimal()) or len(timestamp) > 12:
        return False
    return abs(now.timestamp() - int(timestamp)) <= FRESH.total_seconds()


def _is_signed(body: bytes, timestamp: str, headers: Mapping[str, str], key: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    try:
        signature = base64.b64decode(headers.get(SIGNATURE, ""), validate=True)
        public_key = load_der_public_key(base64.b64decode(key, validate=True))
        assert isinstance(public_key, EllipticCurvePublicKey)
        public_key.verify(signature, timestamp.encode() + body, ECDSA(SHA256()))
    except (InvalidSignature, binascii.Error, ValueError, AssertionError):
        return False
    return True


def _report(event: Any) -> Report | None:
    """None for what isn't about an email of ours, or has a shape that we don't know."""
    try:
        return Report(
            id=str(event["sg_event_id"])[:200],
            event=str(event["event"])[:40],
            message_id=UUID(str(event["outbox_id"])),
            address=str(event.get("email") or "").strip().lower()[:254],
            kind=str(event.get("type") or ""),
            reason=_words(event.get("reason")),
            happened_at=datetime.fromtimestamp(int(event["timestamp"]), UTC),
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError):
        return None


def _words(reason: Any) -> str:
    words = str(reason or "")
    return " ".join("".join(one if one.isprintable() else " " for one in words).split())[:500]
