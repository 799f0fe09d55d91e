"""``catalogue shortlist``: titles put together, for those who type."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue_insights.cli.options import Warehouse, set_up, steerless

if TYPE_CHECKING:
    from warehouse.shortlists import Shortlists

app = typer.Typer(
    no_args_is_help=True,
    help="Put titles together on shortlists, as the pages of `catalogue serve` do.",
)
Name = Annotated[str, typer.Argument(help="The shortlist's name, or the key in its address.")]


@app.command("list")
def list_command(warehouse: Warehouse = None) -> None:
    """Print every shortlist: its key, how many titles are on it, whether it is watched, its name.

    Example: catalogue shortlist list
    """
    for found in _shortlists(warehouse).all():
        watched = "watched" if found.is_watched else "       "
        typer.echo(f"{found.key}  {len(found.entries):>3}  {watched}  {steerless(found.name)}")


@app.command("new")
def new_command(
    name: Annotated[str, typer.Argument(help="What it is called.")], warehouse: Warehouse = None
) -> None:
    """Make a shortlist without titles, and print its key.

    Example: catalogue shortlist new "For spring"
    """
    typer.echo(_shortlists(warehouse).create(name))


@app.command("show")
def show_command(name: Name, warehouse: Warehouse = None) -> None:
    """Print the titles of a shortlist, each with its key and note.

    Example: catalogue shortlist show "For spring"
    """
    for entry in _shortlists(warehouse).get(name).entries:
        note = f"  ({entry.note})" if entry.note else ""
        typer.echo(steerless(f"{entry.title_id}  {entry.title}{note}"))


@app.command("add")
def add_command(
    name: Name,
    title_ids: Annotated[list[str], typer.Argument(help="Keys of titles (title_id).")],
    note: Annotated[str, typer.Option(help="A note for each of them.")] = "",
    warehouse: Warehouse = None,
) -> None:
    """Put titles of the published week on a shortlist.

    Example: catalogue shortlist add "For spring" n0a1b2c3d4e5f607 --note "ask first"
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from warehouse.reading import open_published
    from warehouse.shortlist_titles import names_of
    from warehouse.shortlists import Shortlists

    shortlists = Shortlists(settings.warehouse)
    found = shortlists.get(name)
    with open_published(settings.warehouse) as con:
        names = names_of(con, title_ids)
    shortlists.add(found.key, names, note)


@app.command("remove")
def remove_command(
    name: Name,
    title_id: Annotated[str, typer.Argument(help="Key of the title.")],
    warehouse: Warehouse = None,
) -> None:
    """Take a title off a shortlist.

    Example: catalogue shortlist remove "For spring" n0a1b2c3d4e5f607
    """
    shortlists = _shortlists(warehouse)
    shortlists.remove(shortlists.get(name).key, title_id)


@app.command("watch")
def watch_command(
    name: Name,
    stop: Annotated[bool, typer.Option("--stop", help="Watch it no more.")] = False,
    warehouse: Warehouse = None,
) -> None:
    """Watch a shortlist, or stop.

    Example: catalogue shortlist watch "For spring"
    """
    shortlists = _shortlists(warehouse)
    shortlists.watch(shortlists.get(name).key, not stop)


@app.command("moved")
def moved_command(
    name: Name,
    since: Annotated[str, typer.Option(help="A run, or an ISO week: what is known since its end.")],
    warehouse: Warehouse = None,
) -> None:
    """Print what moved on a shortlist: scores beyond noise, offers, outcomes.

    Example: catalogue shortlist moved "For spring" --since 2026-W47
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from warehouse.reading import of_this_version, open_published
    from warehouse.shortlist_titles import end_of, moved_since
    from warehouse.shortlists import Shortlists

    found = Shortlists(settings.warehouse).get(name)
    with open_published(settings.warehouse) as con, of_this_version(settings.warehouse):
        keys = [entry.title_id for entry in found.entries]
        rows = moved_since(con, keys, end_of(since))
    for row in rows:
        moved = row["detail"] or f"{row['before']:.2f} to {row['after']:.2f}"
        typer.echo(steerless(f"{row['title']}: {row['what']}: {moved}"))
    if not rows:
        typer.echo("Nothing moved.")


@app.command("delete")
def delete_command(name: Name, warehouse: Warehouse = None) -> None:
    """Delete a shortlist with all that is on it.

    Example: catalogue shortlist delete "For spring"
    """
    shortlists = _shortlists(warehouse)
    shortlists.delete(shortlists.get(name).key)


@app.command("backup")
def backup_command(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="Where to write it.")],
    warehouse: Warehouse = None,
) -> None:
    """Write all shortlists into a file of their own, while others go on writing.

    Example: catalogue shortlist backup shortlists-2026-11-30.sqlite
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from warehouse.shortlist_backup import back_up

    typer.echo(f"{back_up(settings.warehouse, file)} shortlists: {file}")


@app.command("restore")
def restore_shortlists_command(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="A backup.")],
    warehouse: Warehouse = None,
) -> None:
    """Put the shortlists of a backup in the place of those that there are.

    Those that there were are kept beside the warehouse (`….shortlists.before.sqlite`).

    Example: catalogue shortlist restore shortlists-2026-11-30.sqlite
    """
    settings, _ = set_up(True, warehouse=warehouse)
    from warehouse.shortlist_backup import bring_back

    typer.echo(f"{bring_back(settings.warehouse, file)} shortlists are back")


def _shortlists(warehouse: Path | None) -> Shortlists:
    settings, _ = set_up(True, warehouse=warehouse)
    from warehouse.shortlists import Shortlists

    return Shortlists(settings.warehouse)
