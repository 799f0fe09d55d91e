"""The marts as an import bundle of Apache Superset: database, datasets with metrics, dashboards.

Datasets are what the published file says of itself (``mart_descriptions.py``): a new column is in
its dataset, and in the charts that show rows, with the next bundle. ``superset.toml`` says what the
dashboards show. The files of a bundle are YAML, of which JSON is a part.
"""

from __future__ import annotations

import io
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from catalogue_common.errors import ExportError
from catalogue_common.files import replace_file
from warehouse.mart_descriptions import Column, Mart, marts_of
from warehouse.reading import open_published

DASHBOARDS = Path(__file__).with_name("superset.toml")
MADE_ON = "2026-01-01T00:00:00+00:00"
"""The same bundle for the same file: Superset wants a time and makes nothing of it."""
DATABASE = "Catalogue Insights"
NUMBERS = ("DOUBLE", "BIGINT", "INTEGER", "FLOAT", "HUGEINT")
MOST_ROWS = 200
ACROSS, TALL = 12, 50
WIDTHS = {"number": 4, "bars": 8, "line": 6, "rows": 12}
VIZ = {
    "rows": "table",
    "number": "big_number_total",
    "bars": "echarts_timeseries_bar",
    "line": "echarts_timeseries_line",
}

Described = dict[str, Any]


@dataclass(frozen=True)
class ChartSpec:
    """One chart as ``superset.toml`` says it; columns that it names are those of its mart."""

    name: str
    mart: str
    kind: str
    metric: str = ""
    by: str = ""
    split: str = ""
    order: str = ""
    where: str = ""


def write_superset_bundle(warehouse: Path, out: Path) -> int:
    """Write the bundle of a published file; returns how many datasets it has.

    Raises:
        QueryError: there is no such file, or it is no warehouse.
        ExportError: the bundle cannot be written, or the file lacks a mart of a dashboard.
    """
    with open_published(warehouse) as con:
        marts = {mart.name: mart for mart in marts_of(con)}
    content = io.BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as bundle:
        for name, said in _files(warehouse.resolve(), marts).items():
            text = json.dumps(said, ensure_ascii=False, indent=1)
            bundle.writestr(ZipInfo(f"catalogue_insights/{name}.yaml"), text, ZIP_DEFLATED)
    try:
        replace_file(out, content.getvalue(), makes_folder=False)
    except OSError as error:
        raise ExportError(f"{out} cannot be written: {error}. It is as it was.") from error
    return len(marts)


def _files(warehouse: Path, marts: dict[str, Mart]) -> dict[str, Described]:
    """What each file of the bundle says, by its name."""
    files = {
        "metadata": {"version": "1.0.0", "type": "Dashboard", "timestamp": MADE_ON},
        "databases/catalogue": _database(warehouse),
    }
    files |= {f"datasets/catalogue/{name}": _dataset(mart) for name, mart in marts.items()}
    for place, dashboard in enumerate(tomllib.loads(DASHBOARDS.read_text("utf-8"))["dashboard"]):
        title = dashboard["title"]
        charts = [ChartSpec(**chart) for chart in dashboard["chart"]]
        if missing := sorted({chart.mart for chart in charts} - marts.keys()):
            raise ExportError(
                f"The published file lacks the mart {missing[0]}, which “{title}” shows. Nothing "
                "was written. Run the job once (catalogue run), then try again."
            )
        for chart in charts:
            files[f"charts/{_id(title, chart.name)}"] = _chart(title, chart, marts[chart.mart])
        files[f"dashboards/{place}"] = _dashboard(title, charts)
    return files


def _id(*parts: str) -> str:
    """The same for the same thing, so that a bundle that is imported again replaces it."""
    return str(uuid5(NAMESPACE_URL, "/".join(("catalogue-insights", *parts))))


def _database(warehouse: Path) -> Described:
    return {
        "database_name": DATABASE,
        "sqlalchemy_uri": f"duckdb:///{warehouse}",
        "expose_in_sqllab": True,
        "allow_dml": False,
        "extra": {"engine_params": {"connect_args": {"read_only": True}}},
        "uuid": _id("database"),
        "version": "1.0.0",
    }


def _dataset(mart: Mart) -> Described:
    days = [column.name for column in mart.columns if column.kind in ("DATE", "TIMESTAMP")]
    return {
        "table_name": mart.name,
        "schema": "marts",
        "description": mart.comment,
        "main_dttm_col": days[0] if days else None,
        "uuid": _id("dataset", mart.name),
        "database_uuid": _id("database"),
        "columns": [
            {
                "column_name": column.name,
                "type": column.kind,
                "description": column.comment,
                "is_dttm": column.name in days,
                "groupby": True,
                "filterable": True,
            }
            for column in mart.columns
        ],
        "metrics": [
            {"metric_name": "count", "verbose_name": "rows", "expression": "count(*)"},
            *(_mean(column) for column in mart.columns if _is_measure(column, mart)),
        ],
        "version": "1.0.0",
    }


def _is_measure(column: Column, mart: Mart) -> bool:
    return column.kind in NUMBERS and column.name not in mart.key and column.name[-3:] != "_id"


def _mean(column: Column) -> Described:
    return {
        "metric_name": f"mean {column.name}",
        "expression": f'avg("{column.name}")',
        "description": f"Mean of: {column.comment}",
        "d3format": ".1%" if column.is_share else None,
    }


def _chart(dashboard: str, chart: ChartSpec, mart: Mart) -> Described:
    where = {"clause": "WHERE", "expressionType": "SQL", "sqlExpression": chart.where}
    params: Described = {
        "viz_type": VIZ[chart.kind],
        "adhoc_filters": [where] if chart.where else [],
        "row_limit": MOST_ROWS,
    }
    metric = {"expressionType": "SQL", "sqlExpression": chart.metric, "label": chart.metric}
    if chart.kind == "rows":
        order, is_ascending = chart.order.removeprefix("-"), not chart.order.startswith("-")
        columns = sorted(mart.columns, key=lambda column: column.name.endswith("_id"))
        params |= {
            "query_mode": "raw",
            "show_cell_bars": False,
            "all_columns": [column.name for column in columns],  # keys last
            "column_config": {
                column.name: {"d3NumberFormat": ".1%" if column.is_share else ",.2~f"}
                for column in columns
                if column.kind == "DOUBLE"
            },
            "table_timestamp_format": "%Y-%m-%d",
            "order_by_cols": [json.dumps([order, is_ascending])],
            "server_page_length": 10,
            "page_length": 20,
        }
    elif chart.kind == "number":
        params |= {"metric": metric, "y_axis_format": ",d"}
    else:
        params |= {
            "x_axis": chart.by,
            "metrics": [metric],
            "groupby": [chart.split] if chart.split else [],
            "show_legend": bool(chart.split),
            "x_axis_sort_series": "name",
            "rich_tooltip": True,
        }
    return {
        "slice_name": chart.name,
        "viz_type": VIZ[chart.kind],
        "params": params,
        "description": mart.comment,
        "uuid": _id("chart", dashboard, chart.name),
        "dataset_uuid": _id("dataset", chart.mart),
        "version": "1.0.0",
    }


def _dashboard(title: str, charts: list[ChartSpec]) -> Described:
    """Charts one after the other, as many in a row as there is room for."""
    rows: list[list[ChartSpec]] = [[]]
    for chart in charts:
        if sum(WIDTHS[each.kind] for each in (*rows[-1], chart)) > ACROSS:
            rows.append([])
        rows[-1].append(chart)
    grid = [f"ROW-{place}" for place in range(len(rows))]
    places: Described = {
        "DASHBOARD_VERSION_KEY": "v2",
        "ROOT_ID": _part("ROOT", "ROOT_ID", ["GRID_ID"], []),
        "GRID_ID": _part("GRID", "GRID_ID", grid, ["ROOT_ID"]),
        "HEADER_ID": _part("HEADER", "HEADER_ID", [], [], text=title),
    }
    for key, row in zip(grid, rows, strict=True):
        above = ["ROOT_ID", "GRID_ID"]
        ids = [_id("chart", title, chart.name) for chart in row]
        held = [f"CHART-{one}" for one in ids]
        places[key] = _part("ROW", key, held, above, background="BACKGROUND_TRANSPARENT")
        for chart, one in zip(row, ids, strict=True):
            meta = {"uuid": one, "sliceName": chart.name, "width": WIDTHS[chart.kind]}
            number = len(places)  # Superset gives its own
            places[f"CHART-{one}"] = _part(
                "CHART", f"CHART-{one}", [], [*above, key], chartId=number, height=TALL, **meta
            )
    return {
        "dashboard_title": title,
        "slug": title.lower().replace(": ", "-").replace(" ", "-"),
        "published": True,
        "position": places,
        "metadata": {},
        "uuid": _id("dashboard", title),
        "version": "1.0.0",
    }


def _part(kind: str, key: str, children: list[str], above: list[str], **meta: Any) -> Described:
    return {"id": key, "type": kind, "children": children, "parents": above, "meta": meta}
