"""A published file with two marts, one of hostile rows and one empty, made without a run."""

from pathlib import Path

import duckdb

HOSTILE = "\\.\n'\"; drop table x; --\t=1+1 %s {} <b>"


def publish_marts(path: Path, run_id: str = "2026-W47-a", titles: int = 3) -> Path:
    """Write the file anew, as a run would publish it."""
    path.unlink(missing_ok=True)
    with duckdb.connect(str(path)) as con:
        con.execute(
            """
            create schema marts;
            create schema ops;
            create table ops.runs (
                run_id varchar, week varchar, as_of date, started_at timestamp,
                finished_at timestamp, status varchar, message varchar, is_synthetic boolean,
                version varchar, settings varchar
            );
            insert into ops.runs (run_id, week, is_synthetic, status, started_at)
            values ($run_id, '2026-W47', true, 'succeeded', now()::timestamp)
            """,
            {"run_id": run_id},
        )
        con.execute(
            """
            create table marts.titles as
            select
                range as number,
                if(range = 0, $hostile, '') as title,
                if(range = 1, 'a' || chr(0) || 'b', null) as note,
                range / 3 as share,
                range = 1 as is_second,
                date '2026-11-20' + range::integer as added_on,
                timestamp '2026-11-20 05:00:00.123456' as scored_at,
                [range] as list,
            from range($titles);
            """,
            {"hostile": HOSTILE, "titles": titles},
        )
        con.execute("create table marts.empty (a_number integer, a_text varchar)")
        for table in ("titles", "empty"):
            con.execute(f"comment on table marts.{table} is 'One row per {table}''s title.'")
            for (column,) in con.execute(
                "select column_name from duckdb_columns() where table_name = $table",
                {"table": table},
            ).fetchall():
                con.execute(f"comment on column marts.{table}.{column} is 'its {column}'")
    return path


def add_view(path: Path) -> None:
    """Add a mart that is a view, as a run's score_history is."""
    with duckdb.connect(str(path)) as con:
        con.execute("create view marts.numbers as select number from marts.titles order by all")
        con.execute("comment on view marts.numbers is 'One row per title.'")
        con.execute("comment on column marts.numbers.number is 'its number'")
