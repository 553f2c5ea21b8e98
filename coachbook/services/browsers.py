"""What a browser says of itself, in two words that a person recognises. Pure."""

from collections.abc import Sequence

# In this order: each names itself, and many also name those below them.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
PHONES = ("iPhone", "Android")


def browser_words(user_agent: str) -> str:
    """ "Chrome on Windows"; "A browser" for one that doesn't say."""
    browser = _first(BROWSERS, user_agent) or "A browser"
    system = system_of(user_agent)
    return f"{browser} on {system}" if system else browser


def system_of(user_agent: str) -> str:
    return _first(SYSTEMS, user_agent)


def is_phone(user_agent: str) -> bool:
    return system_of(user_agent) in PHONES


def _first(known: Sequence[tuple[str, str]], user_agent: str) -> str:
    return next((name for sign, name in known if sign in user_agent), "")
