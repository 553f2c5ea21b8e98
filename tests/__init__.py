"""Tests of coachbook. None of them meets the installation that it runs in."""

import os

for name in [*os.environ]:
    if name == "PORT" or (name.startswith("COACHBOOK_") and not name.startswith("COACHBOOK_TEST_")):
        del os.environ[name]
os.environ["COACHBOOK_DATABASE_URL"] = "sqlite://"
os.environ["COACHBOOK_SECRET_KEY"] = "a key for tests, which is long enough"
