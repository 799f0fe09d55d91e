"""``catalogue load`` beside what the job has loaded, and into a file of its own."""

import json

import duckdb

LOAD = ("load", "--data", "sample")


def test_what_the_job_has_loaded_is_known_again(two_weeks):
    before = two_weeks.warehouse.read_bytes()
    tried = json.loads(two_weeks(*LOAD, "--json", "--warehouse", "warehouse.duckdb").out)
    assert {one["status"] for one in tried} == {"unchanged"}
    assert (len(tried),) == two_weeks.ask("select count(*) from ops.loads where status = 'loaded'")[
        0
    ]
    assert two_weeks.warehouse.read_bytes() == before


def test_a_file_that_lost_rows_is_accepted_and_kept_where_it_is_told_to(job):
    (snapshot,) = (job.folder / "sample" / "netflix").glob("*_2026-11-02.csv")
    lines = snapshot.read_text("utf-8").splitlines(keepends=True)
    snapshot.with_name("netflix_titles_2026-11-16.csv").write_text("".join(lines[:100]), "utf-8")
    refused = job(*LOAD, "--to", "refused.duckdb", code=2)
    assert "1 skipped" in refused.out
    accepted = job(*LOAD, "--accept-shrink", "--to", "tried.duckdb")
    assert "in all: 1 loaded, 21 loaded before, 0 skipped\nkept: tried.duckdb\n" in accepted.out
    with duckdb.connect(str(job.folder / "tried.duckdb"), read_only=True) as con:
        entries = con.execute(
            "select count(*) from core.catalogue_entry "
            "where service = 'Netflix' and snapshot_on = '2026-11-16'"
        )
        assert entries.fetchall() == [(99,)]


def test_a_file_is_looked_at_wherever_it_lies(two_weeks):
    [path] = (two_weeks.folder / "sample" / "netflix").glob("*_2026-11-02.csv")
    ran = two_weeks("load", str(path))
    assert (
        "a file for netflix (Netflix in US), read as raw.netflix_titles; it speaks of 2026-11-02"
        in ran.out
    )
    assert "the first rows, as they would be stored:" in ran.out


def test_a_file_whose_dates_are_unclear_is_accepted_only_when_asked(job):
    head = "show_id,type,title,date_added,release_year\n"
    rows = "".join(f"s{n},Movie,Film {n},4/5/2020,2019\n" for n in range(120))
    folder = job.folder / "unclear" / "netflix"
    folder.mkdir(parents=True)
    (folder / "n_2021-01.csv").write_text(head + rows)
    refused = job("load", "--data", "unclear", code=1)
    assert "date_added: 120 of 120 values were not understood ('4/5/2020')" in refused.err
    accepted = job("load", "--data", "unclear", "--accept-unread", code=2)
    assert "120 not understood ('4/5/2020')" in accepted.out


def test_quiet_prints_nothing(two_weeks):
    ran = two_weeks(*LOAD, "--quiet")
    assert (ran.out, ran.err) == ("", "")
