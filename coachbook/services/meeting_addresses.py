"""Where a check-in takes place on the web: a link that clients are given. Pure."""

from urllib.parse import SplitResult, urlsplit

from coachbook.errors import Invalid

LONGEST = 500
FIELD = "meeting_address"
NOT_A_LINK = "Enter the whole address of your meeting, beginning with https://"


def valid_meeting_address(typed: str) -> str:
    """An https address, or nothing; refuses what could lead elsewhere than it reads."""
    address = typed.strip()
    if not address:
        return ""
    if len(address) > LONGEST:
        raise Invalid(f"Keep it under {LONGEST} characters.", field=FIELD)
    if not _is_plain(address) or not _leads_to_a_host(_parts(address)):
        raise Invalid(NOT_A_LINK, field=FIELD)
    return address


def _is_plain(address: str) -> bool:
    return address.isascii() and address.isprintable() and not set(address) & set(" \\\"'<>`")


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as problem:
        raise Invalid(NOT_A_LINK, field=FIELD) from problem
    return parts


def _leads_to_a_host(parts: SplitResult) -> bool:
    """A name before an @ looks like the host and isn't."""
    host = parts.hostname or ""
    labels = host.split(".")
    return (
        parts.scheme == "https"
        and "@" not in parts.netloc
        and len(labels) > 1
        and all(label.replace("-", "").isalnum() for label in labels)
    )
