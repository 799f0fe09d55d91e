"""``catalogue restore``: the week before comes back, and can be asked and reported."""


def test_the_list_names_what_the_job_kept(two_weeks):
    listed = two_weeks("restore").out.splitlines()
    runs = two_weeks.ask("select run_id from ops.runs order by run_id desc")
    assert [line.split()[0] for line in listed] == [run for (run,) in runs]


def test_the_week_before_comes_back(job):
    done = job("restore", "2026-W47", "--warehouse", "warehouse.duckdb")
    assert done.out.startswith("restored 2026-W47-")
    assert job.ask("select distinct week from ops.runs") == [("2026-W47",)]
    assert job("report", "--reports", "reports").out == "report: reports/2026-W47/index.html\n"
