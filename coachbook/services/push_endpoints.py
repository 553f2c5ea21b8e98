"""Where a device takes its messages: an address that its browser names and that we then call.

So only known push services are called, whatever somebody sends. Pure.
"""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

LONGEST = 2_000
HTTPS_PORT = 443
SERVICES = ("fcm.googleapis.com",)
SERVICE_DOMAINS = ("push.services.mozilla.com", "push.apple.com", "notify.windows.com")

_PLAIN = re.compile(r"[!$-;=?-\[\]_a-z~]+")  # no spaces, quotes, backslashes, fragments, controls
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")


def is_known(endpoint: str, extra_hosts: Sequence[str] = ()) -> bool:
    """Whether it may be called. `extra_hosts` are the operator's, as host:port."""
    if len(endpoint) > LONGEST or not _PLAIN.fullmatch(endpoint):
        return False
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError:
        return False
    if parts.netloc in extra_hosts:
        return parts.scheme in ("http", "https")
    host = parts.netloc.removesuffix(f":{HTTPS_PORT}")
    is_plain = parts.scheme == "https" and port in (None, HTTPS_PORT) and parts.path != ""
    return is_plain and _HOST.fullmatch(host) is not None and _is_service(host)


def _is_service(host: str) -> bool:
    return host in SERVICES or host.endswith(tuple(f".{one}" for one in SERVICE_DOMAINS))
