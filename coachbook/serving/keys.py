"""`coachbook keys`: what encrypts the stored secrets, changed while everything goes on."""

import time
from typing import Annotated

import typer

app = typer.Typer(
    help="Change the keys that stored secrets are encrypted with.", no_args_is_help=True
)

SECONDS_TO_SETTLE = 60  # by then nothing that was under way with the former key is unfinished
YOUNG = "The newest key is less than a minute old. Drop the others in a minute."
BY_ENVIRONMENT = (
    "COACHBOOK_ENCRYPTION_KEYS holds the keys, the newest first: put a new one (coachbook keys "
    "new) before the others, restart everything, rotate, then take the others out."
)

DropsOld = Annotated[
    bool, typer.Option("--drop-old", help="Add no key, and forget all but the newest.")
]


@app.command()
def new() -> None:
    """Print a key for COACHBOOK_ENCRYPTION_KEYS; nothing is changed."""
    from coachbook import encryption

    typer.echo(encryption.new_key())


@app.command()
def rotate(drop_old: DropsOld = False) -> None:
    """Put every stored secret under a new key; the former ones are kept until --drop-old."""
    from coachbook import encryption
    from coachbook.config import BadSetting
    from coachbook.errors import Refusal

    try:
        if encryption.are_in_environment():
            _renew()
            typer.echo(BY_ENVIRONMENT)
        else:
            with encryption.changing():
                _drop_old() if drop_old else _add()
    except (BadSetting, Refusal) as problem:
        typer.echo(problem, err=True)
        raise typer.Exit(1) from problem


def _add() -> None:
    from coachbook import encryption

    encryption.replace_keys((encryption.new_key(), *encryption.keys()))
    _renew()
    typer.echo("The former keys are kept: drop them with coachbook keys rotate --drop-old.")


def _drop_old() -> None:
    from coachbook import encryption

    if time.time() - encryption.changed_at() < SECONDS_TO_SETTLE:
        typer.echo(YOUNG, err=True)
        raise typer.Exit(1)
    _renew()
    encryption.replace_keys(encryption.keys()[:1])
    typer.echo("The former keys are dropped. What older backups hold can't be read any more.")


def _renew() -> None:
    from coachbook import database
    from coachbook.services import stored_secrets

    with database.transaction() as session:
        found = stored_secrets.renew(session)
    typer.echo(f"{found.renewed} stored secrets are under the newest key now.")
    if found.unreadable:
        typer.echo(f"{found.unreadable} can't be read: those coaches have to connect again.")
