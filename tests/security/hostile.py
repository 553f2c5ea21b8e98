"""What a hostile browser might send: names, arguments and addresses that nobody should trust."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.security import arguments, surface
from tests.security.subjects import Ids

MARK = "zzpayloadzz"  # must never be seen in a log
SUBJECT = "00000000-0000-4000-8000-000000000000"
NASTY = (
    "", "\x00", f"{MARK}\x00", "\ud800", f"{MARK}\nERROR forged line", f"{MARK}\r\n\x1b[31m",
    "\u202etfel ot thgir", "👩‍👩‍👧‍👦" * 50, "x" * 10_001, f"<img onerror='{MARK}'>",
    "' OR 1=1 --", "__class__", "{}", "%s%n", "../../etc/passwd", "javascript:alert(1)",
    "0001-01-01", "9999-12-31", "9999-12-31T23:59:59Z", "2026-11-18T09:00:00", "1e999", "-1",
)  # fmt: skip
NUMBERS = (0, -1, 1, 10**6, 2**31, 2**63, 10**30, -(10**30), 0.5, float("nan"), float("inf"))
PATHS = (
    "/", "/book", "//evil.example/x", "/coach/clients/\x00", f"/coach/clients/{MARK}",
    "/book?coach=%00", "/coach/bookings?day=9999-12-31&book=x&booking=x", "https://evil.example/",
    "/sign-in?next=//evil.example", "/link?token=" + "A" * 5_000, "/coach/bookings?day=0001-01-01",
    "/client/check-in/\x00", f"/client/check-in/{SUBJECT}", f"/client/calendar?workout={MARK}",
    "/book?kind=__proto__&week=9999-12-31", f"/coach/clients/{SUBJECT}/workouts", "/\ud800", "",
)  # fmt: skip
STRANGE_NAMES = (
    "", "nothing", "reflex___state____state.nothing", "__init__", f"{MARK}\nERROR forged line",
    "reflex___state____state.__class__", "reflex___state____state._clean", "x" * 5_000,
    "reflex___state____state.reset", "reflex___state____state.get_state",
)  # fmt: skip

texts = st.sampled_from(NASTY) | st.text(max_size=40)
plain = st.none() | st.booleans() | st.sampled_from(NUMBERS) | texts
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
extras = st.dictionaries(
    st.sampled_from(("_as_admin", "self", "by", "state", "_owner", "vars", "cls", MARK)), values
)
deep: Any = [MARK]
for _ in range(200):
    deep = [deep]
too_much = st.sampled_from((deep, [0] * 600, {str(n): n for n in range(600)}))


@dataclass(frozen=True)
class Hostile:
    name: str
    payload: dict[str, Any]
    path: str
    title: str = ""

    def __repr__(self) -> str:
        return f"{self.title or self.name[:80]!r} at {self.path[:80]!r}: {self.payload!r}"[:500]


@st.composite
def events(draw: st.DrawFn) -> Hostile:
    """Mostly events that exist, with arguments that are nearly right."""
    path = draw(st.sampled_from(PATHS))
    if draw(st.integers(0, 9)) == 0:
        return Hostile(draw(st.sampled_from(STRANGE_NAMES)), draw(extras), path)
    one = draw(st.sampled_from(surface.handlers()))
    if one.policy is None:
        names = [each.name for each in one.parameters]
        return Hostile(one.name, {name: draw(values) for name in names} | draw(extras), path)
    payload = arguments.arguments(one.function, Ids("", SUBJECT), MARK)
    for name in payload:
        if draw(st.booleans()):
            payload[name] = draw(_spoiled(payload[name]))
    more = draw(extras) if draw(st.integers(0, 3)) == 0 else {}
    return Hostile(one.name, payload | more, path, one.title)


def _spoiled(value: Any) -> st.SearchStrategy[Any]:
    """Something else, or the same with something else inside."""
    if isinstance(value, dict) and value:
        inside = st.sampled_from(sorted(value)).flatmap(
            lambda key: values.map(lambda other: {**value, key: other})
        )
        return inside | inside | values | too_much
    if isinstance(value, list):
        return st.lists(values, max_size=5) | values | too_much
    return values | too_much
