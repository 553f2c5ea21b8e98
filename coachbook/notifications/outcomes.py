"""What became of one attempt to send a message, and what the row says of it afterwards."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from coachbook.notifications import backoff, claims
from coachbook.notifications.claims import Claim
from coachbook.notifications.sending import AddressRefused, NeverWorks, NotSent, TryLater

DeviceNews = Literal["worked", "failed", "gone"]
LONGEST_ERROR = 2_000
LONGEST_REASON = 200


@dataclass(frozen=True)
class Outcome:
    """`state` is where the row goes; "waiting" to be tried again. `devices` has what was learned
    of each; `refused_address` gets nothing more."""

    state: Literal["sent", "kept", "void", "dead", "waiting"]
    words: str = ""
    provider_ref: str = ""
    after_seconds: float | None = None
    is_in_doubt: bool = False
    devices: Mapping[UUID, DeviceNews] = field(default_factory=dict)
    refused_address: str = ""

    @property
    def concerns_others(self) -> bool:
        """What was learned of the address or a device goes for whatever else is to go there."""
        return bool(self.refused_address) or "gone" in self.devices.values()

    @property
    def reached(self) -> Collection[str]:
        return {str(device) for device, news in self.devices.items() if news == "worked"}


def void(reason: str) -> Outcome:
    return Outcome("void", reason)


def failed(failure: NotSent, *, address: str = "") -> Outcome:
    """What the failure means for the message; `address` is where it was to go."""
    if isinstance(failure, TryLater):
        return Outcome(
            "waiting",
            failure.reason,
            after_seconds=failure.after_seconds,
            is_in_doubt=failure.is_in_doubt,
        )
    assert isinstance(failure, NeverWorks)
    refused = address if isinstance(failure, AddressRefused) else ""
    return Outcome("dead", failure.reason, refused_address=refused)


def values(outcome: Outcome, claim: Claim, *, now: datetime) -> dict[str, Any]:
    """The columns of the claimed row."""
    common: dict[str, Any] = {"state": outcome.state}
    if outcome.devices:
        common["reached"] = sorted({*claim.message.reached, *outcome.reached})
    if outcome.is_in_doubt:
        common["in_doubt_at"] = now
    if outcome.state == "sent":
        return common | {
            "sent_at": now,
            "last_error": "",
            "provider_ref": outcome.provider_ref[:LONGEST_REASON],
        }
    if outcome.state in ("void", "kept"):
        return common | _ended(outcome.state, outcome.words)
    return common | _tried_in_vain(outcome, claim, now)


def voided(reason: str) -> dict[str, Any]:
    return _ended("void", reason)


def _ended(state: str, reason: str) -> dict[str, Any]:
    return {"state": state, "reason": reason[:LONGEST_REASON], "last_error": ""}


def _tried_in_vain(outcome: Outcome, claim: Claim, now: datetime) -> dict[str, Any]:
    """It is given up when that was the last try, or the next one would come too late."""
    error = outcome.words[:LONGEST_ERROR] or "It failed without saying why."
    due_at = now + backoff.wait(
        claim.attempts, asked_seconds=outcome.after_seconds, is_in_doubt=outcome.is_in_doubt
    )
    useless_at = claim.message.useless_at
    is_last = claim.attempts >= claims.MOST_ATTEMPTS or (useless_at and due_at >= useless_at)
    if outcome.state == "dead" or is_last:
        if claim.message.reached or outcome.reached:  # on another device its reader has it
            return {"state": "sent", "sent_at": now, "last_error": error}
        return {"state": "dead", "last_error": error}
    return {"due_at": due_at, "last_error": error}
