"""Files that list the same day: one snapshot counts once, two that differ are refused together."""

import pytest
from building import build_all
from data_directory import DataDirectory

from etl.load.load import load_all

TITLES = [f"Harbour Lamp {number}" for number in range(1, 21)]
UK = [f"Quay Nine {number}" for number in range(1, 21)]


def loaded(con, data: DataDirectory, progress, run_id: str = "first") -> dict:
    loads = load_all(con, data.path, run_id=run_id, progress=progress)
    return {one.file.removeprefix("netflix/"): one for one in loads}


def count(con, what: str = "*") -> int:
    return con.execute(f"select count({what}) from raw.netflix_titles").fetchone()[0]


def snapshot(data: DataDirectory, name: str, titles: list[str], **changes: str) -> None:
    data.netflix(name, *({"title": title, **changes} for title in titles))


@pytest.mark.parametrize("run_ids", [("first", "first"), ("first", "second")])
def test_the_file_with_more_columns_counts_whenever_it_comes(con, data, progress, run_ids):
    data.tmdb()
    snapshot(data, "a_2021-01-16.csv", TITLES, cast="", description="")
    if run_ids[0] != run_ids[1]:
        loaded(con, data, progress, run_ids[0])
    snapshot(data, "b_2021-01-16.csv", TITLES)
    loads = loaded(con, data, progress, run_ids[1])
    assert (count(con), count(con, "description")) == (20, 20)
    assert "counts instead of netflix/a_2021-01-16.csv" in loads["b_2021-01-16.csv"].message
    given_way = loads["a_2021-01-16.csv"]
    assert "the same snapshot as netflix/b_2021-01-16.csv" in given_way.message
    assert (given_way.rows_loaded, given_way.status != "skipped") == (0, True)
    again = loaded(con, data, progress, "third")
    assert {load.status for load in again.values()} == {"unchanged"}
    assert count(con) == 20


def test_a_file_that_lacks_rows_does_not_count(con, data, progress):
    snapshot(data, "a_2021-01-16.csv", TITLES[:12])
    snapshot(data, "b_2021-01-16.csv", TITLES, description="")
    assert loaded(con, data, progress)["a_2021-01-16.csv"].rows_loaded == 0
    assert count(con) == 20


def test_catalogues_of_two_countries_are_refused_together(con, data, progress):
    data.tmdb()
    snapshot(data, "uk_2021-01-16.csv", UK)
    snapshot(data, "us_2021-01-16.csv", TITLES)
    snapshot(data, "us_copy_2021-01-16.csv", TITLES, description="")
    loads = loaded(con, data, progress)
    statuses = {name: load.status for name, load in loads.items() if name.startswith("u")}
    assert set(statuses.values()) == {"skipped"}
    assert len(statuses) == 3
    assert "uk_2021-01-16.csv and netflix/us_2021-01-16.csv" in loads["uk_2021-01-16.csv"].message
    assert "two countries" in loads["us_2021-01-16.csv"].message
    assert count(con) == 0
    # Without the other, the next run loads it.
    (data.path / "netflix/uk_2021-01-16.csv").unlink()
    loaded(con, data, progress, "second")
    assert count(con) == 20


def test_files_of_two_days_are_two_snapshots(con, data, progress):
    snapshot(data, "n_2021-01-16.csv", TITLES)
    snapshot(data, "n_2021-01-23.csv", [*TITLES, "Ferry Hours"])
    loaded(con, data, progress)
    assert count(con) == 41


def test_the_same_rows_under_two_dates_are_two_lists_between_which_nothing_changed(
    con, data, progress
):
    snapshot(data, "n_2021-01-16.csv", TITLES)
    text = (data.path / "netflix/n_2021-01-16.csv").read_text()
    data.write("netflix/n_2021-01-23.csv", text.replace("\n", "\r\n").encode("utf-16"))
    loaded(con, data, progress)
    build_all(con)
    days = "select seen_on::text, title_count from core.offer_list order by all"
    assert con.execute(days).fetchall() == [("2021-01-16", 20), ("2021-01-23", 20)]
    assert con.execute("select count(*) from core.title").fetchone() == (20,)
    assert con.execute("select count(*) from core.service_change").fetchone() == (0,)


def test_files_without_a_date_that_come_on_one_day_are_one_snapshot(con, data, progress):
    snapshot(data, "a.csv", TITLES, date_added="")
    snapshot(data, "b.csv", TITLES, date_added="", description="")
    loaded(con, data, progress)
    assert count(con) == 20
