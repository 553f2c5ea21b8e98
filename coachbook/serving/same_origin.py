"""Pages talk to the server they came from, whatever its port; Reflex would bake one port in."""

from typing import Any

from reflex_base.plugins import Plugin

STATE_SCRIPT = "utils/state.js"
CHANGES = (
    (
        "endpoint.hostname = frontend_hostname;",
        "endpoint.hostname = frontend_hostname;\n    endpoint.port = window.location.port;",
    ),
    ('endpoint.port = ""; // Assume websocket is on https port via load balancer.', ""),
)


class UnknownScript(Exception):
    """Reflex's script isn't the one this was written for; look at it before going on."""


class SameOrigin(Plugin):
    def pre_compile(self, **context: Any) -> None:
        context["add_modify_task"](STATE_SCRIPT, talk_to_own_origin)


def talk_to_own_origin(script: str) -> str:
    """The script with both places that decide on the port changed; twice is as good as once."""
    if "endpoint.port = window.location.port;" in script:
        return script
    for found, wanted in CHANGES:
        if script.count(found) != 1:
            raise UnknownScript(f"{STATE_SCRIPT} should hold this once: {found}")
        script = script.replace(found, wanted)
    return script
