"""``catalogue fetch`` from stand-in servers: the job's next load reads what came."""

import json

import openpyxl
from commands import Job
from web_servers import title

NETFLIX = "show_id,type,title,date_added,release_year\n"
TOP10 = "week\tcategory\tweekly_rank\tshow_title\tseason_title\tcumulative_weeks_in_top_10\n"
COUNTRIES = f"country_name\tcountry_iso2\t{TOP10}"
DATA = ("--data", "data")


def loaded(job: Job) -> int:
    """The rows that a load would take of what was fetched."""
    tried = json.loads(job("load", *DATA, "--json", "--warehouse", "none.duckdb").out)
    assert {one["status"] for one in tried} == {"loaded"}
    return sum(one["rows_loaded"] for one in tried)


def test_tmdb(tmdb, tmp_path):
    job = Job(tmp_path)
    tmdb.add("movie", *(title("movie", number) for number in range(1, 6)))
    where = {"CATALOGUE_FETCH_TMDB_URL": tmdb.url}
    tried = job("fetch", "tmdb", *DATA, "--limit", "2", "--region", "US", **where)
    assert tried.out.startswith("new: data/tmdb/")
    assert len(tmdb.details_asked()) == 2
    assert job("fetch", "tmdb", *DATA, "--service", "netflix", **where).out.count("new: ") == 3
    assert job("fetch", "tmdb", *DATA, "--quiet", **where).out == ""
    assert loaded(job) >= 5


def test_top10(files, tmp_path):
    job = Job(tmp_path)
    rows = [f"2026-11-15\tTV (English)\t{rank}\tInvented {rank}\tN/A\t1\n" for rank in range(1, 41)]
    files.files["g.tsv"] = (TOP10 + "".join(rows)).encode()
    files.files["c.tsv"] = (COUNTRIES + "".join(f"Sweden\tSE\t{row}" for row in rows)).encode()
    where = {
        "CATALOGUE_FETCH_TOP10_GLOBAL_URL": f"{files.url}/g.tsv",
        "CATALOGUE_FETCH_TOP10_COUNTRIES_URL": f"{files.url}/c.tsv",
    }
    assert job("fetch", "top10", *DATA, **where).out.count("new: data/top10/") == 2
    assert job("fetch", "top10", *DATA, **where).out == "nothing new\n"
    assert job("fetch", "top10", *DATA, "--quiet", **where).out == ""
    assert loaded(job) == 80


def test_engagement(files, tmp_path):
    job = Job(tmp_path)
    book = openpyxl.Workbook()
    for row in (["Views from July to December 2026"], ["Title", "Hours Viewed"], ["Invented", 9]):
        book.active.append(row)
    book.save(tmp_path / "report.xlsx")
    files.files["report.xlsx"] = (tmp_path / "report.xlsx").read_bytes()
    where = {"CATALOGUE_FETCH_ENGAGEMENT_URL": f"{files.url}/report.xlsx"}
    assert "new: data/engagement/" in job("fetch", "engagement", *DATA, **where).out
    assert job("fetch", "engagement", *DATA, "--quiet", **where).out == ""
    assert loaded(job) == 1


def test_netflix(files, tmp_path):
    job = Job(tmp_path)
    files.files["n.csv"] = f'{NETFLIX}s1,Movie,Invented,"May 4, 2021",2020\n'.encode()
    where = {"CATALOGUE_FETCH_NETFLIX_URL": f"{files.url}/n.csv"}
    done = job("fetch", "netflix", *DATA, **where)
    assert done.out == "new: data/netflix/netflix_titles_2021-05-04.csv\n"
    assert job("fetch", "netflix", *DATA, "--quiet", **where).out == ""
    assert loaded(job) == 1
