"""Every way in which a call to Google can go wrong, on demand."""

from dataclasses import dataclass, field
from threading import RLock
from typing import Literal

from tests.google.refusals import Refusal, consent_refusal, refusal, unauthorized

When = Literal["instead", "after"]
Break = Literal["", "reset", "cut", "hang", "html", "empty"]
PAGE = b"<!doctype html><title>Error</title><h1>Something went wrong</h1>"
CALENDAR = ("insert", "get", "patch", "delete", "list")


@dataclass(frozen=True)
class Fault:
    """`instead` of carrying it out, or `after` that; `breaks` says how the answer is spoilt."""

    when: When = "instead"
    answer: Refusal | None = None
    breaks: Break = ""
    status: int = 200
    on: tuple[str, ...] = CALENDAR


def _answer(status: int, reason: str, **headers: str) -> Fault:
    return Fault(answer=refusal(status, reason, reason, **headers))


FAULTS: dict[str, Fault] = {
    "401": Fault(answer=unauthorized()),
    "403 rate": _answer(403, "rateLimitExceeded"),
    "403 user rate": _answer(403, "userRateLimitExceeded"),
    "403 quota": _answer(403, "quotaExceeded"),
    "403 off": _answer(403, "accessNotConfigured"),
    "403 forbidden": _answer(403, "forbidden"),
    "404": _answer(404, "notFound"),
    "409": _answer(409, "duplicate"),
    "410": _answer(410, "deleted"),
    "412": _answer(412, "conditionNotMet"),
    "429": _answer(429, "rateLimitExceeded", Retry_After="2"),
    "429 date": _answer(
        429,
        "rateLimitExceeded",
        Retry_After="Mon, 16 Nov 2026 15:02:00 GMT",
        Date="Mon, 16 Nov 2026 15:00:00 GMT",
    ),
    "500": _answer(500, "backendError"),
    "503": _answer(503, "backendError"),
    "500 after": Fault("after", refusal(500, "backendError", "Backend Error")),
    "503 after": Fault("after", refusal(503, "backendError", "Backend Error")),
    "hang": Fault(breaks="hang"),
    "hang after": Fault("after", breaks="hang"),
    "reset": Fault(breaks="reset"),
    "reset after": Fault("after", breaks="reset"),
    "cut": Fault("after", breaks="cut"),
    "html": Fault(breaks="html", status=502),
    "html 404": Fault(breaks="html", status=404),
    "html after": Fault("after", breaks="html", status=200),
    "elsewhere": Fault(answer=Refusal(302, {}, {"Location": "/elsewhere"})),
    "empty": Fault(breaks="empty"),
    "invalid_grant": Fault(answer=consent_refusal("invalid_grant", "gone"), on=("token",)),
    "token 500": Fault(answer=consent_refusal("internal_failure", "Backend", 500), on=("token",)),
    "token hang": Fault(breaks="hang", on=("token",)),
    "token html": Fault(breaks="html", on=("token",)),
    "token empty": Fault(breaks="empty", on=("token",)),
    "token elsewhere": Fault(answer=Refusal(307, {}, {"Location": "/token"}), on=("token",)),
    "revoke 500": Fault(answer=consent_refusal("internal", "Backend", 500), on=("revoke",)),
    "revoke reset": Fault(breaks="reset", on=("revoke",)),
    "revoke html": Fault(breaks="html", on=("revoke",)),
    "token client": Fault(answer=consent_refusal("invalid_client", "no", 401), on=("token",)),
}
# What a calendar call may meet, for tests that try each.
OF_CALLS = tuple(name for name, fault in FAULTS.items() if fault.on == CALENDAR)


@dataclass
class _Planned:
    fault: Fault
    on: tuple[str, ...]
    email: str
    skip: int
    left: float


@dataclass
class Faults:
    planned: list[_Planned] = field(default_factory=list)
    lock: RLock = field(default_factory=RLock)

    def plan(
        self, name: str, *, on: str = "", email: str = "", times: int | None = 1, skip: int = 0
    ) -> None:
        """The next `times` calls, until mended with None; of one kind, of one account."""
        fault = FAULTS[name]
        calls = (on,) if on else fault.on
        left = float("inf") if times is None else times
        with self.lock:
            self.planned.append(_Planned(fault, calls, email, skip, left))

    def mend(self) -> None:
        with self.lock:
            self.planned.clear()

    def next(self, call: str, email: str) -> Fault | None:
        with self.lock:
            for planned in self.planned:
                if call in planned.on and planned.email in ("", email) and planned.left > 0:
                    if planned.skip > 0:
                        planned.skip -= 1
                        continue
                    planned.left -= 1
                    return planned.fault
        return None
