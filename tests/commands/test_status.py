"""``catalogue status`` of two weeks, for people and for machines."""

import json


def test_it_names_both_runs_and_what_was_published(two_weeks):
    shown = two_weeks("status", "--warehouse", "warehouse.duckdb").out
    ((newest, titles),) = two_weeks.ask(
        "select any_value(run_id), count(*) from marts.title_scores"
    )
    assert shown.startswith(f"published: {newest}, {titles} titles\n")
    for (run_id,) in two_weeks.ask("select run_id from ops.runs"):
        assert f"  {run_id}  succeeded" in shown
    assert "damaged_titles: 1 rows" in shown


def test_json_says_the_same(two_weeks):
    found = json.loads(two_weeks("status", "--json").out)
    assert [run["week"] for run in found["runs"]] == ["2026-W47", "2026-W48"]
    assert {run["status"] for run in found["runs"]} == {"succeeded"}
    assert found["published_run"] == two_weeks.ask("select max(run_id) from ops.runs")[0][0]


def test_the_version_is_the_packages(two_weeks):
    (version,) = set(two_weeks.ask("select distinct version from ops.runs"))
    assert two_weeks("--version").out == f"catalogue-insights {version[0]}\n"
