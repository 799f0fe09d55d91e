"""``datapackage.json`` beside exported files: what they are, for tools of Frictionless Data.

It says of each file what the mart's own description says (columns, types, key, comments), and of
the whole where the data come from and under which terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from warehouse.data_terms import TERMS, UNTOLD
from warehouse.mart_descriptions import Column, Mart, marts_of
from warehouse.sql_files import read_statement

PACKAGE = "datapackage.json"
DEFUSED = (
    "In CSV files an apostrophe stands before a text that a spreadsheet would read as a formula."
)
INVENTED = "The synthetic sample of Catalogue Insights: every title is invented"
NOTHING = {"csv": [""], "parquet": ["", "nan", "NaT"]}
"""How a missing value reads: of Parquet, as frictionless-py reads it, by way of pandas."""
MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
_TYPES: dict[str, dict[str, str]] = {
    "BOOLEAN": {"type": "boolean"},
    "INTEGER": {"type": "integer"},
    "BIGINT": {"type": "integer"},
    "DOUBLE": {"type": "number"},
    "DATE": {"type": "date"},
}
_MOMENTS = {
    "csv": {"type": "datetime", "format": "%Y-%m-%d %H:%M:%S.%f"},
    "parquet": {"type": "datetime"},
}


def data_package(
    con: duckdb.DuckDBPyConnection, marts: list[Mart], manifest: Mapping[str, Any]
) -> dict[str, Any]:
    """The package of these files.

    Args:
        con: the published file that they were made of.
        marts: what they hold, in the order of the manifest.
        manifest: what was written, in which format, when and of which run.
    """
    sources = _sources(con, manifest["is_synthetic"])
    tables = zip(marts, manifest["tables"], strict=True)
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "catalogue-insights-marts",
        "title": f"Catalogue Insights, week {manifest['week']}",
        "description": f"The marts that run {manifest['run_id']} published. {DEFUSED}",
        "version": manifest["run_id"].lower(),
        "created": manifest["exported_at"],
        "sources": [{"title": title, **_path(source)} for source, title in sources.items()],
        "licenses": _licences(list(sources)),
        "resources": [_resource(mart, table, manifest["format"]) for mart, table in tables],
    }


def _sources(con: duckdb.DuckDBPyConnection, is_synthetic: bool) -> dict[str, str]:
    """Each source, and how a reader is told of it."""
    if is_synthetic:
        return {"": INVENTED}
    if "source_files" not in {mart.name for mart in marts_of(con)}:
        return {}
    found = {}
    for source, count, day in con.execute(read_statement("warehouse/package_sources")).fetchall():
        title = TERMS[source].title if source in TERMS else UNTOLD.get(source, source)
        until = f", up to {day}" if day else ""
        found[source] = f"{title} ({count} file{'s' * (count > 1)}{until})"
    return found


def _path(source: str) -> dict[str, str]:
    return {"path": TERMS[source].path} if source in TERMS else {}


def _licences(sources: list[str]) -> list[dict[str, str]]:
    terms = {TERMS[source].terms_path: TERMS[source].terms for source in sources if source in TERMS}
    return [{"path": path, "title": title} for path, title in terms.items()]


def _resource(mart: Mart, table: Mapping[str, Any], format: str) -> dict[str, Any]:
    key = mart.key
    told = {"bytes": table["bytes"], "hash": f"sha256:{table['sha256']}"}
    # A primary key holds no nulls; a key of which a part may be null is a unique one.
    named = {"uniqueKeys": [list(key)]} if any(key.values()) else {"primaryKey": list(key)}
    return {
        "name": mart.name,
        "type": "table",
        "path": table["file"],
        "description": mart.comment,
        "format": format,
        "mediatype": MEDIA[format],
        "encoding": "utf-8",
        # frictionless-py counts no bytes of Parquet, and calls that a fault.
        **(told if format == "csv" else {}),
        "schema": {
            "fields": [_field(column, format) for column in mart.columns],
            "missingValues": NOTHING[format],
            **(named if key else {}),
        },
    }


def _field(column: Column, format: str) -> dict[str, Any]:
    kind = _MOMENTS[format] if column.kind == "TIMESTAMP" else _TYPES.get(column.kind)
    return {
        "name": column.name,
        **(kind or {"type": "string"}),
        "description": column.comment,
    }
