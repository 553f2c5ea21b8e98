"""All figures in one run: `make bench`."""

import tests.benchmarks.bench_pages as bench_pages
from tests.benchmarks import (
    bench_book,
    bench_commits,
    bench_crowd,
    bench_delivery,
    bench_desk,
    bench_engine,
    bench_hanging,
    bench_openings,
    bench_reminders,
)

PARTS = (
    ("Open slots of 90 days: the engine alone", bench_engine.main),
    ("Open slots of 90 days: with its queries", bench_openings.main),
    ("Committed bookings", bench_commits.main),
    ("Clicks in a browser", bench_pages.main),
    ("The client's booking page", bench_book.main),
    ("200 open booking pages", bench_crowd.main),
    ("The coach's pages of a large practice", bench_desk.main),
    ("Reminders that are found and queued", bench_reminders.main),
    ("Messages that are delivered", bench_delivery.main),
    ("Bookings while the email provider hangs", bench_hanging.main),
)

for title, measure in PARTS:
    print(f"\n{title}\n{'-' * len(title)}", flush=True)
    measure()
