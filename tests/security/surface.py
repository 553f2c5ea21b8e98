"""Everything that the outside can call, with who may: handlers, pages, HTTP routes.

`python -m tests.security.surface` writes surface.txt anew. Policies of handlers and pages are read
from the code; those of routes are written by hand, since a route decides for itself.
"""

import importlib
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reflex_base.registry import RegistrationContext
from starlette.routing import Route

FILE = Path(__file__).with_name("surface.txt")
UNDECIDED = "?"
OURS, FRAMEWORK = "coachbook.", "reflex."


@dataclass(frozen=True)
class Handler:
    """An event that a browser may name; `policy` is None where nothing was declared."""

    name: str
    state: Any
    function: Callable[..., Any]

    @property
    def policy(self) -> Any:
        return getattr(self.function, "_policy", None)

    @property
    def title(self) -> str:
        return f"{self.state.__name__}.{self.name.rpartition('.')[2]}"

    @property
    def is_ours(self) -> bool:
        return str(self.state.__module__).startswith(OURS)

    @property
    def parameters(self) -> list[inspect.Parameter]:
        return list(inspect.signature(self.function).parameters.values())[1:]


def application() -> Any:
    """The composed application; from then on every state and page is registered."""
    return importlib.import_module("coachbook.app")


@cache
def handlers() -> list[Handler]:
    """Those of the application and of the framework, not those that tests define."""
    application()
    registered = RegistrationContext.ensure_context().event_handlers
    found = (
        Handler(name, each.states[0], each.handler.fn)
        for name, each in sorted(registered.items())
        if each.states
    )
    return [one for one in found if str(one.state.__module__).startswith((OURS, FRAMEWORK))]


@cache
def marked() -> list[Handler]:
    return [one for one in handlers() if one.policy]


@cache
def named(title: str) -> Handler:
    return next(one for one in marked() if one.title == title)


def routes() -> list[Route]:
    """Our own HTTP routes."""
    composed = application()
    modules = composed.modules_of(importlib.import_module("coachbook.routes"))
    return [route for module in modules for route in getattr(module, "ROUTES", ())]


def framework_routes() -> list[str]:
    api = application().app._api
    return sorted(str(route.path) for route in api.routes)


def screens() -> list[Any]:
    application()
    return list(importlib.import_module("coachbook.ui.shell").SCREENS)


def inventory() -> dict[str, str]:
    """What is live: name -> policy, as far as the code tells."""
    return dict(sorted(_entries()))


def _entries() -> Iterator[tuple[str, str]]:
    for one in handlers():
        if one.is_ours and one.policy:
            yield f"event {one.title}", _words(one.policy)
    for screen in screens():
        yield f"page {screen.route}", screen.allow
    for route in routes():
        for method in sorted((route.methods or set()) - {"HEAD"}):
            yield f"route {method} {route.path}", UNDECIDED
    for path in framework_routes():
        yield f"route {path} of the framework", UNDECIDED


def _words(policy: Any) -> str:
    extras = [policy.rate] * (policy.rate != "normal") + ["quiet"] * policy.is_quiet
    return ", ".join([*sorted(policy.roles), *extras])


def committed() -> dict[str, str]:
    lines = FILE.read_text().splitlines() if FILE.exists() else []
    pairs = (line.partition(" -> ") for line in lines if " -> " in line)
    return {name: policy for name, _, policy in pairs}


def with_decisions(live: dict[str, str]) -> dict[str, str]:
    """The live inventory with the words that were written by hand before."""
    known = committed()
    return {
        name: known.get(name, UNDECIDED) if policy == UNDECIDED else policy
        for name, policy in live.items()
    }


if __name__ == "__main__":
    entries = with_decisions(inventory())
    FILE.write_text("".join(f"{name} -> {policy}\n" for name, policy in entries.items()))
