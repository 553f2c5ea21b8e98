"""Setting up a practice: three short steps, each of which can be skipped but the first."""

from coachbook.ui.set_up.client_page import first_client
from coachbook.ui.set_up.hours_page import first_hours
from coachbook.ui.set_up.practice_page import practice

__all__ = ["first_client", "first_hours", "practice"]
