"""Templates, sales and extensions in words. Pure."""

from typing import TypedDict

from coachbook.services.expiries import Extended
from coachbook.services.packages import TemplateView
from coachbook.services.people import Person
from coachbook.services.sales import Sale
from coachbook.ui import words
from coachbook.ui.packages import money


class TemplateRow(TypedDict):
    id: str
    name: str
    about: str
    price: str
    is_first: bool
    is_last: bool


class SaleRow(TypedDict):
    id: str
    name: str
    href: str
    label: str
    when: str
    price: str
    is_voided: bool


class ExtendedRow(TypedDict):
    id: str
    name: str
    label: str
    was: str
    will_be: str


def template_rows(found: list[TemplateView], currency: str, reader: Person) -> list[TemplateRow]:
    return [
        TemplateRow(
            id=str(one.id),
            name=one.name,
            about=about(one),
            price=money.price(one.price_cents, currency, reader.locale),
            is_first=number == 0,
            is_last=number == len(found) - 1,
        )
        for number, one in enumerate(found)
    ]


def about(one: TemplateView) -> str:
    """ "8 sessions of 60 min, 3 months"."""
    runs = words.counted(one.valid_months, "month") if one.valid_months else "no expiry"
    return f"{words.counted(one.total_sessions, 'session')} of {one.minutes} min, {runs}"


def sale_row(one: Sale, reader: Person) -> SaleRow:
    return SaleRow(
        id=str(one.package_id),
        name=one.client_name,
        href=f"/coach/clients/{one.client_id}",
        label=one.label,
        when=words.moment(one.sold_at, reader.zone, reader.locale),
        price=money.price(one.price_cents, one.currency, reader.locale),
        is_voided=one.is_voided,
    )


def extended_row(one: Extended, reader: Person) -> ExtendedRow:
    return ExtendedRow(
        id=str(one.package_id),
        name=one.client_name,
        label=f"{one.label}, {one.left} left",
        was=words.short_day(one.was_on, reader.locale),
        will_be=words.short_day(one.will_be_on, reader.locale),
    )
