"""The smallest thing that can be published and read: one number."""

from __future__ import annotations

from pathlib import Path

import duckdb

from catalogue_common.settings import Settings
from warehouse.build import build
from warehouse.publish import publish


def publish_number(settings: Settings, number: int) -> None:
    with build(settings) as new:
        new.con.execute("create table marts.number as select ? as number", [number])
        new.close()
        publish(new.path, settings.warehouse)


def number_in(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute("select number from marts.number").fetchone()[0]
