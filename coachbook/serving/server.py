"""One granian worker serves pages, events and routes on one port."""

import os
import socket
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from coachbook.config import settings
from coachbook.serving import ROOT, logs

SECONDS_TO_FINISH = 5


def is_free(host: str, port: int) -> bool:
    """Whether we may listen there. Granian itself would share the port with another server."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def serve(host: str, port: int, root: Path = ROOT) -> None:
    """Until a signal stops it. The pages must have been built."""
    os.chdir(root)
    os.environ |= {
        "__REFLEX_SKIP_COMPILE": "true",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
    }
    Server(
        "coachbook.serving.loading:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        factory=True,
        workers=1,
        workers_kill_timeout=SECONDS_TO_FINISH,
        log_level=LogLevels.warning,
        log_access=False,  # its lines would carry the queries of links
        log_dictconfig=logs.configuration(settings().log_format),
    ).serve()
