"""Packages: sold, corrected, and spent. The date decides whether one can be used, not a job."""

from coachbook.services.packages.allocation import Credit, allocate, usable_on
from coachbook.services.packages.balances import give_back, move_credit, take
from coachbook.services.packages.selling import adjust, assign, templates
from coachbook.services.packages.views import (
    LedgerLine,
    PackageView,
    TemplateView,
    credits_of,
    ledger,
    of_client,
)

__all__ = [
    "Credit",
    "LedgerLine",
    "PackageView",
    "TemplateView",
    "adjust",
    "allocate",
    "assign",
    "credits_of",
    "give_back",
    "ledger",
    "move_credit",
    "of_client",
    "take",
    "templates",
    "usable_on",
]
