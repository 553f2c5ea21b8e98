"""The `coachbook` command. Each command imports what it needs when it runs, to start quickly."""

import os
from typing import Annotated

import typer

from coachbook.jobs import commands as job_commands
from coachbook.serving import keys

app = typer.Typer(help="Booking for coaches.", no_args_is_help=True, add_completion=False)
app.add_typer(job_commands.app, name="jobs")
app.add_typer(keys.app, name="keys")

Port = Annotated[int, typer.Option(help="Where the pages are served.", min=1, max=65535)]
Builds = Annotated[
    bool, typer.Option("--build/--no-build", help="Build the pages, or serve the last build.")
]
Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for every one.")]


@app.callback()
def main() -> None:
    """Booking for coaches."""


@app.command()
def run(port: Port = 8000, host: Host = "127.0.0.1", builds: Builds = True) -> None:
    """Build the pages if they changed, bring the database up to date and serve."""
    from coachbook.serving import server

    os.environ["PORT"] = str(port)
    if not server.is_free(host, port):
        typer.echo(f"Something else listens on port {port}. Stop it or take another one.", err=True)
        raise typer.Exit(1)
    _require_mail()
    _refuse_what_is_wrong()
    if builds:
        build()
    migrate()
    typer.echo(f"coachbook starts on http://{_shown(host)}:{port} (stop it with Ctrl-C)")
    server.serve(host, port)


def _require_mail() -> None:
    from coachbook.config import BadSetting, settings
    from coachbook.integrations import mail

    try:
        mail.check(settings())
    except BadSetting as problem:
        typer.echo(problem, err=True)
        raise typer.Exit(1) from problem


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104


@app.command()
def worker() -> None:
    """Deliver messages and run the jobs, without serving pages; several may run at once."""
    _require_mail()
    _require_current()
    from coachbook.config import settings
    from coachbook.jobs import worker as work
    from coachbook.serving import logs

    logs.begin(settings().log_format)
    typer.echo("coachbook works off its messages and jobs (stop it with Ctrl-C)")
    work.run()


@app.command()
def build() -> None:
    """Build the pages if they changed."""
    from coachbook.serving import pages

    try:
        pages.build_if_changed(say=typer.echo)
    except pages.BuildFailed as failure:
        typer.echo(failure, err=True)
        raise typer.Exit(1) from failure


@app.command()
def migrate() -> None:
    """Bring the database up to date."""
    from coachbook.config import BadSetting, settings
    from coachbook.serving import migrations

    try:
        is_changed = migrations.upgrade(settings().database_url)
    except (BadSetting, migrations.CannotUpgrade) as failure:
        typer.echo(failure, err=True)
        raise typer.Exit(1) from failure
    if is_changed:
        typer.echo("The database is up to date.")


@app.command()
def demo() -> None:
    """Fill an empty database with a sample practice, and say how to sign in."""
    from coachbook import clock, database
    from coachbook import demo as sample
    from coachbook.errors import Refusal

    migrate()
    try:
        with database.transaction() as session:
            sign_ins = sample.fill(session, now=clock.now())
    except Refusal as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from refusal
    typer.echo(f"The sample practice is ready. Everybody's password is {sample.PASSWORD}")
    for one in sign_ins:
        typer.echo(f"  {one.email:<40}{one.name} ({one.role})")


@app.command()
def check(
    deploy: Annotated[
        bool, typer.Option("--deploy", help="Whether people can rely on this installation.")
    ] = False,
) -> None:
    """Check every rule on the database as it is; exits with 1 if one doesn't hold."""
    if deploy:
        _check_deployment()
        return
    from coachbook import clock, database
    from coachbook.errors import Refusal
    from coachbook.services import invariants

    _require_current()
    try:
        with database.reading() as session:
            report = invariants.check(session, now=clock.now())
    except Refusal as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from refusal
    for line in report.lines():
        typer.echo(line)
    if not report.is_clean:
        raise typer.Exit(1)


def _check_deployment() -> None:
    from coachbook.config import BadSetting, settings
    from coachbook.serving import deployment

    try:
        found = [*deployment.of_settings(settings()), *deployment.of_database(settings())]
    except BadSetting as failure:
        typer.echo(failure, err=True)
        raise typer.Exit(1) from failure
    for finding in found:
        typer.echo(finding)
    serious = sum(finding.is_serious for finding in found)
    typer.echo(f"{serious} wrong, {len(found) - serious} to think about.")
    if serious:
        raise typer.Exit(1)


def _refuse_what_is_wrong() -> None:
    """In production nothing starts that people couldn't rely on."""
    from coachbook.config import settings

    if not settings().is_production:
        return
    from coachbook.serving import deployment

    wrong = [finding for finding in deployment.of_settings(settings()) if finding.is_serious]
    for finding in wrong:
        typer.echo(finding, err=True)
    if wrong:
        typer.echo("It doesn't start in production like this: coachbook check --deploy", err=True)
        raise typer.Exit(1)


def _require_current() -> None:
    from coachbook import database
    from coachbook.serving import migrations

    url = database.engine().url.render_as_string(hide_password=False)
    if migrations.applied_revision(url) != migrations.newest_revision():
        typer.echo("The database isn't there or not up to date: coachbook migrate", err=True)
        raise typer.Exit(1)


@app.command()
def stats(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Count everything anew from the bookings.")
    ] = False,
) -> None:
    """Print who is flagged and who has a streak; with --rebuild after counting anew."""
    from coachbook import clock, database, printing
    from coachbook.errors import Refusal
    from coachbook.services.attendance import stats as counts

    _require_current()
    try:
        if rebuild:
            with database.reading() as session:
                coach_ids = counts.coaches(session)
            for coach_id in coach_ids:
                with database.transaction() as session:
                    counts.rebuild(session, coach_id=coach_id, now=clock.now())
        with database.reading() as session:
            found = counts.summary(session)
    except Refusal as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from refusal
    for line in printing.stats(found):
        typer.echo(line)


@app.command()
def slots(
    email: Annotated[str, typer.Argument(help="The coach's email.")],
    kind: Annotated[str, typer.Option("--type", help="session or checkin")] = "session",
    minutes: Annotated[int, typer.Option(help="How long a session takes.")] = 60,
    first: Annotated[str, typer.Option("--from", help="The first date; today if left out.")] = "",
    days: Annotated[int, typer.Option(help="How many dates.")] = 14,
    client: Annotated[str, typer.Option(help="As this client is offered them (email).")] = "",
    now: Annotated[str, typer.Option(help="As of this moment (ISO 8601 with offset).")] = "",
    why: Annotated[bool, typer.Option(help="The closed ones too, with the reason.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, one list.")] = False,
) -> None:
    """Print what is open for booking, and with --why what isn't and why."""
    from coachbook import database, printing
    from coachbook.errors import Refusal
    from coachbook.services import slot_lists

    try:
        moment, on = printing.moment(now), printing.a_date(first)
        with database.reading() as session:
            found = slot_lists.slots(
                session,
                email,
                kind=printing.kind(kind),
                minutes=minutes,
                first=on or moment.date(),
                days=days,
                now=moment,
                client_email=client or None,
            )
    except Refusal as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from refusal
    for line in printing.slots(found, why=why, as_json=as_json):
        typer.echo(line)


@app.command()
def invite_coach(
    email: Annotated[str, typer.Argument(help="Whom to invite.")],
    name: Annotated[str, typer.Argument(help="Their name.")],
    port: Port = 8000,
) -> None:
    """Invite another coach in the owner's name, and print the link of the invitation."""
    from coachbook import clock, database
    from coachbook.errors import Refusal
    from coachbook.services import operators

    os.environ.setdefault("PORT", str(port))
    try:
        with database.transaction() as session:
            link = operators.invite_coach(session, name=name, email=email, now=clock.now())
    except Refusal as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from refusal
    typer.echo(f"Give them this link within 14 days; it works once:\n{link}")


@app.command()
def sign_in_link(
    email: Annotated[str, typer.Argument(help="Who wants to get in.")],
    port: Port = 8000,
) -> None:
    """Print a link that signs somebody in, for whom no email reaches."""
    from coachbook import clock, database
    from coachbook.errors import Refusal
    from coachbook.services import operators

    os.environ.setdefault("PORT", str(port))
    try:
        with database.transaction() as session:
            link = operators.sign_in_link(session, email=email, now=clock.now())
    except Refusal as refusal:
        typer.echo(refusal.sentence, err=True)
        raise typer.Exit(1) from refusal
    typer.echo(f"Open this link within 10 minutes; it works once:\n{link}")


if __name__ == "__main__":
    app()
