"""Composes the application: pages, gate, refusals, routes. Nothing else."""

import gc
import importlib
import logging
import pkgutil
from functools import partial
from types import ModuleType
from typing import Any

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary
from starlette.applications import Starlette

import coachbook.routes
import coachbook.ui
from coachbook import clock
from coachbook.jobs import schedule, worker
from coachbook.routes import live
from coachbook.routes.security import SecurityHeaders
from coachbook.services import schedules, sign_ins
from coachbook.ui import calls
from coachbook.ui.components.lost import connection_lost, not_found, page_broke
from coachbook.ui.gate import Gate
from coachbook.ui.installed.head import install_tags
from coachbook.ui.installed.parts import keeps_upcoming
from coachbook.ui.refusals import WithoutPayload, note_backend_problem
from coachbook.ui.shell import add_screens
from coachbook.ui.theme import STYLESHEETS

FRAMEWORK_LOGS = (
    "asyncio",
    "engineio.server",
    "socketio.server",
    "reflex.app",
    "reflex.state",
    "reflex_base.event.processor.base_state_processor",
    "reflex_base.event.processor.event_processor",
)


async def find_person(cookie: str) -> Any:
    return await calls.in_thread(partial(sign_ins.recognise, cookie, now=clock.now()))


def modules_of(package: ModuleType, name: str = "") -> list[ModuleType]:
    """The package's modules, or those of this name anywhere below it."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    wanted = (m.name for m in found if not name or m.name.endswith(f".{name}"))
    return [importlib.import_module(module) for module in wanted]


def make_app() -> rx.App:
    modules_of(coachbook.ui, "page")
    routes = [r for module in modules_of(coachbook.routes) for r in getattr(module, "ROUTES", ())]
    app = rx.App(
        stylesheets=STYLESHEETS,
        toaster=None,  # messages have their own place, see ui/components/notices.py
        html_lang="en",
        head_components=_head(),
        app_wraps={
            (55, "ErrorBoundary"): lambda _: ErrorBoundary.create(
                fallback_render=page_broke(), on_error=rx.noop()
            ),
            (5, "Connection"): lambda _: connection_lost(),
            (4, "KeepsUpcoming"): lambda _: keeps_upcoming(),
        },
        backend_exception_handler=note_backend_problem,
        api_transformer=[Starlette(routes=routes), SecurityHeaders],
    )
    app.register_lifespan_task(live.ending_with_the_server)
    app.register_lifespan_task(worker.beside_pages)
    schedules.hand_in(schedule)
    app.add_middleware(Gate(find_person, sign_ins.cookie_name()))
    add_screens(app)
    app.add_page(not_found, route="404", title="Nothing here · coachbook", image="/icon-512.png")
    for name in FRAMEWORK_LOGS:
        logging.getLogger(name).addFilter(WithoutPayload())
    return app


def _head() -> list[rx.Component]:
    return [
        rx.el.link(rel="icon", href="/icon.svg", type="image/svg+xml"),
        *install_tags(),
        rx.el.meta(name="theme-color", content="#f7f7f5", media="(prefers-color-scheme: light)"),
        rx.el.meta(name="theme-color", content="#111110", media="(prefers-color-scheme: dark)"),
    ]


app = make_app()
gc.freeze()  # what was imported stays: no collection need look through it while someone waits
gc.set_threshold(20_000, 20, 20)
