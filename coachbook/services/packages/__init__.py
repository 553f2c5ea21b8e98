"""Packages: sold, corrected, and spent. The date decides whether one can be used, not a job."""

from coachbook.services.packages.adjusting import adjust
from coachbook.services.packages.allocation import Credit, allocate, usable_on
from coachbook.services.packages.balances import give_back, move_credit, take
from coachbook.services.packages.catalogue import (
    TemplateDraft,
    TemplateView,
    archive_template,
    archived_templates,
    create_template,
    difference,
    edit_template,
    move_template,
    restore_template,
    templates,
)
from coachbook.services.packages.ledgers import LedgerLine, ledger
from coachbook.services.packages.selling import assign
from coachbook.services.packages.views import PackageView, credits_of, of_client, one

__all__ = [
    "Credit",
    "LedgerLine",
    "PackageView",
    "TemplateDraft",
    "TemplateView",
    "adjust",
    "allocate",
    "archive_template",
    "archived_templates",
    "assign",
    "create_template",
    "credits_of",
    "difference",
    "edit_template",
    "give_back",
    "ledger",
    "move_credit",
    "move_template",
    "of_client",
    "one",
    "restore_template",
    "take",
    "templates",
    "usable_on",
]
