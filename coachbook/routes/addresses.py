"""From where a request comes, and where an answer may lead."""

import re
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.requests import Request

from coachbook.config import settings

OWN_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,499}")
IPV6_OF_ONE_HOUSEHOLD = 64


def network_address(request: Request) -> str:
    """The visitor's address. What a header says counts only behind our own proxies."""
    proxies = settings().trusted_proxies
    named = [
        part.strip()
        for header in request.headers.getlist("x-forwarded-for")
        for part in header.split(",")
    ]
    if 0 < proxies <= len(named):
        return _household(named[-proxies])
    return _household(request.client.host) if request.client else ""


def _household(address: str) -> str:
    """One household has a whole /64 of IPv6 addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return address[:100]
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ip_network((found, IPV6_OF_ONE_HOUSEHOLD), strict=False))


def own_path(path: str, otherwise: str = "/") -> str:
    """The path if it stays on this site: no scheme, no host, nothing that browsers read as one."""
    return path if OWN_PATH.fullmatch(path) else otherwise
