"""What granian calls in its process to have the application."""

import gc
from typing import Any


def application() -> Any:
    """What is imported stays: looking through it meanwhile for what doesn't takes a second."""
    gc.disable()
    from coachbook.app import app

    gc.enable()
    return app()
