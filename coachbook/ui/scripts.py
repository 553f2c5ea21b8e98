"""Our own JavaScript stands beside the Python that uses it; the build finds it as an asset.

`rx.asset` does the same, but reads the source of every caller on the stack: seconds at each start.
"""

from pathlib import Path

HERE = Path(__file__).parent


def script(path: str) -> str:
    """The `library` of a component whose script is at `path` below coachbook/ui."""
    if not (HERE / path).is_file():
        raise FileNotFoundError(f"There is no {path} in {HERE}.")
    return f"$/public/external/coachbook/ui/{path}"
