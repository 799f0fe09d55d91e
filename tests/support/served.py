"""A published week with all that the pages show, and servers of it on loopback."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import httpx
from fastapi import FastAPI
from report_fixture import HOSTILE, RUN, make_warehouse

from catalogue_common.settings import Serve
from catalogue_insights.serve.app import create_app, listening
from catalogue_insights.serve.app import server_of as make_server
from reports.weekly_report import write_report
from warehouse.sql_files import SQL, build_table, read_table_file

TOKEN = "a-token-that-nobody-guesses"  # noqa: S105 - of no server
MORE = """
create table core.title (
    title_id varchar, type varchar, title varchar, original_title varchar, title_keys varchar[],
    release_year integer, tmdb_id bigint, imdb_id varchar, netflix_id bigint, in_catalogue boolean,
    is_new boolean, is_on_netflix boolean, is_own_production boolean, made_by varchar,
    is_described boolean,
    catalogue_seen_on date, first_seen_on date, last_seen_on date, added_on date,
    description varchar, overview varchar, maturity_rating varchar, duration_minutes integer,
    season_count integer, original_language varchar, released_on date
);
insert into core.title by name
select
    title_id, title || ' (first)' as original_title, 80000001 as netflix_id, type, tmdb_id
from marts.title_scores;
create table core.title_key (key varchar, title_id varchar, first_run_id varchar);
create table core.title_person (title_id varchar, role varchar, person varchar, position integer);
insert into core.title_person values
    ('id10', 'director', 'Ada Lindqvist', 1), ('id10', 'cast', 'Zoë Å', 1),
    ('id11', 'director', 'Ada Lindqvist', 1);
create table core.title_match (
    title_id varchar, type varchar, tmdb_id bigint, method varchar, score bigint,
    runner_up_score bigint
);
insert into core.title_match values ('id10', 'movie', 10, 'title and year', 10, 3);
create table core.catalogue_entry (
    title_id varchar, service varchar, region varchar, snapshot_on date, load_id varchar,
    netflix_id bigint, type varchar, title varchar, title_key varchar, description varchar,
    maturity_rating varchar, directors varchar[], cast_members varchar[],
    countries varchar[], genres varchar[], release_year integer,
    duration_minutes integer, season_count integer, added_on date
);
insert into core.catalogue_entry by name
select 'id10' as title_id, date '2021-01-16' as snapshot_on;
create table core.offer_evidence (
    title_id varchar, type varchar, service varchar, region varchar, access varchar, kind varchar,
    series varchar, source varchar, seen_from date, seen_until date, offered_from date,
    offered_until date, load_id varchar
);
insert into core.offer_evidence by name
select
    'id10' as title_id, 'Netflix' as service, 'US' as region, 'listed' as kind,
    'catalogue list' as source, date '2021-01-16' as seen_from, 'netflix-1' as load_id;
create table core.title_alias (
    title_id varchar, alias varchar, source varchar, is_original boolean
);
insert into core.title_alias values
    ('id10', 'Title Ten', 'tmdb', false), ('id10', 'Title Ten', 'top 10', false),
    ('id10', 'Titel Tio', 'engagement report', true);
create table core.country (country_code varchar, country varchar);
insert into core.country values ('SE', 'Sweden');
create view marts.title_reach as
select
    title_id, country_code, place::integer as place, chance::double as chance, has_stood,
    true as is_out_of_fold,
from (
    values ('id10', 'SE', 1, 0.83, true), ('id10', 'XX', 2, 0.4, null)
) as reach (title_id, country_code, place, chance, has_stood);
update marts.offers
set is_offered = false, offered_until = '2021-02-01', end_known = 'list', is_confirmed = false
where title_id = 'id10' and service = 'Hulu';
create table core.tmdb_reading (
    type varchar, tmdb_id bigint, load_id varchar, snapshot_on date, rating double,
    vote_count bigint, popularity double
);
insert into core.tmdb_reading values ('movie', 10, 'tmdb-1', '2020-06-01', 7.1, 120, 9.5);
insert into ops.loads (load_id, source, file, snapshot_on, status) values
    ('tmdb-1', 'tmdb', 'tmdb/titles_2020-06.csv', '2020-06-01', 'loaded');
create table scores.history (
    run_id varchar, title_id varchar, predicted_rating float, predicted_rating_low float,
    predicted_rating_high float, liked_probability float, hit_probability float,
    top10_probability float
);
insert into scores.history
select
    run, title_id, predicted_rating, predicted_rating_low, predicted_rating_high, 0.4,
    hit_probability, 0.2
from marts.title_scores
cross join (values ('2026-W46-test'), ('2026-W47-test')) as runs (run);
delete from marts.match_review;
insert into marts.match_review values
    ('id12', 'movie', 'Title 12', 2002, 'narrow', 12, 99, 'Other title', 2003, 8, 2, 7);
delete from marts.data_quality;
insert into marts.data_quality values
    ('freshness', 'netflix', 'warning', 300, 'old', '2026-11-16', ''),
    ('rejects', 'netflix/new.csv', 'warning', 1, 'no title', '2026-11-16', '');
"""
MORE += """
update marts.licensing_candidates set title = '=cmd(1)+<b>' where title_id = 'id92';
update marts.licensing_candidates
set excluded_as = 'ours, failed', not_proposed_for = 'our own production' where title_id = 'id93';
update marts.licensing_candidates
set excluded_as = 'failed', not_proposed_for = 'rated 5.1 by 900 votes' where title_id = 'id94';
update marts.licensing_candidates
set excluded_as = 'little_known', not_proposed_for = 'only 3 titles like it have a known outcome'
where title_id = 'id95';
"""
LATER = """
update marts.title_genres set reasons = 'lighthouse, director: Bo Ek' where title_id = 'id10';
create table marts.similar_titles (
    title_id varchar, title varchar, rank integer, similar_title_id varchar, similar_title varchar,
    similarity double, run_id varchar
);
insert into marts.similar_titles by name
select 'id10' as title_id, 1 as rank, 'id11' as similar_title_id, 0.8 as similarity;
"""
# A file of an earlier version of the project, which knew no reasons, neighbours and languages.
EARLIER = """
alter table marts.licensing_candidates drop column excluded_as;
alter table marts.title_genres drop column reasons;
drop view marts.checks;
drop view marts.drift;
drop view marts.freshness_limits;
drop view marts.languages;
drop view marts.models;
drop view marts.season_views;
drop table core.language;
drop table core.title_alias;
drop table core.offer_evidence;
drop table core.offer_source;
drop table marts.offers;
drop view marts.title_reach;
drop table marts.audience;
alter table marts.title_scores drop column expected_views_91d;
alter table marts.title_scores drop column expected_views_91d_low;
alter table marts.title_scores drop column expected_views_91d_high;
alter table marts.title_scores drop column views_reasons;
alter table marts.title_scores drop column expected_countries;
alter table marts.title_scores drop column expected_countries_low;
alter table marts.title_scores drop column expected_countries_high;
alter table marts.title_scores drop column countries_reasons;
alter table marts.title_scores drop column country_chance_1;
alter table marts.title_scores drop column country_chance_10;
alter table marts.title_scores drop column country_chance_50;
alter table marts.title_scores drop column hit_support;
alter table marts.title_scores drop column top10_support;
alter table marts.title_scores drop column rating_support;
alter table marts.title_scores drop column audience_support;
alter table marts.title_scores drop column hit_note;
alter table marts.title_scores drop column top10_note;
alter table marts.title_scores drop column rating_note;
alter table marts.title_scores drop column audience_note;
"""


def publish(
    folder: Path, *, run: str = RUN, titles: list[str] | None = None, is_later: bool = True
) -> Path:
    """Put a week in place as the job does: made beside, then swapped in."""
    warehouse = folder / "warehouse.duckdb"
    made = make_warehouse(
        folder / f"made-{time.monotonic_ns()}", titles=titles or HOSTILE, is_synthetic=True
    )
    with duckdb.connect(str(made)) as con:
        con.execute(MORE + (LATER if is_later else EARLIER))
        build_table(con, read_table_file(SQL / "marts" / "score_history.sql"))
        for table in ("marts.title_scores", "ops.runs"):
            con.execute(f"update {table} set run_id = $run", {"run": run})
    os.replace(made, warehouse)  # noqa: PTH105 - what the tests are about
    return warehouse


def publish_all(folder: Path) -> tuple[Path, Path]:
    """A week and its report."""
    warehouse = publish(folder)
    write_report(warehouse, folder / "reports")
    return warehouse, folder / "reports"


def app_of(folder: Path, models: Path | None = None, **settings: object) -> FastAPI:
    """The application over a new week in a folder, with the models that are there or beside it."""
    warehouse, reports = publish_all(folder)
    serve = Serve.model_validate({"look_seconds": 0.1, **settings})
    return create_app(warehouse, reports, serve, models or folder / "artifacts")


@contextmanager
def server_of(app: FastAPI, **settings: object) -> Iterator[str]:
    """A real server on a port of its own; gives its address."""
    opened = listening("127.0.0.1", 0)
    server = make_server(app, Serve.model_validate(settings))
    thread = threading.Thread(target=server.run, args=([opened],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{opened.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        opened.close()


@contextmanager
def client_of(app: FastAPI, **settings: object) -> Iterator[httpx.Client]:
    """A client of a real server."""
    with (
        server_of(app, **settings) as address,
        httpx.Client(base_url=address, trust_env=False, timeout=30) as client,
    ):
        yield client
