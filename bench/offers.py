"""Times the SQL of offers on made-up evidence: weekly lists of four services, readings, statements.

python bench/offers.py --rows 1000000
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import duckdb

from catalogue_common.settings import Settings
from warehouse.build import build
from warehouse.macro_files import build_macros
from warehouse.sql_files import SQL, build_table, in_order, read_table_file

WEEKS = 40
ROWS_OF_A_TITLE = 29
"""On average."""
CORE = ("offer_source", "offer_statement", "offer_gap", "offer", "service_change", "offer_place")
MARTS = ("offers", "offer_changes", "leaving", "service_overlap", "service_mix", "offer_survival")
TABLES = (*(f"core.{name}" for name in CORE), *(f"marts.{name}" for name in MARTS))
STATES = "select state, count(*) from marts.offered_on('2026-11-16') group by all"

VARIABLES = """
set enable_progress_bar = false;
set variable as_of = date '2026-11-16';
set variable stale_after_days = '{"netflix": 120, "tmdb": 30}';
set variable catalogue_service = 'Netflix';
set variable catalogue_region = 'US';
set variable rivals = ['Disney+', 'Hulu', 'Prime Video'];
set variable flicker_days = 8;
select setseed(0.16)
"""

# A title comes in some week, before the first list too, stays for some, and now and then a list
# forgets it.
STAYS = """
create temp table stays as
select
    't' || left(md5(number::varchar), 15) as title_id,
    if(number % 3 = 0, 'series', 'movie') as type,
    ['Netflix', 'Disney+', 'Hulu', 'Prime Video'][1 + number % 4] as service,
    first_week,
    first_week + 20 + weeks_more as last_week,
from (
    select
        range as number,
        (random() * 60)::integer - 30 as first_week,
        (random() * 60)::integer as weeks_more,
    from range($titles)
)
"""

EVIDENCE = """
with

listed as (
    select
        stays.title_id,
        stays.type,
        stays.service,
        'listed' as kind,
        'tmdb list' as source,
        'tmdb list × ' || stays.service || ' × US' as series,
        date '2026-11-16' - 7 * ($weeks - 1 - weeks.week)::integer as seen_from,
        null::date as offered_until,
    from stays
    inner join range($weeks) as weeks (week)
        on weeks.week between stays.first_week and stays.last_week
    where random() > 0.01
),

read as (
    select
        title_id,
        type,
        service,
        if(week between first_week and last_week, 'listed', 'absent') as kind,
        'tmdb details' as source,
        null as series,
        date '2026-11-16' - 7 * ($weeks - 1 - week)::integer + 2 as seen_from,
        null::date as offered_until,
    from stays
    cross join range(0, $weeks, 8) as weeks (week)
    where random() < 0.5
),

stated as (
    select
        title_id,
        type,
        service,
        'stated' as kind,
        'offers table' as source,
        null as series,
        date '2026-11-09' as seen_from,
        date '2026-11-16' + 7 * (last_week - $weeks)::integer as offered_until,
    from stays
    where random() < 0.2 and last_week > 0
)

insert into core.offer_evidence by name
select
    *,
    'US' as region,
    'subscription' as access,
    seen_from as seen_until,
    source || '-' || seen_from as load_id,
from (from listed union all by name from read union all by name from stated)
"""

LISTS = """
insert into core.offer_list by name
select
    series,
    source,
    service,
    'US' as region,
    'subscription' as access,
    type,
    seen_from as seen_on,
    true as is_main,
    count(*) as title_count,
from core.offer_evidence
where series is not null
group by all
"""

TITLES = """
insert into core.title by name
select title_id, type, title_id as title, 2000 + hash(title_id) % 26 as release_year from stays;
insert into core.title_genre by name
select title_id, 'tmdb' as taxonomy, 'Genre ' || hash(title_id) % 18 as genre from stays
"""


def make_world(con: duckdb.DuckDBPyConnection, rows: int) -> None:
    """Evidence of so many rows, with its lists and titles; all other tables are empty."""
    con.execute(VARIABLES)
    for schema in ("staging", "core"):
        for file in in_order(schema):
            build_table(con, file)
    con.execute(STAYS, {"titles": rows // ROWS_OF_A_TITLE})
    con.execute(EVIDENCE, {"weeks": WEEKS})
    con.execute(LISTS)
    con.execute(TITLES)
    (count,) = con.execute("select count(*) from core.offer_evidence").fetchone() or (0,)
    print(f"{count:,} rows of evidence")


def main() -> None:
    """Build each table and print its seconds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        settings = Settings(warehouse=Path(folder) / "warehouse.duckdb", threads=2)
        with build(settings) as new:
            make_world(new.con, rows)
            total = sum(_timed(new.con, name) for name in TABLES)
            print(f"together: {total:.1f} s")
            build_macros(new.con, "marts")
            start = time.perf_counter()
            found = new.con.execute(STATES).fetchall()
            print(f"marts.offered_on: {time.perf_counter() - start:.1f} s, {dict(found)}")


def _timed(con: duckdb.DuckDBPyConnection, name: str) -> float:
    schema, _, stem = name.partition(".")
    start, before = time.perf_counter(), time.process_time()
    build_table(con, read_table_file(SQL / schema / f"{stem}.sql"))
    seconds, busy = time.perf_counter() - start, time.process_time() - before
    (count,) = con.execute(f"select count(*) from {name}").fetchone() or (0,)
    print(f"{name}: {seconds:.1f} s, {busy:.1f} s of processor time, {count:,} rows")
    return seconds


if __name__ == "__main__":
    main()
