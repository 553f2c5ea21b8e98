"""The currencies that people pay with today, by their three-letter codes."""

from datetime import date
from functools import cache

from babel import Locale
from babel.numbers import get_territory_currencies

AS_OF = date(2026, 1, 1)
COUNTRY_LETTERS = 2


@cache
def currency_codes() -> frozenset[str]:
    names = map(str, Locale("en").territories)
    countries = (name for name in names if len(name) == COUNTRY_LETTERS)
    return frozenset(code for name in countries for code in get_territory_currencies(name, AS_OF))
