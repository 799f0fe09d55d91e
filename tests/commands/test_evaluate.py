"""``catalogue evaluate`` on the job's results: its matching, its models, the public protocols."""

import re

import pytest

WAREHOUSE = ("--warehouse", "warehouse.duckdb")
KNOWN = """
copy (
    select netflix_id, type, title, release_year, tmdb_id, '' as suspect
    from core.title_match inner join core.title using (title_id, type, tmdb_id)
    where method = 'netflix id'
) to '{}' (header)
"""


def test_matching_is_measured_on_the_pairs_that_a_homepage_names(two_weeks, tmp_path):
    ((count,),) = two_weeks.ask(KNOWN.format(tmp_path / "known.csv"))
    known = ("--truth", str(tmp_path / "known.csv"))
    head, *lines = two_weeks("evaluate", "matching", *known, *WAREHOUSE).out.splitlines()
    assert head.split() == ["keys", "type", "pairs", "matched", "right", "precision", "recall"]
    rows = [re.split(r"\s{2,}", line) for line in lines]
    by_keys = {
        keys: [row for row in rows if row[0] == keys] for keys in ("all keys", "without homepage")
    }
    assert all(row[-2:] == ["1.0000", "1.0000"] for row in by_keys["all keys"])
    assert all(0.9 < float(row[-2]) <= 1 for row in by_keys["without homepage"])
    for found in by_keys.values():
        assert sum(int(row[2]) for row in found) == count > 100


def test_every_model_stands_beside_its_baseline(two_weeks):
    head, *lines = two_weeks("evaluate", "models", *WAREHOUSE).out.splitlines()
    assert head.split()[:5] == ["model", "titles", "metric", "value", "baseline"]
    known = two_weeks.ask("select distinct model from marts.model_quality")
    assert {line.split()[0] for line in lines} == {model for (model,) in known}
    assert any("the commonest tags" in line for line in lines)


def test_one_model_can_be_asked_for(two_weeks):
    _, *lines = two_weeks("evaluate", "models", "--model", "hit").out.splitlines()
    assert {line.split()[0] for line in lines} == {"hit"}


def test_seeds_put_mean_and_spread_beside_the_run(measured):
    _, printed = measured
    head, *lines = printed.splitlines()
    assert head.endswith("over seeds")
    assert all("±" in line and line.endswith("(2)") for line in lines)


@pytest.mark.parametrize(
    "protocol", ["Netflix tags", "TMDb genres", "random user rating", "popularity hit, series"]
)
def test_each_public_protocol_is_printed_with_this_projects_figures(protocols, protocol):
    lines = [line for line in protocols.splitlines() if line.startswith(protocol)]
    assert len(lines) >= 3
    assert any("this project" in line for line in lines)
