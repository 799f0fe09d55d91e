"""``catalogue token``: who may ask ``catalogue serve`` what, and until when."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue_insights.cli.options import Json, Warehouse, set_up

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.tokens import NamedTokens

app = typer.Typer(
    no_args_is_help=True,
    help="Give people and programs tokens of their own for the pages of `catalogue serve`.",
)
Name = Annotated[str, typer.Argument(help="Whose or what it is for; the log of requests has it.")]


@app.command("add")
def add_token_command(
    name: Name,
    until: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d"], help="The last day on which it holds (UTC).")
    ],
    may: Annotated[
        str,
        typer.Option(
            help="What it may, with commas: read (pages and JSON), write (change shortlists), sql "
            "(the SQL box), try (score ideas)."
        ),
    ] = "read",
    warehouse: Warehouse = None,
) -> None:
    """Make a token and print it. It is shown this once; of it only a hash is kept.

    Example: catalogue token add ada --until 2027-03-31 --may read,write
    """
    rights = [part.strip() for part in may.split(",") if part.strip()]
    typer.echo(_tokens(warehouse).add(name, until.date(), rights))
    typer.echo("It is not shown again: keep it where passwords are kept.", err=True)


@app.command("list")
def list_tokens_command(json_: Json = False, warehouse: Warehouse = None) -> None:
    """Print every token: until when it holds, when it was last used, what it may.

    Example: catalogue token list
    """
    tokens = _tokens(warehouse).all()
    if json_:
        facts = [
            {
                "name": found.name,
                "may": sorted(found.may),
                "until": found.last_day.isoformat(),
                "created_at": found.created_at,
                "last_used_at": found.last_used_at,
                "revoked_at": found.revoked_at,
                "holds": not found.why_not,
            }
            for found in tokens
        ]
        typer.echo(json.dumps(facts, indent=2))
        return
    for found in tokens:
        state = "revoked" if found.revoked_at else "expired" if found.why_not else "holds"
        used = f"last used {found.last_used_at}" if found.last_used_at else "never used"
        may = ",".join(sorted(found.may))
        typer.echo(f"{found.name}  {state}  until {found.last_day}  {used}  may {may}")


@app.command("revoke")
def revoke_token_command(name: Name, warehouse: Warehouse = None) -> None:
    """Let a token hold no more, from the next request on.

    Example: catalogue token revoke ada
    """
    _tokens(warehouse).revoke(name)


def _tokens(warehouse: Path | None) -> NamedTokens:
    settings, _ = set_up(True, warehouse=warehouse)
    from warehouse.tokens import NamedTokens

    return NamedTokens(settings.warehouse)
