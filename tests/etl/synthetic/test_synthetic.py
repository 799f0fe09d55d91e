"""The synthetic sample is the same for the same seed, and like the real files, flaws and all."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from sample_files import contents, reader, rows

from catalogue_common.errors import SourceError
from etl.sources.source import MARKER
from etl.synthetic import SamplePaths, write_sample
from etl.synthetic.catalogue import ODD_NAMES

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SamplePaths:
    return write_sample(tmp_path_factory.mktemp("sample"))


def test_same_seed_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    write_sample(tmp_path / "here", seed=7, titles=400)
    code = "import sys, pathlib, etl.synthetic as s; s.write_sample(pathlib.Path(sys.argv[1]), "
    subprocess.run(
        [sys.executable, "-c", f"{code} seed=7, titles=400)", tmp_path / "there"],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"},
        check=True,
    )
    assert contents(tmp_path / "here") == contents(tmp_path / "there")


def test_another_seed_invents_another_world(tmp_path: Path) -> None:
    write_sample(tmp_path / "a", seed=1, titles=400)
    write_sample(tmp_path / "b", seed=2, titles=400)
    a, b = contents(tmp_path / "a"), contents(tmp_path / "b")
    assert a.keys() == b.keys()
    assert not [name for name in a if a[name] == b[name]]


def test_the_marker_says_so(sample: SamplePaths) -> None:
    assert sample.marker.name == MARKER
    assert "invented, from the seed 2026" in sample.marker.read_text(encoding="utf-8")


def test_a_folder_of_real_data_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "netflix").mkdir()
    with pytest.raises(SourceError, match="nothing was written"):
        write_sample(tmp_path)
    assert not (tmp_path / MARKER).exists()


def test_an_earlier_sample_is_written_again(tmp_path: Path) -> None:
    write_sample(tmp_path, titles=300)
    before = contents(tmp_path)
    write_sample(tmp_path, titles=300)
    assert contents(tmp_path) == before


def test_duckdb_reads_every_table(sample: SamplePaths) -> None:
    for path in (*sample.netflix, *sample.top10, *sample.tmdb):
        [(count,)] = rows(f"select count(*) from {reader(path)}")
        assert count > 250, path.name


def test_the_snapshots_share_most_titles(sample: SamplePaths) -> None:
    older, *_, newer = map(str, sample.netflix)
    [(left, shared, arrived)] = rows(
        """
        select
            count(*) filter (where b.title is null),
            count(*) filter (where a.title = b.title),
            count(*) filter (where a.title is null)
        from read_csv($older, all_varchar := true) as a
        full join read_csv($newer, all_varchar := true) as b
            on a.type = b.type and a.title = b.title and a.description = b.description
        """,
        older=older,
        newer=newer,
    )
    assert (left, shared, arrived) == pytest.approx((300, 1900, 800), rel=0.15)


def test_type_title_and_year_are_unique_in_a_snapshot(sample: SamplePaths) -> None:
    sql = "select count(*), count(distinct (type, title, release_year)) from read_csv($path)"
    for path in sample.netflix:
        [(count, different)] = rows(sql, path=str(path))
        assert count == different


def test_some_films_share_their_title_with_another(sample: SamplePaths) -> None:
    sql = "select title from read_csv($path) group by type, title having count(*) > 1"
    assert 2 <= len(rows(sql, path=str(sample.netflix[-1]))) <= 30


def test_show_ids_are_real_first_and_row_numbers_later(sample: SamplePaths) -> None:
    sql = "select show_id from read_csv($path, all_varchar := true) limit 1"
    assert rows(sql, path=str(sample.netflix[0]))[0][0] > "990000000"
    assert rows(sql, path=str(sample.netflix[-1])) == [("s1",)]


def test_flaws_of_the_newest_snapshot(sample: SamplePaths) -> None:
    [flaws] = rows(
        """
        select
            count(*) filter (where rating like '% min' and duration is null),
            count(*) filter (where title = '9-Mar'),
            count(*) filter (where starts_with(date_added, ' ')) > 10,
            count(*) filter (where not regexp_matches(title, '[A-Za-z0-9]')) > 3,
        from read_csv($path, all_varchar := true)
        """,
        path=str(sample.netflix[-1]),
    )
    assert flaws == (3, 1, True, True)


def test_odd_names_survive_the_way_into_the_file(sample: SamplePaths) -> None:
    sql = "select title from read_csv($path, all_varchar := true)"
    assert set(ODD_NAMES[1:]) <= {title for (title,) in rows(sql, path=str(sample.netflix[-1]))}


def test_a_new_season_moves_the_release_year(sample: SamplePaths) -> None:
    moved = rows(
        """
        select a.title
        from read_csv($older) as a
        join read_csv($newer) as b using (type, title, description)
        where a.release_year < b.release_year
        """,
        older=str(sample.netflix[0]),
        newer=str(sample.netflix[-1]),
    )
    assert len(moved) > 20


def test_the_last_row_of_the_dump_is_cut(sample: SamplePaths) -> None:
    [dump] = [path for path in sample.tmdb if "TMDB_movie" in path.name]
    assert not dump.read_text(encoding="utf-8").endswith('"\n')


def test_enough_titles_have_votes_to_rank_within_a_file(sample: SamplePaths) -> None:
    for path in sample.tmdb[:-1]:  # the last one has the details of some series only
        sql = f"select count(*) from {reader(path)} where vote_count::int > 0"
        assert rows(sql)[0][0] >= 600, path.name


def test_most_netflix_titles_are_on_tmdb(sample: SamplePaths) -> None:
    dump, answers, network, pages, _ = map(reader, sample.tmdb)
    [(share,)] = rows(
        f"""
        with tmdb as (
            select title from {dump}
            union all select title from {answers}
            union all select name from {network}
            union all select name from {pages}
        )
        select avg((title in (select title from tmdb))::int) from {reader(sample.netflix[-1])}
        """
    )
    assert 0.65 < share < 0.85


def test_the_top_10_has_ten_ranks_in_four_lists_for_thirty_weeks(sample: SamplePaths) -> None:
    sql = "select count(*) from read_csv($path, delim := '\t') group by week, category"
    shorter, longer = (rows(sql, path=str(path)) for path in sample.top10)
    assert longer == [(10,)] * 30 * 4
    assert shorter == [(10,)] * 18 * 4


def test_the_older_top_10_is_part_of_the_newer(sample: SamplePaths) -> None:
    older, newer = (path.read_text(encoding="utf-8") for path in sample.top10)
    assert newer.endswith(older.split("\n", 1)[1])


def test_every_services_catalogue_changes_from_week_to_week(sample: SamplePaths) -> None:
    lists_of = {"netflix": sample.netflix[1:]}
    for rival in ("hulu", "disney-plus"):
        lists_of[rival] = sorted(path for path in sample.services if path.parent.name == rival)
    for lists in lists_of.values():
        weeks = [
            {title for (title,) in rows(f"select title from {reader(path)}")} for path in lists
        ]
        assert len(weeks) == 3
        for before, after in pairwise(weeks):
            assert after - before
            assert before - after


def test_each_country_has_a_top_10_of_its_own_taste(sample: SamplePaths) -> None:
    [path] = sample.countries
    table = reader(path)
    sql = f"select count(*) from {table} group by country_iso2, week, category"
    assert set(rows(sql)) == {(10,)}
    firsts = f"""
        select count(distinct show_title) from {table}
        where weekly_rank = 1 and category = 'Films' group by week
    """
    assert min(count for (count,) in rows(firsts)) > 3


def test_a_report_of_each_of_the_last_three_half_years(sample: SamplePaths) -> None:
    assert [path.stem.removeprefix("What_We_Watched_") for path in sample.engagement] == [
        *("2025Jan-Jun", "2025Jul-Dec", "2026Jan-Jun")
    ]
    for path in sample.engagement:
        [(count, early)] = rows(f'select count(*), min("Hours Viewed"::bigint) from {reader(path)}')
        assert count > 1_200
        assert early >= 200_000


def test_titles_lose_viewers_from_half_year_to_half_year(sample: SamplePaths) -> None:
    before, after = (reader(path) for path in sample.engagement[-2:])
    sql = f"""
        select quantile_cont(after."Hours Viewed"::bigint / before."Hours Viewed"::bigint, 0.5)
        from {before} as before inner join {after} as after using (Sheet, Title)
        where before."Release Date" > '2025-07'
    """
    assert 0.2 < rows(sql)[0][0] < 0.9
