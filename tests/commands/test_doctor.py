"""``catalogue doctor`` finds nothing wrong with what the job left, and says what would be."""

PLACES = ("--data", "sample", "--warehouse", "warehouse.duckdb", "--reports", "reports")


def test_nothing_is_wrong_after_two_weeks(two_weeks):
    found = two_weeks("doctor", *PLACES).out
    ((newest,),) = two_weeks.ask("select max(run_id) from ops.runs")
    assert "data: sample: engagement, netflix, services, tmdb, top10" in found
    assert "warehouse: readable" in found
    assert f"last run: {newest}: succeeded" in found
    assert "problem" not in found


def test_quiet_names_problems_only(job):
    assert job("doctor", "--quiet", *PLACES).out == ""
    job.warehouse.write_bytes(b"no database")
    broken = job("doctor", "--quiet", *PLACES, code=1).out
    assert broken.startswith("problem  warehouse: ")


def test_deep_sees_that_the_file_is_what_was_published(job):
    assert "problem" not in job("doctor", "--deep", *PLACES).out
    with job.warehouse.open("r+b") as file:
        file.seek(job.warehouse.stat().st_size // 2)
        file.write(b"a fault of the disk" * 100)
    assert "problem" in job("doctor", "--deep", *PLACES, code=1).out
