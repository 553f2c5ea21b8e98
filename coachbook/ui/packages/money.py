"""Prices as people type and read them; stored in hundredths of the coach's currency."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_currency

from coachbook.errors import Invalid
from coachbook.ui import typed
from coachbook.ui.words import known_locale

_GROUPED = re.compile(r"[1-9]\d{0,2}([.,]\d{3})+")
_PLAIN = re.compile(r"(?P<whole>\d{1,9})([.,](?P<rest>\d{1,2}))?")


def price(cents: int | None, currency: str, locale: str) -> str:
    """ "$480.00"; "" without one."""
    if cents is None:
        return ""
    amount = Decimal(cents) / 100
    return str(format_currency(amount, currency or "USD", locale=known_locale(locale)))


def as_typed(cents: int | None) -> str:
    """For the field: "480" or "480.50"."""
    if cents is None:
        return ""
    return f"{cents // 100}" if cents % 100 == 0 else f"{cents / 100:.2f}"


def cents_or_none(form: Mapping[str, Any], field: str) -> int | None:
    """ "480", "480.5", "1,250.00" and "1.250,00"; nothing typed is no price."""
    written = re.sub(r"[\s'\u2019\u00a0\u202f$€£]", "", typed.words(form, field))
    if not written:
        return None
    whole, mark, rest = _apart(written)
    found = _PLAIN.fullmatch(f"{whole}{mark}{rest}")
    if found is None:
        raise Invalid("Enter the price as a number, like 480 or 480.50.", field=field)
    hundredths = (found["rest"] or "").ljust(2, "0")
    return int(found["whole"]) * 100 + int(hundredths)


def _apart(written: str) -> tuple[str, str, str]:
    """Without the marks between thousands."""
    if _GROUPED.fullmatch(written):
        return re.sub("[.,]", "", written), "", ""
    head, mark, rest = re.fullmatch(r"(.*?)(?:([.,])(\d{1,2}))?", written, re.DOTALL).groups("")  # type: ignore[union-attr]
    return (re.sub("[.,]", "", head) if _GROUPED.fullmatch(head) else head), mark, rest
