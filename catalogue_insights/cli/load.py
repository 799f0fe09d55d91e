"""``catalogue load``."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from catalogue_insights.cli.look_lines import look_lines
from catalogue_insights.cli.options import (
    DEGRADED,
    SUCCEEDED,
    AcceptShrink,
    AcceptUnread,
    Data,
    Json,
    Quiet,
    Warehouse,
    set_up,
    steerless,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalogue_common.settings import Settings
    from etl.load.dry_run import TriedFile
    from etl.load.values import ColumnAccount


def load_command(
    file: Annotated[
        Path | None, typer.Argument(help="Look at this one file, wherever it lies.")
    ] = None,
    data: Data = None,
    to: Annotated[
        Path | None,
        typer.Option(help="Keep what was loaded in this new DuckDB file, with raw.* and core.*."),
    ] = None,
    warehouse: Warehouse = None,
    accept_shrink: AcceptShrink = None,
    accept_unread: AcceptUnread = None,
    json_: Json = False,
    quiet: Quiet = False,
) -> None:
    """Try what a run would load, file by file: nothing is scored, nothing is published.

    Of one FILE it says what it is taken for, which of its columns become what, how dates and
    numbers were read and why, and shows the first rows as they would be stored.

    Says for each file how many rows were read, loaded, rejected (and why) and repeated. What the
    published warehouse has loaded before is known again; without one, every file is new.
    Without --data it reads ./data.

    Exit codes: 0 every file was read; 2 some were not; 1 none was.

    Example: catalogue load netflix_titles.csv
    Example: catalogue load --data data
    """
    settings, progress = set_up(
        quiet or json_,
        data=data,
        warehouse=warehouse,
        accept_shrink=accept_shrink,
        accept_unread=accept_unread,
    )
    if file:
        _show_file(file, settings, json_)
        return
    from etl.load.dry_run import try_load

    tried = try_load(settings, settings.data or Path("data"), progress, to)
    if json_:
        typer.echo(json.dumps([one.as_json() for one in tried], ensure_ascii=False, indent=2))
    elif not quiet:
        for line in _lines(tried):
            typer.echo(steerless(line))
        if to:
            typer.echo(f"kept: {to}")
    faulty = any(one.load.status == "skipped" or one.load.unread for one in tried)
    raise typer.Exit(DEGRADED if faulty else SUCCEEDED)


def _show_file(file: Path, settings: Settings, json_: bool) -> None:
    from etl.load.look import look_at

    as_of = settings.as_of or datetime.now(ZoneInfo(settings.schedule.timezone)).date()
    looks = list(look_at(file, as_of, settings.limits))
    if json_:
        typer.echo(json.dumps([look.as_json() for look in looks], ensure_ascii=False, indent=2))
    else:
        for line in chain.from_iterable(map(look_lines, looks)):
            typer.echo(steerless(line))
    raise typer.Exit(DEGRADED if any(look.unread for look in looks) else SUCCEEDED)


def _lines(tried: list[TriedFile]) -> Iterator[str]:
    width = max(len(one.load.file) for one in tried)
    yield f"{'file':{width}}      read    loaded  rejected  repeated"
    for load, reasons in ((one.load, one.reasons) for one in tried):
        if load.status == "loaded":
            counts = (load.rows_read, load.rows_loaded, load.rows_rejected, load.rows_duplicate)
            yield f"{load.file:{width}}" + "".join(f"{count:>10,}" for count in counts)
        else:
            said = {"unchanged": "loaded before"}.get(load.status, load.status)
            yield f"{load.file:{width}}  {said}"
        yield from map(_column, (one for one in load.columns if one.unread_count or one.note))
        if load.message:
            yield f"  {load.message}"
        for reason, count in reasons.items():
            yield f"  rejected {count:,}: {reason}"
    yield _summary(tried)


def _column(column: ColumnAccount) -> str:
    """How a column was read, and what of it was not understood."""
    said = f"  {column.column}: {column.read_count:,} read, {column.empty_count:,} empty"
    if column.unread_count:
        examples = ", ".join(map(repr, column.examples))
        said += f", {column.unread_count:,} not understood ({examples})"
    return f"{said}; {column.note}" if column.note else said


def _summary(tried: list[TriedFile]) -> str:
    statuses = [one.load.status for one in tried]
    return (
        f"in all: {statuses.count('loaded')} loaded, {statuses.count('unchanged')} loaded before, "
        f"{statuses.count('skipped')} skipped"
    )
