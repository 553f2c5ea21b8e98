"""An email as SendGrid's mail/send takes it: one recipient a request, nothing of it tracked.

Tracking would send every link through somebody else's machine, and these links act for people.
"""

import base64
from typing import Any

from coachbook.integrations.envelopes import Origin, file_name, headers
from coachbook.notifications.sending import Email, Invitation

Body = dict[str, Any]

TRACKING = {
    "click_tracking": {"enable": False, "enable_text": False},
    "open_tracking": {"enable": False},
    "subscription_tracking": {"enable": False},
    "ganalytics": {"enable": False},
}


def body(email: Email, origin: Origin, *, to: str) -> Body:
    """`outbox_id` comes back with every report about this email."""
    made: Body = {
        "personalizations": [
            {
                "to": [_party(email.recipient_name, to)],
                "custom_args": {"outbox_id": str(email.id)},
            }
        ],
        "from": _party(email.sender_name, origin.address),
        "subject": email.subject,
        "content": _content(email),
        "headers": headers(email, origin),
        "tracking_settings": TRACKING,
    }
    if email.reply_to:
        made["reply_to"] = {"email": email.reply_to}
    if email.invitations:
        made["attachments"] = _attachments(email.invitations)
    return made


def _party(name: str, address: str) -> dict[str, str]:
    """A comma or a semicolon in a name would end it there, unless it is quoted."""
    plain = name.replace('"', "'")
    shown = f'"{plain}"' if set(plain) & set(",;") else plain
    return {"email": address, "name": shown} if shown else {"email": address}


def _content(email: Email) -> list[dict[str, str]]:
    """In the order that SendGrid asks for: the plainest first."""
    parts = [("text/plain", email.text), ("text/html", email.html)]
    if len(email.invitations) == 1:
        (one,) = email.invitations
        parts.append((f"text/calendar; method={one.method}", one.file.decode()))
    return [{"type": kind, "value": value} for kind, value in parts]


def _attachments(invitations: tuple[Invitation, ...]) -> list[dict[str, str]]:
    return [
        {
            "content": base64.b64encode(one.file).decode(),
            "type": "application/ics",
            "filename": file_name(position, len(invitations)),
            "disposition": "attachment",
        }
        for position, one in enumerate(invitations, start=1)
    ]
