"""``catalogue run``, a second week: it scores with the champions and adds to what was there."""


def test_the_second_week_stands_beside_the_first(two_weeks):
    weeks = two_weeks.ask("select week, status, is_synthetic from ops.runs order by as_of")
    assert weeks == [("2026-W47", "succeeded", True), ("2026-W48", "succeeded", True)]
    for week in ("2026-W47", "2026-W48"):
        assert (two_weeks.folder / "reports" / week / "index.html").is_file()
    remembered = two_weeks.ask(
        "select week, count(*) from marts.score_history group by 1 order by 1"
    )
    (titles,) = two_weeks.ask("select count(*) from marts.title_scores")
    assert remembered == [("2026-W47", *titles), ("2026-W48", *titles)]


def test_without_training_the_champions_scored(two_weeks):
    ((first, second),) = two_weeks.ask("select min(run_id), max(run_id) from ops.runs")
    used = two_weeks.ask(f"select distinct version from ops.models where run_id = '{second}'")
    assert used == [(first,)]
    assert two_weeks.ask("select count(distinct run_id) from marts.title_scores") == [(1,)]


def test_a_week_that_is_done_lacks_nothing(job):
    done = job("run", "--resume", "--as-of", "2026-11-27", "--reports", "reports")
    assert done.out == "nothing is left to do for this week\n"
    assert job("run", "--resume", "--quiet", "--as-of", "2026-11-27").out == ""


def test_an_older_week_takes_the_place_of_a_newer_one_only_when_it_is_said(job):
    older = ("run", "--data", "sample", "--as-of", "2026-11-20", "--no-train")
    before = job.warehouse.read_bytes()
    refused = job(*older, code=1)
    assert "--replace-newer" in refused.err
    assert job.warehouse.read_bytes() == before
    job(*older, "--replace-newer", "--reports", "reports", "--quiet", "--accept-unread")
    assert job.ask("select distinct left(run_id, 8) from marts.title_scores") == [("2026-W47",)]
