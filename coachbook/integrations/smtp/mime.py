"""An email as its bytes: text and HTML as two forms of one thing, the calendar file beside them.

Written here, since the standard library takes longer over an email than everything else together.
A boundary begins with =_ and so can't stand in what is encoded.
"""

import base64
from binascii import b2a_qp
from collections.abc import Iterable, Mapping
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

from coachbook.integrations.envelopes import Origin, file_name, headers
from coachbook.notifications.sending import Email, Invitation

END = "\r\n"
Part = bytes


def written(email: Email, origin: Origin, *, to: str, now: datetime) -> bytes:
    """`to` is the recipient's address as servers take it. A single invitation is a form of the
    email too, so that a mail app offers it at once.
    """
    top = {
        "From": _party(email.sender_name, origin.address),
        "To": _party(email.recipient_name, to),
        **({"Reply-To": email.reply_to} if email.reply_to else {}),
        "Subject": _words(email.subject),
        "Date": format_datetime(now),
        **headers(email, origin),
        "MIME-Version": "1.0",
    }
    content = _several("alternative", email.id.hex, _forms(email))
    files = list(_files(email.invitations))
    if files:
        content = _several("mixed", f"{email.id.hex}_m", [content, *files])
    return _lines(top) + content


def _forms(email: Email) -> list[Part]:
    forms = [_text("plain", email.text), _text("html", email.html)]
    if len(email.invitations) == 1:
        (one,) = email.invitations
        kind = f'text/calendar; charset="utf-8"; method={one.method}'
        forms.append(_base64({"Content-Type": kind}, one.file))
    return forms


def _files(invitations: tuple[Invitation, ...]) -> Iterable[Part]:
    for position, one in enumerate(invitations, start=1):
        name = file_name(position, len(invitations))
        described = {
            "Content-Type": f'application/ics; name="{name}"',
            "Content-Disposition": f'attachment; filename="{name}"',
        }
        yield _base64(described, one.file)


def _several(kind: str, boundary: str, parts: Iterable[Part]) -> Part:
    mark = f"=_{boundary}"
    head = _lines({"Content-Type": f'multipart/{kind}; boundary="{mark}"'})
    inside = b"".join(b"--" + mark.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return head + b"\r\n" + inside + b"--" + mark.encode() + b"--\r\n"


def _text(kind: str, words: str) -> Part:
    lines = END.join(words.splitlines()).encode("utf-8", "replace") + b"\r\n"
    head = {
        "Content-Type": f'text/{kind}; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
    }
    return _lines(head) + b"\r\n" + b2a_qp(lines, istext=True)


def _base64(described: Mapping[str, str], content: bytes) -> Part:
    head = {**described, "Content-Transfer-Encoding": "base64"}
    return _lines(head) + b"\r\n" + base64.encodebytes(content).replace(b"\n", b"\r\n")


def _lines(named: Mapping[str, str]) -> bytes:
    """Refuses what would end its line and begin another one."""
    for name, value in named.items():
        unfolded = value.replace(f"{END} ", " ")
        if not unfolded.isprintable():
            raise ValueError(f"The header {name} isn't one line.")
    return "".join(f"{name}: {value}{END}" for name, value in named.items()).encode()


def _party(name: str, address: str) -> str:
    if not name:
        return address
    shown = _words(name)
    if shown == name:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        shown = f'"{escaped}"'
    return f"{shown} <{address}>"


def _words(words: str) -> str:
    """Other letters than ASCII's travel encoded (RFC 2047); what looks so already, as well."""
    if words.isascii() and "=?" not in words:
        return words
    if not words.isprintable():
        raise ValueError("A header isn't one line.")
    return Header(words, "utf-8").encode(linesep=END)
