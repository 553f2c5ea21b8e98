"""Workouts: what a coach plans for a client to do alone, and what the client did of it."""

from coachbook.services.workouts.adherence import Adherence, Week, adherence
from coachbook.services.workouts.copying import copy, to_copy
from coachbook.services.workouts.exercises import Exercise
from coachbook.services.workouts.moving import following, move, remove
from coachbook.services.workouts.parsing import parsed
from coachbook.services.workouts.planning import Draft, edit, plan
from coachbook.services.workouts.programmes import Programme, Source, programme, sources
from coachbook.services.workouts.rows import ClientIsArchived, DoneAlready, Scope, difference
from coachbook.services.workouts.shelf import (
    TemplateView,
    create_template,
    edit_template,
    remove_template,
    save_as_template,
    template_difference,
    templates,
)
from coachbook.services.workouts.ticking import TooEarlyToTick, tick
from coachbook.services.workouts.views import WorkoutView, of_client, one

__all__ = [
    "Adherence",
    "ClientIsArchived",
    "DoneAlready",
    "Draft",
    "Exercise",
    "Programme",
    "Scope",
    "Source",
    "TemplateView",
    "TooEarlyToTick",
    "Week",
    "WorkoutView",
    "adherence",
    "copy",
    "create_template",
    "difference",
    "edit",
    "edit_template",
    "following",
    "move",
    "of_client",
    "one",
    "parsed",
    "plan",
    "programme",
    "remove",
    "remove_template",
    "save_as_template",
    "sources",
    "template_difference",
    "templates",
    "tick",
    "to_copy",
]
