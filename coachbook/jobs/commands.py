"""`coachbook jobs`: what runs by itself, how it went, and running it by hand."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from coachbook.jobs.schedule import JobView

app = typer.Typer(help="List the jobs that run by themselves, or run one now.")


@app.callback(invoke_without_command=True)
def listed(context: typer.Context) -> None:
    """Each job with its last run, how long that took, what it did, and its next turn."""
    if context.invoked_subcommand is not None:
        return
    from coachbook import clock
    from coachbook.errors import Refusal
    from coachbook.jobs import schedule

    try:
        found = schedule.overview(now=clock.now())
    except Refusal as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from refusal
    for line in lines(found):
        typer.echo(line)


@app.command()
def run(name: Annotated[str, typer.Argument(help="The job's name in the list.")]) -> None:
    """Run one now, whenever its turn is; exits with 1 if it fails."""
    from coachbook.errors import Refusal
    from coachbook.jobs import schedule

    try:
        record = schedule.run(name)
    except Refusal as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from refusal
    if record.last_error:
        typer.echo(f"{name} failed: {record.last_error}. The log says more.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{name} is done: {record.last_count} in {record.last_milliseconds} ms.")


def lines(found: list["JobView"]) -> Iterator[str]:
    for one in found:
        yield f"{one.name:<16}{one.when:<26}{_last_run(one)}; next {_moment(one.next_at)}"
        yield f"{'':<16}{one.words}"


def _last_run(one: "JobView") -> str:
    if one.last_at is None:
        return "has not run yet"
    began = f"last {_moment(one.last_at)}"
    if one.milliseconds is None:
        return f"{began}, has not ended"
    outcome = f"failed ({one.error})" if one.error else f"did {one.count}"
    return f"{began}, {outcome} in {one.milliseconds} ms"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
