"""Pictures of a page for people to look at: three widths, light and dark, in test-results/."""

from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize

from coachbook.serving import ROOT

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
SIZES: tuple[ViewportSize, ...] = (
    {"width": 390, "height": 844},
    {"width": 768, "height": 1024},
    DESKTOP,
)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def take(page: Page, name: str, folder: Path = ROOT / "test-results") -> list[Path]:
    """The page as it is now, whole, in every size and scheme; afterwards as it was."""
    before = page.viewport_size or DESKTOP
    taken = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for size in SIZES:
            page.set_viewport_size(size)
            taken.append(folder / f"{name}-{size['width']}-{scheme}.png")
            page.screenshot(path=taken[-1], full_page=True)
    page.set_viewport_size(before)
    page.emulate_media(color_scheme=None)
    return taken
