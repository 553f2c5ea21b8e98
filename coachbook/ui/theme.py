"""The look: names for colours and sizes. Their values, light and dark, are in assets/theme.css.

Imports nothing of Reflex: the build's configuration reads it too.
"""

from typing import Any

KINDS = ("session", "checkin", "workout", "over", "blocked")

SURFACES = ("canvas", "surface", "raised", "sunken", "selected", "line", "line-strong")
TEXTS = ("ink", "ink-soft", "ink-faint", "on-primary", "on-danger")
SIGNALS = ("primary", "primary-hover", "focus", "danger", "danger-hover")
TONES = ("success", "notice", "error", *KINDS)


def _colours() -> dict[str, str]:
    """`session` is the strong one (dots, borders), `-soft` a background, `-ink` text upon that."""
    tones = (f"{tone}{part}" for tone in TONES for part in ("", "-soft", "-ink"))
    return {name: f"var(--{name})" for name in (*SURFACES, *TEXTS, *SIGNALS, *tones)}


TAILWIND: Any = {
    "darkMode": "class",
    "theme": {
        "extend": {
            "colors": _colours(),
            "fontFamily": {"sans": "var(--font-sans)"},
            "borderRadius": {"control": "8px", "card": "12px"},
            "boxShadow": {"card": "var(--shadow-card)", "raised": "var(--shadow-raised)"},
        }
    },
}

STYLESHEETS = ["/theme.css"]

FOCUS = "focus-visible:outline-2 focus-visible:outline-offset-2 focus-visible:outline-focus"
CONTROL = (
    "h-9 pointer-coarse:h-11 w-full rounded-control border border-line-strong bg-surface px-3 "
    "text-sm text-ink placeholder:text-ink-faint disabled:opacity-60 "
    f"aria-[invalid=true]:border-danger pointer-coarse:text-base {FOCUS}"
)
LINK = (
    "rounded-sm text-ink underline decoration-line-strong underline-offset-4 "
    f"hover:decoration-ink {FOCUS}"
)
CARD = "rounded-card border border-line bg-surface shadow-card"
HEADING = "text-xl font-semibold tracking-tight text-ink"
SUBHEADING = "text-sm font-semibold text-ink"
SOFT = "text-sm text-ink-soft"
