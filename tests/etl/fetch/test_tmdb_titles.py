"""``catalogue fetch tmdb`` on a server that behaves like TMDb: whole lists, nothing asked twice."""

import gzip
import json
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from commands import catalogue, with_today
from web_servers import TOKEN, Reply, TmdbServer, reply, title

from catalogue_common.fetch_settings import Fetch
from etl.fetch import FetchError
from etl.fetch import tmdb_titles as fetching
from etl.fetch.client import TmdbClient
from etl.fetch.lists import network_list, provider_lists, read_changes, read_list
from etl.fetch.providers import Plan
from etl.fetch.session import Session
from etl.fetch.store import Store
from etl.fetch.token import read_token

TODAY = date(2026, 11, 20)


def options(server: TmdbServer, **more: object) -> Fetch:
    quick = {"requests_per_second": 10_000, "tries": 2, "backoff_seconds": 0}
    return Fetch(tmdb_url=server.url, **{**quick, **more})


@pytest.fixture
def fetch(tmdb, tmp_path, progress):
    """Fetch into a data directory, as on a day."""

    def run(limit=None, day=TODAY, **more):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(fetching, "utc_now", lambda: datetime(day.year, day.month, day.day))
            tmdb.asked.clear()
            order = fetching.TmdbOrder(limit=limit)
            return fetching.fetch_tmdb(tmp_path, options(tmdb, **more), progress, order)

    return run


@pytest.fixture
def session(tmdb, tmp_path):
    client, store = TmdbClient(read_token(), options(tmdb)), Store(tmp_path, TODAY)
    yield Session(client, store)
    client.close()
    store.close()


def rows(path: Path) -> list[dict]:
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    return [json.loads(line) for line in text.splitlines()]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def test_lists_details_and_genres_become_dated_files(tmdb, fetch, tmp_path):
    tmdb.add("movie", title("movie", 1))
    tmdb.add("tv", title("tv", 1), title("tv", 2, networks=[{"id": 1}]))
    fetched = fetch()
    assert (
        names(tmp_path / "tmdb")
        == sorted(path.name for path in fetched.files)
        == [
            f"details_movie_{TODAY}_1-titles.jsonl.gz",
            f"details_tv_{TODAY}_2-titles.jsonl.gz",
            f"discover_movie_provider8_US_of1_{TODAY}.jsonl",
            f"discover_tv_network213_{TODAY}.jsonl",
            f"discover_tv_provider8_US_of2_{TODAY}.jsonl",
            f"genres_{TODAY}.csv",
        ]
    )
    assert [row["id"] for row in rows(tmp_path / f"tmdb/discover_tv_network213_{TODAY}.jsonl")] == [
        1
    ]
    assert fetched.asked == 3


def test_details_come_whole_in_one_request(tmdb, fetch, tmp_path):
    tmdb.add("tv", title("tv", 1))
    fetch()
    assert len(tmdb.details_asked()) == 1
    (row,) = rows(tmp_path / f"tmdb/details_tv_{TODAY}_1-titles.jsonl.gz")
    assert {"credits", "external_ids", "keywords", "watch/providers"} <= row.keys()


def test_no_title_is_lost_to_the_cap_of_500_pages(tmdb, session):
    """12,000 series of ten years, some of them without a date."""
    days = [date(2011, 1, 1) + timedelta(days=number % 3650) for number in range(12_000)]
    series = [title("tv", key, f"{day}" if key % 100 else None) for key, day in enumerate(days, 1)]
    tmdb.add("tv", *series)
    found = read_list(session, network_list())
    assert (sorted(found.rows), found.claimed) == (list(range(1, 12_001)), 12_000)
    assert len(tmdb.asked) < 700


def test_a_services_list_longer_than_tmdb_shows_is_whole(tmdb, session):
    """12,000 films on pages of twenty, where TMDb shows 10,000; half came out in two years."""
    days = [date(2024 if n % 2 else 1990, 1, 1) + timedelta(days=n % 730) for n in range(12_000)]
    tmdb.add("movie", *(title("movie", key, f"{day}") for key, day in enumerate(days, 1)))
    found = read_list(session, provider_lists(Plan((8,)), "US")[1])
    assert (sorted(found.rows), found.claimed) == (list(range(1, 12_001)), 12_000)


def test_a_list_that_changes_while_it_is_read_is_read_again(tmdb, session):
    tmdb.add("movie", *[title("movie", key) for key in range(1, 31)])
    rows = [{"id": key} for key in range(11, 31)]
    tmdb.first("discover/movie", reply({"results": rows, "total_pages": 2, "total_results": 31}))
    found = read_list(session, provider_lists(Plan((8,)), "US")[1])
    assert (len(found.rows), found.claimed) == (30, 30)
    assert len(tmdb.asked) == 4


def test_a_list_that_never_is_as_long_as_is_said_is_kept_as_what_it_is(tmdb, fetch, tmp_path):
    tmdb.add("movie", title("movie", 1))
    cut = reply({"results": [title("movie", 1)], "total_pages": 1, "total_results": 2})
    tmdb.first("discover/movie", cut, cut)
    fetch()
    (kept,) = (tmp_path / "tmdb").glob("discover_movie*")
    assert "_of2_" in kept.name
    assert len(rows(kept)) == 1


def test_a_day_with_more_titles_than_can_be_listed_is_said(tmdb, session, caplog, monkeypatch):
    monkeypatch.setattr("etl.fetch.lists.MAX_PAGES", 2)
    monkeypatch.setattr("web_servers.MAX_PAGES", 2)
    monkeypatch.setattr("etl.fetch.lists.log.propagate", True)
    tmdb.add("movie", *[title("movie", key) for key in range(1, 101)])
    assert len(read_list(session, provider_lists(Plan((8,)), "US")[1]).rows) == 40
    assert "TMDb says 100 titles and lists 40 of them" in caplog.text


def test_a_list_with_a_hole_is_no_list(tmdb, fetch, tmp_path):
    tmdb.add("movie", title("movie", 1))
    tmdb.first("discover/movie", Reply(status=500), Reply(status=500))
    with pytest.raises(FetchError, match="A page of TMDb's lists could not be had"):
        fetch()
    assert not any("movie" in name for name in names(tmp_path / "tmdb"))
    assert fetch().asked == 1


def test_a_week_later_only_new_and_edited_titles_are_asked(tmdb, fetch, tmp_path):
    tmdb.add("tv", *[title("tv", key) for key in range(1, 6)])
    fetch(day=date(2026, 11, 2))
    tmdb.add("tv", title("tv", 6))
    tmdb.changed["tv"] = {2: "2026-11-02", 3: "2026-11-05", 77: "2026-11-05", 4: "2026-10-30"}
    fetched = fetch(day=date(2026, 11, 9))
    assert sorted(row["id"] for row in rows(fetched.files[-1])) == [2, 3, 6]
    assert fetch(day=date(2026, 11, 9)).asked == 0
    assert not any("changes" in asked for asked in tmdb.asked)


def test_changes_are_asked_14_days_at_a_time_without_a_gap(tmdb, session):
    days = [date(2026, 9, 1) + timedelta(days=number) for number in range(60)]
    tmdb.changed["tv"] = {key: day.isoformat() for key, day in enumerate(days)}
    changed = read_changes(session, "tv", days[0], days[-1])
    assert changed == set(range(59))  # the last day's come next time
    spans = [asked.split("?")[1].split("&") for asked in tmdb.asked]
    for end, _, start in spans:
        assert date.fromisoformat(end[9:]) - date.fromisoformat(start[11:]) <= timedelta(days=14)


def test_after_a_long_pause_every_title_is_asked_again(tmdb, fetch):
    tmdb.add("tv", title("tv", 1), title("tv", 2))
    fetch(day=date(2026, 6, 1))
    assert fetch(day=date(2026, 11, 9)).asked == 2


def test_a_title_whose_file_was_deleted_is_asked_again(tmdb, fetch, tmp_path):
    tmdb.add("tv", title("tv", 1))
    fetch()
    (tmp_path / f"tmdb/details_tv_{TODAY}_1-titles.jsonl.gz").unlink()
    assert fetch().asked == 1


def test_a_try_asks_for_so_many_titles_and_writes_no_lists(tmdb, fetch, tmp_path):
    tmdb.add("tv", *[title("tv", key) for key in range(1, 60)])
    tmdb.add("movie", *[title("movie", key) for key in range(1, 60)])
    assert fetch(limit=10).asked == 10
    assert not any(name.startswith("discover") for name in names(tmp_path / "tmdb"))
    assert fetch(limit=10).asked == 0


def test_a_try_for_more_than_can_be_listed(tmdb, fetch):
    tmdb.add("tv", title("tv", 1))
    assert fetch(limit=30_000).asked == 1


def test_a_title_without_an_answer_is_left_for_the_next_fetch(tmdb, fetch):
    tmdb.add("tv", title("tv", 1), title("tv", 2))
    tmdb.first("tv/2", Reply(b"{"), Reply(b"{"))
    assert (fetched := fetch()).asked == 1
    assert fetched.unanswered == 1
    assert fetch().asked == 1


def test_a_title_that_is_gone_is_no_failure(tmdb, fetch):
    tmdb.add("tv", title("tv", 1), title("tv", 2))
    tmdb.first("tv/2", reply({"success": False}, 404))
    assert (fetch().asked, fetch().unanswered) == (1, 0)


def test_when_tmdb_is_down_it_stops_soon(tmdb, fetch):
    tmdb.add("tv", *[title("tv", key) for key in range(1, 200)])
    for key in range(1, 200):
        tmdb.first(f"tv/{key}", Reply(status=503), Reply(status=503))
    with pytest.raises(FetchError, match="failed 10 times in a row"):
        fetch()
    assert len(tmdb.details_asked()) < 100


def test_a_genre_table_that_is_as_it_was_is_not_written_again(tmdb, fetch, tmp_path):
    tmdb.add("tv", title("tv", 1))
    fetch(day=date(2026, 11, 2))
    fetch(day=date(2026, 11, 9))
    assert [name for name in names(tmp_path / "tmdb") if "genres" in name] == [
        "genres_2026-11-02.csv"
    ]


def test_without_genres_the_rest_still_comes(tmdb, fetch, tmp_path):
    tmdb.add("tv", title("tv", 1))
    tmdb.first("genre/tv/list", Reply(status=500), Reply(status=500))
    tmdb.first("genre/movie/list", reply({"genres": None}))
    assert fetch().asked == 1


def test_two_fetches_do_not_work_in_one_folder(tmdb, fetch, tmp_path):
    from etl.fetch.place import writing  # noqa: PLC0415

    with writing(tmp_path, "tmdb"), pytest.raises(FetchError, match="Another fetch is at work"):
        fetch()


def test_the_sample_is_not_mixed_with_real_data(tmdb, fetch, tmp_path):
    (tmp_path / "SYNTHETIC.md").write_text("invented")
    with pytest.raises(FetchError, match="synthetic sample"):
        fetch()
    assert tmdb.asked == []


def test_the_command(tmdb, tmp_path):
    tmdb.add("movie", title("movie", 1))
    done = catalogue(tmp_path, "fetch", "tmdb", CATALOGUE_FETCH_TMDB_URL=tmdb.url)
    assert done.code == 0, done.err
    assert "new: data/tmdb/details_movie_TODAY_1-titles.jsonl.gz" in with_today(done.out)
    wrong = {"CATALOGUE_FETCH_TMDB_URL": tmdb.url, "TMDB_READ_TOKEN": "wrong"}
    refused = catalogue(tmp_path, "fetch", "tmdb", **wrong)
    assert (refused.code, refused.out) == (1, "")
    assert "TMDb refuses the key in TMDB_READ_TOKEN" in refused.err
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert TOKEN not in done.out + done.err + refused.err
    assert TOKEN.encode() not in written


def test_the_region_of_the_option_reaches_tmdb(tmdb, tmp_path):
    where = {"CATALOGUE_FETCH_TMDB_URL": tmdb.url}
    bad = catalogue(tmp_path, "fetch", "tmdb", "--region", "Sweden", **where)
    assert (bad.code, tmdb.asked) == (1, [])
    assert "'Sweden' is not the ISO code of a country" in bad.err
    tmdb.providers["SE"] = {8: "Netflix"}
    catalogue(tmp_path, "fetch", "tmdb", "--region", "SE", **where)
    assert any("watch_region=SE" in asked for asked in tmdb.asked)


def test_a_damaged_memory_is_named(tmdb, fetch, tmp_path):
    (tmp_path / "tmdb").mkdir()
    (tmp_path / "tmdb/.fetch.sqlite").write_text("no database " * 100)
    with pytest.raises(FetchError, match=r"delete \.fetch\.sqlite"):
        fetch()


@pytest.mark.parametrize("url", ["ftp://a", "http://", "http://a b", "http://a:x", "http://u:p@a"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ValueError, match="tmdb_url"):
        Fetch(tmdb_url=url)
