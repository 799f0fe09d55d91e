"""The dbt project of ``integrations/dbt``: made from the headers, and green on a published file."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import duckdb
import pytest
from tools import programs_of

from warehouse.dbt_sources import render_sources
from warehouse.sql_files import SQL, in_order

PROJECT = SQL.parent / "integrations" / "dbt"
PACKAGES = ("dbt-core>=1.11,<1.12", "dbt-duckdb>=1.10,<2", "duckdb>=1.5,<2")


@pytest.fixture(scope="module")
def dbt():
    """The command."""
    return programs_of("dbt", *PACKAGES) / "dbt"


@pytest.fixture
def project(tmp_path):
    """A copy of the project, since dbt writes beside it."""
    return Path(shutil.copytree(PROJECT, tmp_path / "dbt"))


def ran(dbt, project, warehouse, *words):
    """What dbt did, from its own record of the run."""
    done = subprocess.run(
        [dbt, "--no-use-colors", "--no-send-anonymous-usage-stats", *words, "--profiles-dir", "."],
        cwd=project,
        env={**os.environ, "CATALOGUE_WAREHOUSE": str(warehouse)},
        capture_output=True,
        text=True,
        check=False,
    )
    file = "sources.json" if "freshness" in words else "run_results.json"
    return done, json.loads((project / "target" / file).read_text())["results"]


def test_the_sources_are_those_that_the_headers_say():
    kept = (PROJECT / "models" / "sources.yml").read_text("utf-8")
    assert kept == render_sources(), "run `make docs`"


@pytest.mark.integration
def test_dbt_builds_and_tests_on_a_published_file(dbt, project, two_weeks):
    done, results = ran(dbt, project, two_weeks.warehouse, "build")
    assert done.returncode == 0, done.stdout[-3000:]
    # The report is an exposure: dbt lists it and does nothing.
    assert {result["status"] for result in results} == {"success", "pass", "no-op"}
    tested = {result["unique_id"] for result in results}
    for mart in in_order("marts"):
        name = mart.path.stem
        assert mart.is_scratch or any(f"unique_key_marts_{name}_" in one for one in tested), name
    made = f"{project}/catalogue_dbt.duckdb"
    with duckdb.connect(made, read_only=True) as con:
        assert con.execute("select count(*) from shortlist_by_service").fetchone()[0] > 0


@pytest.mark.integration
def test_dbt_finds_a_key_that_is_none(dbt, project, job):
    with duckdb.connect(str(job.warehouse)) as con:
        con.execute("insert into marts.clusters from marts.clusters limit 1")
    done, results = ran(dbt, project, job.warehouse, "build")
    failed = [result["unique_id"] for result in results if result["status"] == "fail"]
    assert done.returncode == 1
    assert [name for name in failed if "unique_key_marts_clusters" in name]


@pytest.mark.integration
def test_dbt_says_how_fresh_the_marts_are(dbt, project, job):
    done, results = ran(dbt, project, job.warehouse, "source", "freshness")
    assert done.returncode == 0
    assert "source.catalogue_insights.marts.title_scores" in {r["unique_id"] for r in results}
    with duckdb.connect(str(job.warehouse)) as con:
        con.execute("update marts.title_scores set scored_at = scored_at - interval 20 days")
    done, results = ran(dbt, project, job.warehouse, "source", "freshness")
    status = {result["unique_id"].rpartition(".")[2]: result["status"] for result in results}
    assert (done.returncode, status["title_scores"]) == (1, "error")
