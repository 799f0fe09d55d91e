"""The figures of the last run for Prometheus: whole, and of what was published last."""

from datetime import datetime, timedelta

from warehouse.ledger import Ledger
from warehouse.run_history import read_runs
from weekly_job.prometheus_file import write_metrics


def test_a_collector_never_sees_half_a_file(tmp_path):
    path = tmp_path / "catalogue.prom"
    ledger = Ledger(tmp_path / "w", "2026-W47-a")
    ledger.write("run_started", week="2026-W47")
    write_metrics(path, read_runs(tmp_path / "w"))
    before = path.stat().st_ino
    write_metrics(path, read_runs(tmp_path / "w"))
    assert path.stat().st_ino != before
    assert [file.name for file in tmp_path.glob("*.prom")] == ["catalogue.prom"]
    assert list(tmp_path.glob(".*")) == []


def test_the_last_success_is_remembered_through_a_failure(tmp_path):
    for number, status in enumerate(("succeeded", "failed")):
        ledger = Ledger(tmp_path / "w", f"2026-W4{number}-a")
        at = datetime(2026, 11, 2) + timedelta(weeks=number)
        ledger.write("run_started", week=f"2026-W4{number}", happened_at=at)
        ledger.write("run_finished", status=status, happened_at=at)
    path = tmp_path / "m.prom"
    write_metrics(path, read_runs(tmp_path / "w"))
    assert "catalogue_last_success_timestamp_seconds 1793577600.0" in path.read_text()
