"""What every way out writes around an email: who sends it, what programs read of it."""

from dataclasses import dataclass

from coachbook.notifications.sending import AddressRefused, Email

UNUSABLE = "The address can't be used."
SECURE = "https://"


@dataclass(frozen=True)
class Origin:
    """The address that emails come from, and the host that their names end in."""

    address: str
    host: str


def headers(email: Email, origin: Origin) -> dict[str, str]:
    """A mail app stops optional emails with one POST, but only over https (RFC 8058)."""
    found = {
        "Message-ID": f"<{email.id.hex}@{origin.host}>",
        "Auto-Submitted": "auto-generated",
    }
    if email.unsubscribe_link:
        found["List-Unsubscribe"] = f"<{email.unsubscribe_link}>"
    if email.unsubscribe_link.startswith(SECURE):
        found["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return found


def address(words: str) -> str:
    """As mail servers take it. What is no address is refused before any server is asked."""
    from email_validator import EmailNotValidError, validate_email

    try:
        known = validate_email(words, check_deliverability=False, test_environment=True)
    except EmailNotValidError as problem:
        raise AddressRefused(UNUSABLE) from problem
    return known.ascii_email or known.normalized


def file_name(position: int, count: int) -> str:
    return "invite.ics" if count == 1 else f"invite-{position}.ics"
