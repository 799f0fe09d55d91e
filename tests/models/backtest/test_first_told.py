"""What a title is, a backtest reads in the earliest file that names it."""

import shutil
from datetime import date

import duckdb
import pytest

from catalogue_common.settings import Settings
from models.backtest.cuts import Cut
from models.backtest.known_then import build_known_then, published_beside

CUT = Cut(date(2026, 10, 1), date(2027, 1, 1))

# A title that TMDb and Netflix describe was described otherwise once; a file without a day has
# words of its own.
EARLIER = """
    create temp table chosen as
    select title_id, titles.tmdb_id, titles.type
    from core.title as titles
    inner join core.catalogue_entry as entry using (title_id)
    where
        service = 'Netflix' and titles.overview is not null and len(entry.genres) > 0
        and titles.released_on < date '2026-09-01'
    order by title_id limit 1;

    create temp table readings as
    select titles.*
    from raw.tmdb_titles as titles
    inner join chosen on titles.id::bigint = chosen.tmdb_id
    where (kind = 'movie') = (chosen.type = 'movie') and titles.overview is not null
    order by load_id limit 1;

    insert into ops.loads
    select * replace ('earlier' as load_id, date '2020-01-01' as snapshot_on)
    from ops.loads where load_id in (select load_id from readings);
    insert into ops.loads
    select * replace ('undated' as load_id, null as snapshot_on)
    from ops.loads where load_id = 'earlier';
    insert into raw.tmdb_titles
    select * replace ('earlier' as load_id, 'A first draft.' as overview) from readings;
    insert into raw.tmdb_titles
    select * replace ('undated' as load_id, 'Of no day.' as overview) from readings;

    insert into core.catalogue_entry
    select * replace (
        date '2019-01-01' as snapshot_on, 'First words.' as description,
        ['Somebody Else'] as directors, ['Dramas'] as genres, ['France'] as countries
    )
    from core.catalogue_entry
    where service = 'Netflix' and title_id in (select title_id from chosen)
    limit 1
"""

SAID = """
    select
        title.title_id, title.overview, title.description, title.directors, title.countries,
        list(genre) filter (taxonomy = 'netflix'), list(genre) filter (taxonomy = 'tmdb')
    from features.title as title
    left join features.listing using (title_id)
    group by all
"""


@pytest.fixture
def told(sample_run, tmp_path):
    """What is known then, without and with the earlier files, and the title that they name."""
    file, said = tmp_path / "told.duckdb", []
    shutil.copy(sample_run.warehouse, file)
    for statements in ((), EARLIER.split(";\n")):
        with duckdb.connect(str(file)) as con:
            for statement in statements:
                con.execute(statement)
            if statements:
                (title_id,) = con.execute("select title_id from chosen").fetchone()
        with published_beside(Settings(warehouse=file, hit_minimum_titles=100)) as con:
            build_known_then(con, CUT)
            said.append({row[0]: row[1:] for row in con.execute(SAID).fetchall()})
    return (*said, title_id)


def test_a_title_is_what_the_earliest_file_says_and_all_others_stay_as_they_are(told):
    before, after, title_id = told
    overview, description, directors, countries, netflix, tmdb = after.pop(title_id)
    assert (overview, description) == ("A first draft.", "First words.")
    assert (directors, countries, netflix) == (["Somebody Else"], ["FR"], ["Dramas"])
    # What the earliest file does not say otherwise is as it was.
    assert sorted(tmdb) == sorted(before.pop(title_id)[-1])
    assert {key: row[:4] for key, row in after.items()} == {
        key: row[:4] for key, row in before.items()
    }
