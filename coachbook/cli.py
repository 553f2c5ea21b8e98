"""The `coachbook` command. Each command imports what it needs when it runs, to start quickly."""

import os
from typing import Annotated

import typer

app = typer.Typer(help="Booking for coaches.", no_args_is_help=True, add_completion=False)

Port = Annotated[int, typer.Option(help="Where the pages are served.", min=1, max=65535)]
Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for every one.")]


@app.callback()
def main() -> None:
    """Booking for coaches."""


@app.command()
def run(port: Port = 8000, host: Host = "127.0.0.1") -> None:
    """Build the pages if they changed, bring the database up to date and serve."""
    os.environ["PORT"] = str(port)
    build()
    migrate()
    from coachbook.serving import server

    typer.echo(f"coachbook starts on http://{_shown(host)}:{port} (stop it with Ctrl-C)")
    server.serve(host, port)


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104


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
    from coachbook.config import settings
    from coachbook.serving import migrations

    if migrations.upgrade(settings().database_url):
        typer.echo("The database is up to date.")


if __name__ == "__main__":
    app()
