"""It installs as an app: everything that the manifest and the head name is there."""

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from coachbook.serving import ROOT
from coachbook.ui.home.state import SHORTCUTS
from coachbook.ui.installed.head import SCHEMES, SCREENS, install_tags

ASSETS = ROOT / "assets"
PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def manifest() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ASSETS / "manifest.webmanifest").read_text())
    return found


def size_of(picture: Path) -> tuple[int, int]:
    head = picture.read_bytes()[:24]
    assert head.startswith(PNG)
    width, height = struct.unpack(">II", head[16:])
    return width, height


def test_manifest_makes_an_app(manifest: dict[str, Any]) -> None:
    assert (manifest["name"], manifest["short_name"]) == ("coachbook", "coachbook")
    assert (manifest["id"], manifest["start_url"], manifest["scope"]) == ("/", "/", "/")
    assert manifest["display"] == "standalone"
    assert manifest["background_color"] == manifest["theme_color"] == "#f7f7f5"


def test_manifest_has_the_icons_that_it_names(manifest: dict[str, Any]) -> None:
    pictures = [one for one in manifest["icons"] if one["type"] == "image/png"]
    for one in pictures:
        width, height = size_of(ASSETS / one["src"].lstrip("/"))
        assert one["sizes"] == f"{width}x{height}"
    assert {"any", "maskable"} == {one["purpose"] for one in pictures}
    assert {"192x192", "512x512"} <= {one["sizes"] for one in pictures}


def test_shortcuts_lead_to_pages(manifest: dict[str, Any]) -> None:
    """By way of the first page, which knows whose app it is."""
    import coachbook.app
    from coachbook.ui.shell import SCREENS as PAGES

    assert coachbook.app.app
    shortcuts = {one["name"]: one["url"] for one in manifest["shortcuts"]}
    assert shortcuts == {"Book": "/?to=book", "My calendar": "/?to=calendar"}
    assert {url.removeprefix("/?to=") for url in shortcuts.values()} == set(SHORTCUTS)
    assert set(SHORTCUTS.values()) <= {page.route for page in PAGES}


def test_every_screen_has_its_picture_of_that_size() -> None:
    wanted = {
        f"{width * density}x{height * density}-{scheme}.png"
        for width, height, density in SCREENS
        for scheme in SCHEMES
    }
    assert {picture.name for picture in (ASSETS / "splash").iterdir()} == wanted
    for name in wanted:
        width, height = size_of(ASSETS / "splash" / name)
        assert name.startswith(f"{width}x{height}-")
    tags = " ".join(str(tag) for tag in install_tags())
    assert all(f"/splash/{name}" in tags for name in wanted)


def test_worker_keeps_nothing_of_the_application() -> None:
    """It answers only where the network doesn't, and stores one thing."""
    worker = (ASSETS / "sw.js").read_text()
    assert worker.count(".put(") == 1
    assert "cache.put(UPCOMING" in worker
    assert ".addAll" not in worker
    assert "importScripts" not in worker
