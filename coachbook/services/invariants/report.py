"""What a check found: a line for each invariant, with its offenders by id and in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID


class Offender(NamedTuple):
    ids: tuple[UUID, ...]
    sentence: str


@dataclass(frozen=True)
class Finding:
    """One invariant: how many things were looked at. Notes are allowed, offenders are not."""

    name: str
    rule: str
    counted: int
    noun: str
    offenders: tuple[Offender, ...] = ()
    notes: tuple[Offender, ...] = ()


@dataclass(frozen=True)
class Report:
    findings: tuple[Finding, ...]

    @property
    def is_clean(self) -> bool:
        return not self.offending

    @property
    def offending(self) -> tuple[str, ...]:
        """The names of the invariants that don't hold."""
        return tuple(finding.name for finding in self.findings if finding.offenders)

    def lines(self) -> Iterator[str]:
        for finding in self.findings:
            offenders = counted(len(finding.offenders), "offenders")
            yield f"{finding.rule}: {counted(finding.counted, finding.noun)}, {offenders}"
            yield from _indented(finding.offenders, "offender")
            yield from _indented(finding.notes, "note")


def _indented(found: tuple[Offender, ...], word: str) -> Iterator[str]:
    for one in found:
        ids = ", ".join(str(identity) for identity in one.ids)
        yield f"    {word}: {one.sentence} ({ids})"


def counted(count: int, noun: str) -> str:
    """`noun` is a plural in -s: 1 booking, 2 bookings, 12,345 bookings."""
    return f"{count:,} {noun[:-1] if count == 1 else noun}"


def moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M}Z"
