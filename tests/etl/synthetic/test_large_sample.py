"""A sample of any size: the same whoever makes it, and like the usual one."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from sample_files import contents, reader, rows

from catalogue_common.errors import SourceError
from catalogue_common.progress import Progress
from etl.load.discover import is_synthetic
from etl.synthetic import DEFAULT_TODAY
from etl.synthetic.catalogue import make_catalogue
from etl.synthetic.draw import Draw
from etl.synthetic.large_sample import write_large_sample
from etl.synthetic.portions import PORTION, World, contenders
from etl.synthetic.studio import Studio
from etl.synthetic.timeline import Timeline
from etl.synthetic.titles import SampleTitle
from etl.synthetic.top10_files import Top10Chart

QUIET = Progress(quiet=True)


def made(folder: Path, titles: int = 3000, weeks: int = 1, seed: int = 1, threads: int = 1) -> Path:
    write_large_sample(folder, World(titles, weeks, seed, DEFAULT_TODAY), threads, QUIET)
    return folder


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two portions, three weeks."""
    return made(tmp_path_factory.mktemp("large"), titles=12_000, weeks=3)


def names(path: Path) -> set[str]:
    return {title for (title,) in rows(f"select title from {reader(path)}")}


def test_the_same_seed_gives_the_same_bytes_whoever_makes_them(tmp_path: Path) -> None:
    one = made(tmp_path / "one", titles=10_500)
    two = made(tmp_path / "two", titles=10_500, threads=2)
    assert contents(one) == contents(two)


def test_another_seed_gives_other_files(tmp_path: Path) -> None:
    a, b = contents(made(tmp_path / "a", titles=500)), contents(made(tmp_path / "b", 500, seed=2))
    assert a.keys() == b.keys()
    assert not [name for name in a if a[name] == b[name]]


def test_nothing_but_the_files_is_left(sample: Path) -> None:
    assert is_synthetic(sample)
    assert not [path for path in sample.rglob("*") if path.name.startswith(".")]
    assert {path.name for path in sample.iterdir()} == {
        *("SYNTHETIC.md", "netflix", "services", "tmdb", "top10", "engagement")
    }


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").touch()
    with pytest.raises(SourceError, match="is not empty; nothing was written"):
        made(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_every_title_has_a_number_of_its_own_and_hardly_one_a_name_of_another(sample: Path) -> None:
    tmdb = [reader(path) for path in sorted((sample / "tmdb").glob("*.csv"))]
    kinds = " union all by name ".join(
        f"select id, coalesce({name}) as name, '{name}' as kind from {table}"
        for table in tmdb
        for name in ["title" if "title," in _header(table) else "name"]
    )
    [(count, ids, different)] = rows(
        f"select count(*), count(distinct id), count(distinct (name, kind)) from ({kinds})"
    )
    assert count == ids
    assert different > 0.98 * count
    netflix = sorted((sample / "netflix").iterdir())[-1]
    keys = f"select count(*), count(distinct (type, title, release_year)) from {reader(netflix)}"
    [(listed, keyed)] = rows(keys)
    assert listed == keyed


def _header(table: str) -> str:
    return ",".join(name for name, *_ in rows(f"describe from {table}")) + ","


def test_of_three_titles_in_ten_something_is_known(sample: Path) -> None:
    untold = sum(
        rows(f"select count(*) from {reader(path)}")[0][0]
        for path in (sample / "tmdb").glob("TMDB_untold_*")
    )
    assert untold == pytest.approx(0.7 * 12_000, abs=2)
    for path in (sample / "tmdb").glob("TMDB_untold_*"):
        told = f"select count(popularity), count(vote_count) from {reader(path)}"
        assert rows(told) == [(0, 0)]


def test_each_week_has_lists_of_its_own_and_titles_come_and_go(sample: Path) -> None:
    for folder in ("netflix", "services/hulu", "services/disney-plus"):
        lists = sorted((sample / folder).iterdir())
        assert len(lists) == 3
        for before, after in pairwise(map(names, lists)):
            assert before - after
            assert after - before


def test_lists_are_sorted_and_numbered(sample: Path) -> None:
    path = sorted((sample / "netflix").iterdir())[-1]
    ids = rows(f"select show_id, title from {reader(path)}")
    assert [number for number, _ in ids] == [f"s{n}" for n in range(1, len(ids) + 1)]
    titles = [title.lower() for _, title in ids if title.isascii()]
    assert titles == sorted(titles)


def test_each_weeks_top_10_is_full_and_ranks_move(sample: Path) -> None:
    charts = sorted((sample / "top10" / "global").iterdir())
    assert len(charts) == 3
    for path in charts:
        sql = f"select distinct count(*) from {reader(path)} group by week, category"
        assert rows(sql) == [(10,)]
    weeks = [rows(f"select count(distinct week) from {reader(path)}")[0][0] for path in charts]
    assert weeks == [30, 31, 32]
    newest = [names_of_week(path) for path in charts]
    assert newest[0] != newest[1] != newest[2]
    [countries] = (sample / "top10" / "countries").iterdir()
    sql = f"select distinct count(*) from {reader(countries)} group by country_iso2, week, category"
    assert rows(sql) == [(10,)]


def names_of_week(path: Path) -> list[str]:
    sql = (
        f"select show_title from {reader(path)} where week = (select max(week) from {reader(path)})"
    )
    return [title for (title,) in rows(sql)]


def test_who_can_come_into_a_top_10_contends() -> None:
    """Nearly all that come into it asked of all titles also do so asked of the contenders."""
    draw, timeline = Draw(1), Timeline(DEFAULT_TODAY)
    catalogue = make_catalogue(Studio(draw, timeline), 2000)
    few = contenders(catalogue, timeline, 10)
    assert len(few) < 1500 < len(catalogue)

    def charted(titles: list[SampleTitle]) -> set[str]:
        draw.begin(0)
        return {row["show_title"] for row in Top10Chart(titles, draw).rows(timeline.chart_weeks)}

    assert len(charted(catalogue) & charted(few)) > 0.8 * len(charted(few))


def test_a_world_is_cut_without_gaps() -> None:
    for titles in (1, 9_999, 10_000, 10_001, 123_456):
        world = World(titles, 1, 1, date(2026, 11, 16))
        numbers = [n for at in range(world.portions) for n in world.numbers(at)]
        assert numbers == list(range(titles))
        assert max(len(world.numbers(at)) for at in range(world.portions)) <= PORTION
