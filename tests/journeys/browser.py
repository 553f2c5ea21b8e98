"""The browser that journeys drive: the machine's Chromium, Playwright's own, or one fetched now."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# The browser's own toolbar is drawn by pages of its own: in each window, though nobody sees it.
# The switch replaces Playwright's, so those of its features that touch our pages are here too.
DISABLED_FEATURES = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "InitialWebUI",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "PreloadTopChromeWebUI",
    "ThirdPartyStoragePartitioning",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
    "WebUIReloadButton",
    "WebUIToolbarProcessOverheadExperiment",
)
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    f"--disable-features={','.join(DISABLED_FEATURES)}",
    "--disable-quic",
    "--no-first-run",
)


def arguments() -> list[str]:
    is_root = os.geteuid() == 0
    return [*ARGUMENTS, *(["--no-sandbox"] if is_root else [])]


def chromium(playwright: Playwright) -> str:
    """Where the browser is; installs one if there is none."""
    found = _installed(playwright)
    if not found:
        _install()
        found = _installed(playwright)
    if not found:
        raise RuntimeError("No Chromium: install one, or run `playwright install chromium`.")
    return found


def _installed(playwright: Playwright) -> str | None:
    own = playwright.chromium.executable_path
    on_this_machine = next(filter(None, map(shutil.which, NAMES)), None)
    return on_this_machine or (own if Path(own).exists() else None)


def _install() -> None:
    """By the system where we may, with what a browser needs to draw; else Playwright's build."""
    apt_get = shutil.which("apt-get")
    if apt_get and os.geteuid() == 0:
        _run([apt_get, "update", "-qq"])
        _run([apt_get, "install", "-y", "-qq", "--no-install-recommends", "chromium"])
    else:
        _run([sys.executable, "-m", "playwright", "install", "chromium"])


def _run(command: Sequence[str]) -> None:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, stdin=subprocess.DEVNULL, env=environment)
