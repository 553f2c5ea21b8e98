"""What a page may load and run: our own files, and exactly the inline scripts it was built with.

`style-src` must allow inline styles, since Emotion writes them. Nothing needs `eval`.
"""

import base64
import hashlib
import re
from pathlib import Path

INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
NO_PAGE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
FALLBACK = "/404"


class ContentPolicies:
    """The policy of each built page by its path; a path without a page has the shell's.

    `folders` are the pages whose file is served under their path with a slash at its end.
    """

    def __init__(self, built_pages: Path) -> None:
        files = [*built_pages.rglob("*.html")]
        self.of_path = {_path_of(file, built_pages): policy(file.read_text()) for file in files}
        indexes = (file for file in files if file.name == "index.html")
        self.folders = {_path_of(file, built_pages) for file in indexes} - {"/"}

    def of(self, path: str) -> str:
        known = self.of_path.get(path.rstrip("/") or "/")
        return known or self.of_path.get(FALLBACK, NO_PAGE)


def _path_of(file: Path, built_pages: Path) -> str:
    path = file.relative_to(built_pages).with_suffix("").as_posix()
    return "/" + path.removesuffix("index").rstrip("/")


def policy(page: str) -> str:
    hashes = " ".join(f"'sha256-{digest}'" for digest in sorted(_inline_scripts(page)))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "frame-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _inline_scripts(page: str) -> set[str]:
    return {
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in INLINE_SCRIPT.findall(page)
    }
