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
    assert "in all: 1 loaded, 9 loaded before, 0 skipped\nkept: tried.duckdb\n" in accepted.out
    with duckdb.connect(str(job.folder / "tried.duckdb"), read_only=True) as con:
        entries = "select count(*) from core.catalogue_entry where snapshot_on = '2026-11-16'"
        assert con.execute(entries).fetchall() == [(99,)]


def test_quiet_prints_nothing(two_weeks):
    ran = two_weeks(*LOAD, "--quiet")
    assert (ran.out, ran.err) == ("", "")
