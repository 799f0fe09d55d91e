"""``catalogue fetch top10``, ``engagement``, ``netflix``: what comes counts only as what it is."""

import io
from datetime import datetime

import openpyxl
import pytest
from commands import catalogue, with_today
from web_servers import Reply

from catalogue_common.fetch_settings import Fetch
from etl.fetch import FetchError, downloads
from etl.fetch.downloads import download, engagement_series, netflix_series, top10_series

TODAY = "2026-11-20"
HEADER = "week\tcategory\tweekly_rank\tshow_title\tseason_title\tcumulative_weeks_in_top_10\n"
NETFLIX = "show_id,type,title,date_added,release_year\n"
HTML = b"<!DOCTYPE html><html><body>Sign in</body></html>"


def top10(count: int, week: str = "2026-11-15") -> bytes:
    lines = (
        f"{week}\tTV (English)\t{rank}\tInvented {rank}\tN/A\t1\n" for rank in range(1, count + 1)
    )
    return (HEADER + "".join(lines)).encode()


def report(count: int, half_year: str = "January to June 2026") -> bytes:
    """An engagement report of so many titles."""
    book = openpyxl.Workbook()
    rows = [["What We Watched"], [f"Views from {half_year}"], ["Title", "Hours Viewed"]]
    rows += [[f"Invented {number}", 1000 * number] for number in range(1, count + 1)]
    for row in rows:
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture
def fetch(files, tmp_path, progress, monkeypatch):
    """Download the world's Top 10 into a data directory, as on a day."""
    monkeypatch.setattr(downloads, "utc_now", lambda: datetime.fromisoformat(TODAY))
    options = Fetch(
        top10_global_url=f"{files.url}/g.tsv",
        netflix_url=f"{files.url}/n.csv",
        engagement_url=f"{files.url}/What_We_Watched_2026Jan-Jun__1_.xlsx",
        tries=2,
        backoff_seconds=0,
        timeout_seconds=1,
    )

    def run(series=top10_series):
        found, failed = download(tmp_path, series(options)[:1], options, progress)
        assert not failed
        return [path.name for path in found]

    return run


def names(tmp_path, folder="top10/global"):
    return sorted(path.name for path in (tmp_path / folder).glob("[!.]*"))


def test_a_good_file_gets_the_day_into_its_name(files, fetch, tmp_path):
    files.files["g.tsv"] = top10(40)
    assert fetch() == [f"all-weeks-global_{TODAY}.tsv"]
    assert (tmp_path / f"top10/global/all-weeks-global_{TODAY}.tsv").read_bytes() == top10(40)


def test_the_same_bytes_add_no_file(files, fetch, tmp_path):
    files.files["g.tsv"] = top10(40)
    fetch()
    assert fetch() == []
    assert names(tmp_path) == [f"all-weeks-global_{TODAY}.tsv"]


def test_older_files_stay(files, fetch, tmp_path):
    files.files["g.tsv"] = top10(40)
    fetch()
    files.files["g.tsv"] = top10(40, "2026-11-08")
    assert fetch() == [f"all-weeks-global_{TODAY}_2.tsv"]
    assert len(names(tmp_path)) == 2


@pytest.mark.parametrize(
    ("damaged", "message"),
    [
        (Reply(HTML), "this is an HTML page"),
        (Reply(b"null"), "only the word null"),
        (Reply(b""), "the file is empty"),
        (Reply(HEADER.encode()), "0 rows"),
        (Reply(b"a\tb\n1\t2\n"), "expected the columns week, category"),
        (Reply(top10(19)), "19 rows, the newest file that is there 40"),
        (Reply(top10(40), status=404), "refuses it .404.* table .fetch."),
        (Reply(b"\x00\xff" * 99), "expected the columns"),
    ],
)
def test_what_is_not_the_file_is_not_kept(files, fetch, tmp_path, damaged, message):
    (tmp_path / "top10/global").mkdir(parents=True)
    (tmp_path / "top10/global/all-weeks-global_2026-11-08.tsv").write_bytes(top10(40))
    (tmp_path / "top10/global/all-weeks-global_2026-11-09.tsv").write_bytes(HTML)
    files.first("g.tsv", damaged)
    with pytest.raises(FetchError, match=message):
        fetch()
    assert len(names(tmp_path)) == 2
    assert not list((tmp_path / "top10/global").glob(".part-*"))


@pytest.mark.parametrize(
    "failure",
    [Reply(top10(30), cut=500), Reply(status=500), Reply(status=429), Reply(HTML, delay=1.5)],
)
def test_a_failure_that_may_pass_is_tried_again(files, fetch, failure):
    files.files["g.tsv"] = top10(40)
    files.first("g.tsv", failure)
    assert fetch() == [f"all-weeks-global_{TODAY}.tsv"]


def test_a_connection_that_is_always_cut_leaves_nothing(files, fetch, tmp_path):
    files.first("g.tsv", *[Reply(top10(30), cut=500)] * 2)
    with pytest.raises(FetchError, match="the connection dropped"):
        fetch()
    assert names(tmp_path) == []


def test_half_as_many_rows_are_enough(files, fetch):
    files.files["g.tsv"] = top10(40)
    fetch()
    files.files["g.tsv"] = top10(20)
    assert fetch() == [f"all-weeks-global_{TODAY}_2.tsv"]


def test_a_download_without_end_is_given_up_and_not_kept(files, tmp_path, progress):
    files.files["g.tsv"] = top10(40) + b"x" * (2 << 20)
    options = Fetch(top10_global_url=f"{files.url}/g.tsv", tries=1, largest_megabytes=1)
    with pytest.raises(FetchError, match=r"more than 1 MB.*largest_megabytes"):
        download(tmp_path, top10_series(options)[:1], options, progress)
    assert names(tmp_path) == []


def test_what_a_kill_left_is_cleared_away(files, fetch, tmp_path):
    (tmp_path / "top10/global").mkdir(parents=True)
    (tmp_path / "top10/global/.part-all-weeks-global.tsv").write_text("half a fi")
    files.files["g.tsv"] = top10(40)
    fetch()
    assert not list((tmp_path / "top10/global").glob(".part-*"))


def test_the_catalogue_is_dated_by_its_rows(files, fetch, tmp_path):
    files.files["n.csv"] = (
        f'{NETFLIX}s1,Movie,Invented,"January 4, 2021",2020\n'
        's2,TV Show,"Also, Invented","March 16, 2021",2021\n'
    ).encode()
    assert fetch(netflix_series) == ["netflix_titles_2021-03-16.csv"]
    assert fetch(netflix_series) == []


def test_one_file_of_two_that_fails_is_told_and_the_other_comes(files, tmp_path):
    files.files["g.tsv"] = top10(40)
    files.files["c.tsv"] = HTML
    environment = {
        "CATALOGUE_FETCH_TOP10_GLOBAL_URL": f"{files.url}/g.tsv",
        "CATALOGUE_FETCH_TOP10_COUNTRIES_URL": f"{files.url}/c.tsv",
    }
    done = catalogue(tmp_path, "fetch", "top10", **environment)
    assert done.code == 2
    assert with_today(done.out) == "new: data/top10/global/all-weeks-global_TODAY.tsv\n"
    assert "skipped: all-weeks-countries.tsv: expected data; this is an HTML page" in done.err


def test_the_command_for_the_catalogue(files, tmp_path):
    url = f"{files.url}/n.csv"
    failed = catalogue(tmp_path, "fetch", "netflix", CATALOGUE_FETCH_NETFLIX_URL=url)
    assert failed.code == 1
    assert "Files that were there are as they were." in failed.err
    assert "Traceback" not in failed.err
    files.files["n.csv"] = f'{NETFLIX}s1,Movie,Invented,"May 4, 2021",2020\n'.encode()
    done = catalogue(tmp_path, "fetch", "netflix", "--quiet", CATALOGUE_FETCH_NETFLIX_URL=url)
    assert (done.code, done.out) == (0, "")
    assert names(tmp_path, "data/netflix") == ["netflix_titles_2021-05-04.csv"]


def test_an_engagement_report_is_named_by_its_day_and_half_year(files, fetch, tmp_path):
    files.files["What_We_Watched_2026Jan-Jun__1_.xlsx"] = report(40)
    assert fetch(engagement_series) == [f"What_We_Watched_{TODAY}_2026Jan-Jun.xlsx"]
    assert fetch(engagement_series) == []
    assert len(names(tmp_path, "engagement")) == 1


def test_a_report_that_was_dropped_in_by_hand_is_not_kept_twice(files, fetch, tmp_path):
    files.files["What_We_Watched_2026Jan-Jun__1_.xlsx"] = report(40)
    (tmp_path / "engagement").mkdir()
    (tmp_path / "engagement/What_We_Watched_2026Jan-Jun.xlsx").write_bytes(report(40))
    (tmp_path / "engagement/What_We_Watched_2025Jul-Dec.xlsx").write_bytes(report(30))
    assert fetch(engagement_series) == []


PAGE = """<a href="/r/What_We_Watched_2026Jan-Jun.xlsx?a=1&amp;b=2">first half</a>
<script>{"url":"HOST\\u002Fr\\u002FWhat_We_Watched_2026Jul-Dec__2_.xlsx"}</script>
<a href='HOST/r/What_We_Watched_2023Jan-Jun.xlsx'>old</a> <a href="/r/terms.xlsx">terms</a>"""


def test_the_newest_report_that_a_page_links_to(files, fetch):
    files.files["What_We_Watched_2026Jan-Jun__1_.xlsx"] = PAGE.replace("HOST", files.url).encode()
    files.files["r/What_We_Watched_2026Jul-Dec__2_.xlsx"] = report(40)
    assert fetch(engagement_series) == [f"What_We_Watched_{TODAY}_2026Jul-Dec.xlsx"]


@pytest.mark.parametrize(
    ("damaged", "message"),
    [
        (HTML, "no Excel workbook, and no page that links to one"),
        (b"title,hours_viewed\nInvented,1000\n", "no Excel workbook"),
        (b"PK\x03\x04 half a workb", "archive is damaged"),
        (report(19), "19 rows, the newest file that is there 40"),
    ],
)
def test_what_is_no_report_is_not_kept(files, fetch, tmp_path, damaged, message):
    files.files["What_We_Watched_2026Jan-Jun__1_.xlsx"] = report(40)
    fetch(engagement_series)
    files.files["What_We_Watched_2026Jan-Jun__1_.xlsx"] = damaged
    with pytest.raises(FetchError, match=message):
        fetch(engagement_series)
    assert len(names(tmp_path, "engagement")) == 1


def test_the_command_for_the_report_and_what_a_load_makes_of_it(files, tmp_path):
    files.files["2026Jul-Dec.xlsx"] = report(40, "July to December 2026")
    url = f"{files.url}/2026Jul-Dec.xlsx"
    done = catalogue(tmp_path, "fetch", "engagement", CATALOGUE_FETCH_ENGAGEMENT_URL=url)
    assert (done.code, with_today(done.out)) == (
        *(0, "new: data/engagement/What_We_Watched_TODAY_2026Jul-Dec.xlsx\n"),
    )
    looked = catalogue(tmp_path, "load", "--data", "data", "--json")
    assert '"rows_loaded": 40' in looked.out
