"""Which mail server, from one setting: smtp://user:password@host:port, or smtps:// for TLS."""

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from coachbook.config import BadSetting

PORTS = {"smtp": 587, "smtps": 465}
NEAR = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Server:
    """`is_tls` from the first byte on; else TLS begins where the server offers it."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    is_tls: bool

    @property
    def needs_tls(self) -> bool:
        """A password doesn't travel in the clear."""
        return bool(self.user) and self.host not in NEAR


def server(url: str) -> Server:
    """Refuses with BadSetting; the setting's value is never repeated, it holds the password."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as problem:
        raise _bad() from problem
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query:
        raise _bad()
    return Server(
        parts.hostname,
        port or PORTS[parts.scheme],
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        parts.scheme == "smtps",
    )


def _bad() -> BadSetting:
    return BadSetting(
        "COACHBOOK_SMTP_URL must look like smtp://user:password@host:587 (TLS where the server "
        "offers it) or smtps://user:password@host:465. Write : / @ in a password as %3A %2F %40."
    )
