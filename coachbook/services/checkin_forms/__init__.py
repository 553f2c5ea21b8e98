"""The form before a check-in: a draft as the client types, sent once, open until the start.

It goes by the chain of the check-in, so that old links and moves lead to the same form.
"""

from coachbook.services.checkin_forms.reading import (
    Form,
    State,
    ToFill,
    form,
    states,
    to_fill,
)
from coachbook.services.checkin_forms.records import asked
from coachbook.services.checkin_forms.refusals import (
    AlreadySent,
    AnsweredElsewhere,
    FormChanged,
    FormLocked,
    Incomplete,
)
from coachbook.services.checkin_forms.writing import keep, save, submit
from coachbook.services.checkin_kinds import Question, check, cleaned, mark

__all__ = [
    "AlreadySent",
    "AnsweredElsewhere",
    "Form",
    "FormChanged",
    "FormLocked",
    "Incomplete",
    "Question",
    "State",
    "ToFill",
    "asked",
    "check",
    "cleaned",
    "form",
    "keep",
    "mark",
    "save",
    "states",
    "submit",
    "to_fill",
]
