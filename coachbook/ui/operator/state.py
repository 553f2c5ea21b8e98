"""What the operator's page shows, and what its buttons do."""

from functools import partial

import reflex as rx

from coachbook.services import blocked_addresses, operation
from coachbook.ui import words
from coachbook.ui.calls import in_thread, read, write
from coachbook.ui.gate import handler, person
from coachbook.ui.operator import google_rows, rows, trial
from coachbook.ui.operator.google_rows import GoogleRow
from coachbook.ui.operator.rows import BlockedRow, Check, CountRow, JobRow, WorkerRow
from coachbook.ui.refusals import say


class Operation(rx.State):
    """As it was at `as_of`."""

    checks: list[Check] = []  # noqa: RUF012  (copied for every tab)
    jobs: list[JobRow] = []  # noqa: RUF012
    workers: list[WorkerRow] = []  # noqa: RUF012
    counts: list[CountRow] = []  # noqa: RUF012
    blocked: list[BlockedRow] = []  # noqa: RUF012
    google: list[GoogleRow] = []  # noqa: RUF012
    is_well: bool = True
    as_of: str = ""
    transport: str = ""
    mail_words: str = ""
    mail_from: str = ""
    blocked_words: str = ""

    @handler("owner")
    async def load(self) -> None:
        await self._refresh()

    @handler("owner", rate="costly")
    async def run_job(self, name: str) -> None:
        error = await in_thread(partial(operation.run_job, name, by=person()))
        title = name.replace("-", " ").capitalize()
        if error:
            await say(self, f"{title} failed ({error}). The log says where.", "error")
        else:
            await say(self, f"{title}: done.")
        await self._refresh()

    @handler("owner")
    async def send_there_again(self, name: str) -> None:
        await write(blocked_addresses.lift_any, name, by=person())
        await say(self, "Emails are sent there again.")
        await self._refresh()

    @handler("owner", rate="costly")
    async def send_trial(self) -> None:
        email = await read(operation.trial, by=person())
        await in_thread(trial.send, email)
        await say(self, f"Sent to {email.recipient_email}. It should be there in a minute.")

    async def _refresh(self) -> None:
        reader = person()
        found = await read(operation.overview, by=reader)
        self.checks, self.is_well = rows.checks(found, reader), found.vitals.is_well
        self.jobs, self.workers = rows.job_rows(found, reader), rows.worker_rows(found, reader)
        self.counts = rows.count_rows(found.counts)
        self.blocked = rows.blocked_rows(found, reader)
        self.google = google_rows.rows(found, reader)
        self.blocked_words = words.counted(found.blocked_count, "address", "addresses")
        self.as_of = words.clock(found.at, reader.zone, reader.locale)
        self.transport, self.mail_from = found.transport, found.mail_from
        self.mail_words = rows.TRANSPORTS[found.transport]
