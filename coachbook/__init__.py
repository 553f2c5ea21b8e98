"""coachbook: booking for coaches and their clients."""
