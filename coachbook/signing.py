"""What the secret key is for: links that nobody can forge, and names that can't be read back.

A link carries the id of a row, signed, so that the database holds nothing that opens a door.
"""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

from coachbook.config import settings

ID_LETTERS = 22


def token(row_id: UUID, purpose: str) -> str:
    return f"{_encoded(row_id.bytes)}.{_encoded(_signature(row_id, purpose))}"


def claimed_id(token: str) -> UUID | None:
    """The id that a link carries, before anybody has looked at its signature."""
    raw = _decoded(token.partition(".")[0])
    return UUID(bytes=raw) if len(raw) == 16 else None


def row_id(token: str, purpose: str) -> UUID | None:
    """The id that was signed for this purpose; None for anything else."""
    identity, _, signature = token.partition(".")
    found = claimed_id(token)
    if found is None:
        return None
    expected = _encoded(_signature(found, purpose)).encode()
    is_ours = hmac.compare_digest(signature.encode("utf-8", "replace"), expected)
    return found if is_ours and _encoded(found.bytes) == identity else None


def unreadable(kind: str, name: str) -> str:
    """A name that is the same every time but says nothing about what it stands for."""
    return _keyed(f"{kind}:{name}").hex()


def _signature(row_id: UUID, purpose: str) -> bytes:
    return _keyed(f"link:{purpose}:{row_id}")


def _keyed(message: str) -> bytes:
    key = settings().secret_key.encode()
    return hmac.new(key, message.encode("utf-8", "replace"), hashlib.sha256).digest()


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    if len(text) != ID_LETTERS:
        return b""
    try:
        return base64.urlsafe_b64decode(text + "==")
    except (binascii.Error, ValueError):
        return b""
