"""What went wrong, for the log: kinds and places, on one line."""

import traceback

from coachbook.config import settings

MOST_CAUSES = 5
MOST_FRAMES = 4
MOST_LETTERS = 300


def cause_of(problem: BaseException, *, with_text: bool | None = None) -> str:
    """Down to the first one. In production without texts, which may carry what was typed."""
    if with_text is None:
        with_text = not settings().is_production
    chain = [problem]
    while (earlier := chain[-1].__cause__ or chain[-1].__context__) and len(chain) < MOST_CAUSES:
        chain.append(earlier)
    return " <- ".join(_kind_and_place(each, with_text) for each in chain)


def one_line(text: str) -> str:
    return " ".join(text.split())[:MOST_LETTERS]


def _kind_and_place(problem: BaseException, with_text: bool) -> str:
    frames = traceback.extract_tb(problem.__traceback__)[-MOST_FRAMES:]
    places = " > ".join(f"{_last_two(f.filename)}:{f.lineno} {f.name}" for f in frames)
    text = f" ({one_line(str(problem))})" if with_text else ""
    return f"{type(problem).__name__}{text} at {places or 'no frame'}"


def _last_two(filename: str) -> str:
    return "/".join(filename.split("/")[-2:])
