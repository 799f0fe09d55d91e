"""What ``catalogue status`` tells, and that it tells it at once."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from commands import catalogue, imported

from catalogue_common.mail_settings import Mail
from catalogue_common.settings import Settings
from warehouse.ledger import Ledger
from warehouse.ledger_tables import carry_ledgers
from warehouse.locks import only_run
from weekly_job.status import read_status, status_as_json, status_as_lines

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def sample(sample_run, tmp_path):
    """The sample's run, in a folder of its own."""
    shutil.copytree(sample_run.folder, tmp_path / "run")
    return Settings(warehouse=tmp_path / "run" / "warehouse.duckdb")


def test_it_shows_runs_due_times_sources_and_warnings(sample):
    status = read_status(sample, NOW)
    assert [run["status"] for run in status.runs] == ["succeeded"]
    assert status.published_run == status.runs[0]["run_id"]
    assert [f"{due:%a %d}" for due in status.next_dues] == ["Mon 23", "Mon 30", "Mon 07"]
    assert "tmdb" in {source.source for source in status.freshness}
    assert any(warning.startswith("rows_rejected: 1 rows") for warning in status.warnings)


def test_a_source_without_a_new_file_goes_stale(sample):
    status = read_status(sample, NOW + timedelta(days=400))
    assert all(source.is_stale for source in status.freshness if source.limit_days)
    assert any(warning.startswith("stale: tmdb") for warning in status.warnings)


def test_before_the_first_run_there_is_nothing(tmp_path):
    status = read_status(Settings(warehouse=tmp_path / "none.duckdb"), NOW)
    assert (status.published_run, status.runs, status.due_now) == (None, [], "2026-W47")
    assert "published: nothing yet" in list(status_as_lines(status))


def test_a_run_that_ended_without_a_word_was_interrupted(sample):
    ledger = Ledger(sample.warehouse, "2026-W47-b")
    ledger.write("run_started", week="2026-W47")
    ledger.write("step_started", step="score", position=1)
    last = read_status(sample, NOW).runs[-1]
    assert (last["status"], last["message"]) == ("interrupted", "without a word, in step score")


def test_a_run_that_goes_on_is_running(sample):
    ledger = Ledger(sample.warehouse, "2026-W47-b")
    ledger.write("run_started", week="2026-W47")
    with only_run(sample.warehouse, "2026-W47-b"):
        assert read_status(sample, NOW).runs[-1]["status"] == "running"
    assert read_status(sample, NOW).runs[-1]["status"] == "interrupted"


def test_files_that_were_not_loaded_are_counted_not_listed(sample):
    ledger = Ledger(sample.warehouse, "2026-W47-b")
    ledger.write("run_started", week="2026-W47")
    with ledger.step("load"), ledger.step("mail"):
        missing = [f"top10/{number}.tsv: no table" for number in range(40)] + ["mail: no server"]
    ledger.write("run_finished", status="degraded", message="; ".join(missing), missing=missing)
    status = read_status(sample, NOW)
    assert status.runs[-1]["message"] == "40 files or folders were not loaded; mail: no server"
    (where,) = [line for line in status_as_lines(status) if "what is missing and why" in line]
    asked = catalogue(sample.warehouse.parent, "query", where.split('"')[1])
    assert asked.code == 0


def test_a_damaged_warehouse_is_a_warning_not_an_error(tmp_path):
    damaged = tmp_path / "warehouse.duckdb"
    damaged.write_text("no database at all")
    (warning,) = read_status(Settings(warehouse=damaged), NOW).warnings
    assert warning.startswith(f"warehouse: {damaged} cannot be read")


DAMAGED = (
    '{"event": "run_fin',
    "[" * 100_000,
    '{"event": "x", "row_count": ' + "9" * 5000 + "}",
    '{"event": "run_started", "run_id": "2026-W47-q", "happened_at": "2026-11-28T01:00:00"}',
    '{"event": "run_started", "run_id": ["q"], "happened_at": "2026-11-28T01:00:00"}',
    '{"event": "run_finished", "run_id": "RUN", "happened_at": "yesterday", "status": "failed"}',
    '{"event": "run_finished", "run_id": "RUN", "happened_at": "2026-11-28T01:00:00",'
    ' "missing": 5}',
    '{"event": "step_started", "run_id": "RUN", "happened_at": "2026-11-28T01:00:00", "step": "x"}',
    '{"event": "step_finished", "run_id": "RUN", "happened_at": "2026-11-28T01:00:00",'
    ' "step": "x", "position": 99}',
)


def test_damaged_lines_of_the_ledger_are_passed_over(sample, con):
    ledger = sample.warehouse.with_name("warehouse.duckdb.ledger.jsonl")
    before = read_status(sample, NOW).runs
    damaged = [line.replace("RUN", before[0]["run_id"]) for line in DAMAGED]
    whole = ledger.read_text(encoding="utf-8").splitlines()
    ledger.write_text("\n".join([*whole[:5], *damaged, *whole[5:], *damaged]) + "\n")
    shown = catalogue(sample.warehouse.parent, "status")
    assert shown.code == 0
    assert "warehouse.duckdb.ledger.jsonl: 6 damaged lines are passed over" in shown.err
    assert read_status(sample, NOW).runs == before
    carry_ledgers(con, sample.warehouse)
    assert con.execute("select status from ops.runs").fetchall() == [("succeeded",)]


def test_json_is_for_machines_and_holds_no_addresses(sample):
    sample.mail = Mail(to=("ada@example.org",))
    text = json.dumps(status_as_json(read_status(sample, NOW)))
    assert json.loads(text)["next_dues"][0] == "2026-11-23T05:00:00+00:00"
    assert "ada@" not in text


def test_the_command_answers_and_imports_no_model(sample):
    folder = sample.warehouse.parent
    shown = catalogue(folder, "status", "--json")
    assert json.loads(shown.out)["runs"][0]["status"] == "succeeded"
    modules = {module.partition(".")[0] for module in imported(folder, "status")}
    assert "duckdb" in modules
    assert not modules & {"models", "sklearn", "xgboost", "scipy", "pandas"}
