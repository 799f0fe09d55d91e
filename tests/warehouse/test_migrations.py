"""A file of an older version of the project keeps its memory under the newer one."""

import duckdb
import pytest

from catalogue_common.errors import WarehouseError
from warehouse.build import build, carry_over
from warehouse.publish import publish

# The remembered scores as the first version wrote them, and one of its loads.
FIRST_VERSION = """
create schema ops;
create schema scores;
create table ops.loads (
    load_id varchar,
    run_id varchar,
    source varchar,
    file varchar,
    sha256 varchar,
    snapshot_on date,
    row_count_read bigint,
    row_count_loaded bigint,
    row_count_rejected bigint,
    row_count_duplicate bigint,
    status varchar,
    message varchar,
    is_synthetic boolean,
    loaded_at timestamp
);
insert into ops.loads values (
    'netflix-1', '2026-W40-x', 'netflix', 'netflix/a.csv', 'abc', date '2020-01-31', 9, 9, 0, 0,
    'loaded', null, false, timestamp '2026-10-05 05:00:00'
);
create table scores.title (
    run_id varchar,
    title_id varchar,
    predicted_rating double,
    predicted_rating_low double,
    predicted_rating_high double,
    liked_probability double,
    hit_probability double,
    top10_probability double,
    is_rating_out_of_fold boolean,
    is_hit_out_of_fold boolean,
    is_top10_out_of_fold boolean,
    scored_at timestamp
);
insert into scores.title
select
    '2026-W' || (40 + week) || '-20261005T050000000', 'n' || title, 6.5, 5, 8, 0.4, 0.1, null,
    true, true, null, timestamp '2026-10-05 05:00:00' + to_days(7 * week)
from range(3) as weeks(week), range(4) as titles(title);
"""


@pytest.fixture
def first_version(settings):
    with duckdb.connect(str(settings.warehouse)) as con:
        con.execute(FIRST_VERSION)
    return settings


def carried(settings, query: str) -> list[tuple]:
    with build(settings) as new:
        carry_over(new.con, settings.warehouse, synthetic=False)
        return new.con.execute(query).fetchall()


def test_the_scores_of_the_first_version_become_history(first_version):
    assert carried(first_version, "select count(*), min(run_id)[:8] from scores.history") == [
        (12, "2026-W40")
    ]
    assert carried(first_version, "select run_id[:8], title_count from scores.runs order by 1") == [
        ("2026-W40", 4),
        ("2026-W41", 4),
        ("2026-W42", 4),
    ]


def test_its_loads_are_remembered_without_what_it_did_not_know(first_version):
    assert carried(first_version, "select load_id, last_seen_at from ops.loads") == [
        ("netflix-1", None)
    ]


def test_what_a_file_has_been_through_is_recorded_once(first_version, settings):
    assert carried(first_version, "select version, name from ops.migrations") == [
        (1, "sparse score history"),
        (2, "whose catalogue"),
        (3, "keys of titles"),
    ]
    settings.warehouse.unlink()
    for _ in range(2):
        with build(settings) as new:
            carry_over(new.con, settings.warehouse, synthetic=False)
            new.close()
            publish(new.path, settings.warehouse)
    with duckdb.connect(str(settings.warehouse), read_only=True) as con:
        assert con.execute("select count(*) from ops.migrations").fetchone() == (3,)


def test_a_file_of_a_later_version_is_left_alone(settings):
    with build(settings) as new:
        carry_over(new.con, settings.warehouse, synthetic=False)
        new.con.execute("insert into ops.migrations values (999, 'later', now()::timestamp)")
        new.close()
        publish(new.path, settings.warehouse)
    before = settings.warehouse.read_bytes()
    with build(settings) as new, pytest.raises(WarehouseError, match="later version"):
        carry_over(new.con, settings.warehouse, synthetic=False)
    assert settings.warehouse.read_bytes() == before
