"""``catalogue models``: versions and champions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import typer

from catalogue_insights.cli.options import Warehouse, set_up

app = typer.Typer(
    help="List the versions of the models, and say which are the champions.",
    invoke_without_command=True,
)

Model = Annotated[
    Literal["genres", "rating", "hit", "top10", "audience"], typer.Argument(help="Which model.")
]


@app.callback()
def models_command(context: typer.Context, warehouse: Warehouse = None) -> None:
    """List the versions of the models, which of them are the champions, and by how much each was
    better or worse than the champion that it was held against.

    Example: catalogue models --warehouse warehouse.duckdb
    """
    if context.invoked_subcommand:
        return
    settings, _ = set_up(True, warehouse=warehouse)
    from models.versions.registry import Registry

    for found in Registry(settings.models).versions():
        mark = "champion" if found.is_champion else ""
        titles, read = found.manifest["training"]["titles"], found.manifest.get("embeddings")
        line = f"{found.model:8} {found.version:32} {titles:8} titles  {mark:8}"
        line += f"  with {read['name']}" if read else ""
        typer.echo((line + _beside(found.manifest.get("contest"))).rstrip())


def _beside(contest: Mapping[str, Any] | None) -> str:
    """How it did beside the champion of then: mean squared errors of the same titles."""
    if contest is None:
        return ""
    found, error, count = contest["difference"], contest["error"], contest["titles"]
    if not contest.get("is_judged", True):  # versions of before do not say
        return f"  not judged: {count} forecasts beside {contest['champion']} are too few"
    if not count:
        return ""
    judged = "forecasts of" if contest["in_time"] else "out of fold on"
    how = f"better by {-found:.5f}" if found < 0 else f"worse by {found:.5f}"
    how = "no better and no worse" if found == 0 else how + (f" (± {error:.5f})" if error else "")
    more = ", which lacks the newest report" if contest.get("knows_more") else ""
    return f"  {how} than {contest['champion']}{more}, {judged} {count} titles"


@app.command("promote")
def models_promote_command(
    model: Model,
    version: Annotated[str, typer.Argument(help="One that catalogue models lists.")],
    warehouse: Warehouse = None,
) -> None:
    """Make a version the champion of its model.

    Example: catalogue models promote rating 2026-W47-20261120T050000000
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from models.versions.registry import Registry
    from warehouse.locks import only_run

    with only_run(settings.warehouse, "catalogue models promote"):
        Registry(settings.models).promote(model, version)
    typer.echo(f"champion of {model}: {version}")


@app.command("rollback")
def models_rollback_command(model: Model, warehouse: Warehouse = None) -> None:
    """Bring back the champion before this one.

    Example: catalogue models rollback rating
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from models.versions.registry import Registry
    from warehouse.locks import only_run

    with only_run(settings.warehouse, "catalogue models rollback"):
        version = Registry(settings.models).rollback(model)
    typer.echo(f"champion of {model}: {version}")
