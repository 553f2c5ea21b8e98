"""The part of a form that offers a package: from a template or with one's own numbers."""

from datetime import date
from typing import Any, cast

import reflex as rx

from coachbook.errors import Invalid
from coachbook.services import offers, packages
from coachbook.services.offers import Offer
from coachbook.services.packages import TemplateView
from coachbook.ui import typed, words
from coachbook.ui.calls import read
from coachbook.ui.components.forms import (
    date_field,
    number_field,
    select_field,
    text_field,
    textarea_field,
)
from coachbook.ui.gate import handler, person
from coachbook.ui.packages import money

NONE, CUSTOM, ON_A_DATE, NO_END = "none", "custom", "date", "never"
USUAL = {"total": "10", "minutes": "60", "runs": "3", "price": ""}
USUAL_MONTHS = {1, 2, 3, 4, 6, 9, 12, 18, 24}
OPEN_ENDS = {ON_A_DATE: "Until a date", NO_END: "Without an end"}


class PackagePicker(rx.State):
    """One form at a time: `chosen` is a template's id, custom or none."""

    options: list[dict[str, str]] = []  # noqa: RUF012  (copied for every tab)
    chosen: str = NONE
    first: dict[str, str] = USUAL
    runs: str = USUAL["runs"]
    run_options: list[dict[str, str]] = []  # noqa: RUF012
    price_hint: str = ""

    _templates: dict[str, TemplateView] = {}  # noqa: RUF012

    @rx.var
    def options_or_none(self) -> list[dict[str, str]]:
        return [*self.options, {"value": NONE, "label": "No package yet"}]

    @handler("coach")
    async def load(self) -> None:
        """Starts with the first template that there is."""
        found = await read(packages.templates, by=person())
        currency = await read(offers.currency, by=person())
        self.price_hint = f"In {currency}, for your records."
        self._templates = {str(one.id): one for one in found}
        own = {str(one.id): one.name for one in found}
        self.options = _options({**own, CUSTOM: "Custom package"})
        self._choose(next(iter(self._templates), CUSTOM))

    @handler("coach")
    async def choose(self, value: str) -> None:
        self._choose(value)

    @handler("coach")
    async def choose_runs(self, value: str) -> None:
        self.runs = value[:8]

    def _choose(self, value: str) -> None:
        is_known = value in self._templates or value == NONE
        self.chosen = value if is_known else CUSTOM
        self.first = _numbers(self._templates.get(value))
        self.runs = self.first["runs"]
        self.run_options = _run_options(self.runs)


def offer(form: dict[str, Any]) -> Offer | None:
    """What the form offers; None when it says that there is no package yet."""
    if typed.words(form, "package") == NONE:
        return None
    runs = typed.words(form, "runs")
    return Offer(
        total_sessions=typed.whole_number(form, "total_sessions", what="the sessions"),
        session_duration_minutes=typed.whole_number(
            form, "session_duration_minutes", what="the minutes"
        ),
        valid_months=int(runs) if runs.isdecimal() and len(runs) < 4 else None,
        expires_on=_expires_on(form) if runs == ON_A_DATE else None,
        notes=typed.words(form, "notes"),
        price_cents=money.cents_or_none(form, "price"),
    )


def package_fields(*, is_optional: bool) -> rx.Component:
    """With `is_optional` the form may also say that there is no package yet."""
    return rx.fragment(
        _choice(is_optional),
        rx.cond(
            PackagePicker.chosen == NONE,
            rx.fragment(),
            rx.el.div(_numbers_fields(), _runs_fields(), _price(), _notes(), class_name="contents"),
        ),
    )


def _choice(is_optional: bool) -> rx.Component:
    return select_field(
        "Package",
        _listed(PackagePicker.options_or_none if is_optional else PackagePicker.options),
        name="package",
        value=PackagePicker.chosen,
        on_change=PackagePicker.choose,
    )


def _numbers_fields() -> rx.Component:
    return rx.el.div(
        number_field(
            "Sessions",
            name="total_sessions",
            default_value=PackagePicker.first["total"],
            min=1,
            max=1000,
            required=True,
        ),
        number_field(
            "Minutes each",
            name="session_duration_minutes",
            default_value=PackagePicker.first["minutes"],
            min=5,
            max=480,
            step=5,
            required=True,
        ),
        key=PackagePicker.chosen,
        class_name="grid grid-cols-2 items-end gap-4",
    )


def _runs_fields() -> rx.Component:
    return rx.el.div(
        select_field(
            "Runs for",
            _listed(PackagePicker.run_options),
            name="runs",
            value=PackagePicker.runs,
            on_change=PackagePicker.choose_runs,
        ),
        rx.cond(
            PackagePicker.runs == ON_A_DATE,
            date_field("Last day", name="expires_on", required=True),
        ),
        class_name="grid grid-cols-2 items-end gap-4",
    )


def _price() -> rx.Component:
    return text_field(
        "Price",
        name="price",
        id="package-price",
        input_mode="decimal",
        hint=PackagePicker.price_hint,
        default_value=PackagePicker.first["price"],
        max_length=20,
        key=PackagePicker.chosen,
    )


def _notes() -> rx.Component:
    return textarea_field(
        "Note for yourself",
        name="notes",
        hint="Only you see it.",
        id="package-notes",
        rows=2,
        max_length=2_000,
    )


def _listed(options: Any) -> rx.Var[list[dict[str, str]]]:
    """The class attribute is a var of that type."""
    return cast(rx.Var[list[dict[str, str]]], options)


def _numbers(template: TemplateView | None) -> dict[str, str]:
    if template is None:
        return USUAL
    return {
        "total": str(template.total_sessions),
        "minutes": str(template.minutes),
        "runs": str(template.valid_months) if template.valid_months else NO_END,
        "price": money.as_typed(template.price_cents),
    }


def _options(labels: dict[str, str]) -> list[dict[str, str]]:
    return [{"value": value, "label": label} for value, label in labels.items()]


def _run_options(runs: str) -> list[dict[str, str]]:
    """The usual months, and the template's own."""
    own = {int(runs)} if runs.isdecimal() else set()
    months = {str(n): words.counted(n, "month") for n in sorted(USUAL_MONTHS | own)}
    return _options({**months, **OPEN_ENDS})


def _expires_on(form: dict[str, Any]) -> date:
    found = typed.day_or_none(form, "expires_on")
    if found is None:
        raise Invalid("Pick the last day.", field="expires_on")
    return found
