"""Pages of our own that must show even when nothing else works: no script, no other file."""

from collections.abc import Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, select_autoescape
from starlette.responses import HTMLResponse, Response

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)

_templates = Environment(
    loader=PackageLoader("coachbook.routes"), autoescape=select_autoescape(default=True)
)


def unreachable() -> Response:
    return page(
        "notice.html",
        503,
        title="Back in a moment",
        sentence="coachbook can't reach its database right now. Nothing was changed. "
        "Go back and try again soon.",
    )


def broken(reference: str) -> Response:
    return page(
        "notice.html",
        500,
        title="Something went wrong",
        sentence=f"We wrote it down as {reference}. Go back and try again; if it happens again, "
        "tell us that number.",
    )


def absent() -> Response:
    return page(
        "notice.html",
        404,
        title="Nothing here",
        sentence="This page isn't here any more, or it isn't for you.",
    )


def sample_sign_ins(sign_ins: Sequence[Any]) -> Response:
    return page("sample.html", 200, title="The sample practice is ready", sign_ins=sign_ins)


def page(template: str, status: int, **values: Any) -> Response:
    """One of our templates, with a policy that lets it load and run nothing."""
    html = _templates.get_template(template).render(**values)
    return HTMLResponse(html, status, {"Content-Security-Policy": POLICY})
