"""Which web addresses are our own: the public one and, for a local one, its other names."""

from urllib.parse import urlsplit

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")


def own_origins(public_url: str) -> list[str]:
    """Scheme, host and port as browsers send them in `Origin`."""
    address = urlsplit(public_url)
    port = f":{address.port}" if address.port else ""
    return [f"{address.scheme}://{host}{port}" for host in own_hosts(public_url)]


def own_hosts(public_url: str) -> tuple[str, ...]:
    """Host names as browsers send them in `Host`, without the port."""
    host = urlsplit(public_url).netloc.rpartition("@")[2].lower()
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    return LOCAL_HOSTS if name in LOCAL_HOSTS else (name,)
