"""Who came, who didn't, and what follows: counts, flags, streaks, favourite times."""
