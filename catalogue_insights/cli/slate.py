"""``catalogue slate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from catalogue_insights.cli.options import Warehouse, set_up, steerless
from catalogue_insights.cli.score import read_file_of_ideas
from catalogue_insights.cli.score_lines import millions, reason_words

if TYPE_CHECKING:
    import pyarrow as pa

SHOWN = 3  # titles that an idea resembles, on a terminal
VIEWS = ("expected_views_91d", "expected_views_91d_low", "expected_views_91d_high")


def slate_command(
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="Ideas as CSV, xlsx or JSON lines: title, type, description, genres, language, "
            "country, people, running time.",
        ),
    ],
    format: Annotated[
        Literal["table", "csv", "json", "xlsx"], typer.Option(help="How to answer.")
    ] = "table",
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="Write it into this file: csv, json, xlsx.")
    ] = None,
    warehouse: Warehouse = None,
) -> None:
    """Say how many would watch each idea of a list on Netflix, and all together.

    The total is the sum of what is expected, with its interval. An idea resembles the titles named
    beside it; the number is what those really reached.

    Example: catalogue slate ideas.csv --format xlsx --out slate.xlsx
    """
    if format == "xlsx" and out is None:
        raise typer.BadParameter("a workbook needs a file: --out slate.xlsx")
    if format == "table" and out is not None:
        raise typer.BadParameter("say how to write it: --format csv, json or xlsx")
    settings, _ = set_up(True, warehouse=warehouse)
    from models.scoring.idea_evidence import evidence_of
    from models.scoring.unseen import score_unseen
    from models.versions.registry import Registry

    titles = read_file_of_ideas(file, settings.limits)
    evidence = evidence_of(settings.warehouse)
    table = _answer(list(score_unseen(Registry(settings.models), titles, evidence)))
    if format != "table" and out is not None:
        from catalogue_insights.cli.answer_files import write_answer

        write_answer(table, format, out)
    elif format != "xlsx":
        _print(table, format)
    typer.echo(_total_line(table), err=format != "table" and out is None)


def _print(table: pa.Table, format: Literal["table", "csv", "json"]) -> None:
    import duckdb

    from warehouse.query import print_relation

    with duckdb.connect() as con:
        print_relation(con.from_arrow(_for_people(table) if format == "table" else table), format)


def _for_people(table: pa.Table) -> pa.Table:
    """What fits on a terminal."""
    import pyarrow as pa

    return pa.Table.from_pylist(
        [
            {
                "title": row["title"],
                "type": row["type"],
                "views in 91 days": _or_dash(row, VIEWS[0]),
                "nine times in ten": f"{_or_dash(row, VIEWS[1])} to {_or_dash(row, VIEWS[2])}",
                "countries": None
                if row["expected_countries"] is None
                else round(row["expected_countries"]),
                "resembles": "; ".join((row["resembles"] or "").split("; ")[:SHOWN]),
            }
            for row in table.to_pylist()
        ]
    )


def _or_dash(row: dict[str, Any], name: str) -> str:
    return "–" if row[name] is None else millions(row[name])


def _answer(records: list[dict[str, Any]]) -> pa.Table:
    """A row for each idea, the most watched first, and one for their total."""
    import numpy as np
    import pyarrow as pa

    from models.audience.slate import slate_total

    records.sort(key=lambda record: -(record["expected_views_91d"] or 0.0))
    rows = [
        {
            "title": record["title"],
            "type": record["type"],
            **{name: figure for name, figure in record.items() if name.startswith("expected_")},
            "rests_on_little": record["audience_note"],
            "likeliest_countries": ", ".join(
                country["country"] for country in record["likeliest_countries"]
            ),
            "goes_by": reason_words(record["views_reasons"]),
            "countries_go_by": reason_words(record["countries_reasons"]),
            "resembles": "; ".join(
                f"{like['title']} ({millions(like['views'])})" for like in record["comparables"]
            ),
        }
        for record in records
    ]
    means, lows, highs = (np.array([row[name] for row in rows], dtype=np.float64) for name in VIEWS)
    if total := slate_total(means, lows, highs):
        said = dict(zip(VIEWS, total, strict=True))
        rows.append({**dict.fromkeys(rows[0]), "title": f"Total of {len(rows)}", **said})
    kinds = {
        name: pa.float64() if name.startswith("expected_") else pa.string() for name in rows[0]
    }
    return pa.Table.from_pylist(rows, schema=pa.schema(list(kinds.items())))


def _total_line(table: pa.Table) -> str:
    last = table.slice(table.num_rows - 1).to_pylist()[0]
    if last["expected_views_91d"] is None:
        return "No model says how many would watch: the reports of what was watched are missing."
    mean, low, high = (millions(last[name]) for name in VIEWS)
    return steerless(
        f"{last['title']}: {mean} views expected in the first 91 days on Netflix, nine times in "
        f"ten {low} to {high}. Its own audience only; marketing is not in the data."
    )
