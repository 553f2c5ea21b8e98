"""Where an answer may lead, and from where a request came."""

from urllib.parse import urljoin, urlsplit

import pytest
from starlette.requests import Request

from coachbook import config
from coachbook.routes.addresses import network_address, own_path


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "\\/evil.example", "https://evil.example", "http:evil.example", "HTTPS:/evil.example",
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
        "evil.example", "evil.example/a",
        " /x", " //evil.example", "\t//evil.example", "/\t/evil.example", "/\n/evil.example",
        "/\r\nSet-Cookie: a=b", "/x\r\nLocation: https://evil.example", "/\x00//evil.example", "",
        ".", "..", "../x", "?next=//evil.example", "#x", "@evil.example", ":80", "/x\n",
        "/x\\..\\//evil.example", "/" * 600, "/" + "a" * 600, "mailto:a@b.c", "ftp://evil.example",
        "//evil.example:80/%2e%2e", "/\x7f", "/ x", "//\u3002evil", "\uff0f\uff0fevil.example",
    ],
)  # fmt: skip
def test_foreign_paths_are_not_followed(path: str) -> None:
    assert own_path(path) == "/"


@pytest.mark.parametrize(
    "path",
    ["/", "/coach/bookings", "/client/calendar?booking=1#x", "/a//b", "/a:b@c", "/..//x", "/%2f/x"],
)
def test_own_paths_stay_here(path: str) -> None:
    assert own_path(path) == path
    assert urlsplit(urljoin("https://coach.example/sign-in", path)).netloc == "coach.example"


def _request(client: str | None, *forwarded: str) -> Request:
    return Request(
        {
            "type": "http",
            "client": (client, 1) if client else None,
            "headers": [(b"x-forwarded-for", value.encode()) for value in forwarded],
        }
    )


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        ("0", ["198.51.100.1"], "203.0.113.7"),
        ("1", ["198.51.100.1"], "198.51.100.1"),
        ("1", ["6.6.6.6, 198.51.100.1"], "198.51.100.1"),
        ("1", ["6.6.6.6", "198.51.100.1"], "198.51.100.1"),
        ("2", ["6.6.6.6, 198.51.100.1, 192.0.2.1"], "198.51.100.1"),
        ("2", ["198.51.100.1"], "203.0.113.7"),
        ("1", [], "203.0.113.7"),
    ],
)
def test_forwarded_addresses_count_behind_own_proxies_only(
    monkeypatch: pytest.MonkeyPatch, proxies: str, forwarded: list[str], address: str
) -> None:
    monkeypatch.setenv("COACHBOOK_TRUSTED_PROXIES", proxies)
    config.reset()
    assert network_address(_request("203.0.113.7", *forwarded)) == address


@pytest.mark.parametrize(
    ("client", "address"),
    [
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("testclient", "testclient"),
        (None, ""),
    ],
)
def test_one_household_is_one_address(client: str | None, address: str) -> None:
    assert network_address(_request(client)) == address
