"""How Reflex builds and runs the pages."""

import reflex as rx
from reflex.constants import StateManagerMode

from coachbook.config import settings
from coachbook.serving.origins import own_origins
from coachbook.serving.same_origin import SameOrigin
from coachbook.ui.theme import TAILWIND

config = rx.Config(
    app_name="coachbook",
    app_module_import="coachbook.app",
    plugins=[rx.plugins.TailwindV4Plugin(config=TAILWIND), SameOrigin()],
    disable_plugins=[rx.plugins.SitemapPlugin],  # nearly all pages are behind a sign-in
    cors_allowed_origins=own_origins(settings().public_url),
    deploy_url=settings().public_url,
    frontend_compression_formats=["brotli", "gzip"],
    show_built_with_reflex=False,
    state_manager_mode=StateManagerMode.MEMORY,  # a state on disk would hold its visitor's cookie
    telemetry_enabled=False,
)
