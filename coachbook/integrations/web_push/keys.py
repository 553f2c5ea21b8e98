"""The key that our pushes are signed with. A device is bound to it: with another, it hears nothing.

It is made at the first start and kept, unless the environment gives one.
"""

import base64
import binascii
import hashlib
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from coachbook.config import BadSetting, Settings

FILE = "push.key"
KEY_BYTES = 32
ID_LETTERS = 16


@dataclass(frozen=True)
class Keys:
    """`public` is what a browser subscribes with; `id` tells one pair from another."""

    private: str = field(repr=False)
    public: str
    id: str


@lru_cache(maxsize=4)
def of(settings: Settings) -> Keys:
    if settings.push.private_key:
        return _pair(settings.push.private_key, "COACHBOOK_PUSH_KEY")
    path = settings.data_dir / FILE
    return _pair(_kept(path), str(path))


def contact(settings: Settings) -> str:
    """Whom a push service writes to when something is wrong with what we send."""
    wanted = settings.push.contact or parseaddr(settings.mail.sender)[1]
    if wanted.startswith(("https://", "mailto:")):
        return wanted
    if wanted:
        return f"mailto:{wanted}"
    return settings.public_url if settings.is_secure else f"mailto:owner@{settings.public_host}"


def _pair(private: str, where: str) -> Keys:
    key = _private_key(private, where)
    point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    name = hashlib.sha256(point).hexdigest()[:ID_LETTERS]
    return Keys(private=private, public=_encoded(point), id=name)


def _private_key(private: str, where: str) -> ec.EllipticCurvePrivateKey:
    try:
        raw = base64.b64decode(private + "=", altchars=b"-_", validate=True)
        if len(raw) != KEY_BYTES:
            raise ValueError
        return ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())
    except (binascii.Error, ValueError):
        raise BadSetting(f"{where} holds no usable key for push messages.") from None


def _kept(path: Path) -> str:
    with suppress(FileNotFoundError):
        return path.read_text().strip()
    _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    """Whole from the first moment that it is there, whoever else is starting too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{secrets.token_hex(8)}")
    made = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(_encoded(made.to_bytes(KEY_BYTES, "big")))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
