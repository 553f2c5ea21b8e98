"""Workouts: what a coach plans for a client to do alone, and what the client did of it."""

from coachbook.services.workouts.exercises import Exercise
from coachbook.services.workouts.ticking import TooEarlyToTick, tick
from coachbook.services.workouts.views import WorkoutView, of_client, one

__all__ = ["Exercise", "TooEarlyToTick", "WorkoutView", "of_client", "one", "tick"]
