"""Whatever happens to a run, readers find last week's file or this week's, whole.

Thirty kills at random moments, and one at the start of two steps. ``make torture`` kills at the
start of every step, while it trains, too; CATALOGUE_TORTURE sets the number of random ones. The
long form of these is ``python bench/kills.py 500``.
"""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest
from commands import Ran, catalogue
from killed_runs import get_ready, kill_and_run, readers_of

from etl.synthetic import write_sample
from reports.sections import load_sections
from warehouse.sql_files import SQL

KILLS = int(os.environ.get("CATALOGUE_TORTURE", "30"))
IS_LONG = "CATALOGUE_TORTURE" in os.environ
ALL_STEPS = (
    *("carry over", "load", "staging", "core", "features", "score", "drift", "marts", "check"),
    *("report", "publish", "keep models"),
)
BOUNDARIES = ALL_STEPS if IS_LONG else ("score", "publish")
PAUSE = 0.02 if IS_LONG else 0.5
"""Seconds between two looks of a reader: without a rest they take a core from what runs beside."""
SHOWN = {"news", "glance", "licensing", "data-quality"}
"""Of the report's sections, where there are many runs; all would take as long as all the rest."""
SHORT_REPORT = """
left_out = {left_out}
[report]
"This week" = ["news", "glance", "licensing"]
[catalogue]
[quality]
"The data" = ["data-quality"]
[mail]
content = []
"""


@pytest.fixture(scope="module")
def week_one(tmp_path_factory) -> Ran:
    """A small sample's first week, published."""
    folder = tmp_path_factory.mktemp("torture")
    write_sample(folder / "sample", titles=300)
    first = run(folder, "2026-11-16")
    assert first.code == 0, first.err
    return first


def arguments(as_of: str) -> list[str]:
    return ["run", "--data", "sample", "--reports", "reports", "--as-of", as_of]


def run(folder: Path, as_of: str) -> Ran:
    return catalogue(folder, *arguments(as_of))


@pytest.fixture
def readers(week_one: Ran) -> Iterator[None]:
    """Others who read all the time, in processes of their own."""
    get_ready()
    with readers_of(week_one.warehouse, PAUSE) as at_work:
        yield
        assert (at_work.died, at_work.torn.value) == (0, 0)


def start(folder: Path) -> subprocess.Popen:
    training = [] if IS_LONG else ["--no-train"]
    command = [sys.executable, "-m", "catalogue_insights.cli", *arguments("2026-11-23"), *training]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def kill_at_step(folder: Path, step: str, sign: signal.Signals = signal.SIGKILL) -> int:
    """Send a signal to a run as soon as its ledger says that the step has begun; gives its end."""
    ledger = folder / "warehouse.duckdb.ledger.jsonl"
    seen = len(ledger.read_text().splitlines())
    process = start(folder)
    while process.poll() is None:
        lines = ledger.read_text().splitlines()[seen:]
        if any('"step_started"' in line and f'"{step}"' in line for line in lines):
            process.send_signal(sign)
            return process.wait(timeout=120)
        time.sleep(0.01)
    return process.returncode


def assert_whole(ran: Ran) -> str:
    """Last week's file or this week's, with all that belongs to it; returns which."""
    with duckdb.connect(str(ran.warehouse), read_only=True) as con:
        (week,) = con.execute("select distinct left(run_id, 8) from marts.title_scores").fetchone()
        bad = con.execute(
            """
            select check_name from ops.checks
            where
                severity = 'block'
                and failed_rows > 0
                and run_id = (select any_value(run_id) from marts.title_scores)
            """
        ).fetchall()
    assert bad == []
    assert week in {"2026-W47", "2026-W48"}
    return week


@pytest.mark.parametrize("step", BOUNDARIES)
def test_a_kill_at_the_start_of_a_step(week_one, readers, step):
    assert kill_at_step(week_one.folder, step) == -signal.SIGKILL
    assert_whole(week_one)


@pytest.mark.parametrize("step", BOUNDARIES if IS_LONG else ("core",))
def test_a_wish_to_stop_at_the_start_of_a_step(week_one, readers, step):
    """The step ends, and with it the run, unless it was the last before the mail."""
    code = kill_at_step(week_one.folder, step, signal.SIGTERM)
    assert code == (0 if step in {"publish", "keep models"} else 1)
    assert_whole(week_one)
    assert not list(week_one.folder.glob("warehouse.duckdb.new*"))


def test_kills_at_random_moments_each_with_a_run_after_it(week_one, tmp_path, monkeypatch):
    folder = tmp_path / "job"
    shutil.copytree(week_one.folder, folder)
    left_out = sorted({section.slug for section in load_sections(SQL / "reports")} - SHOWN)
    (tmp_path / "sections.toml").write_text(SHORT_REPORT.format(left_out=left_out))
    monkeypatch.setenv("CATALOGUE_REPORT_SECTIONS", str(tmp_path / "sections.toml"))
    get_ready()
    with readers_of(folder / "warehouse.duckdb", PAUSE) as at_work:
        seen = kill_and_run(folder, date(2026, 11, 30), kills=KILLS, seed=2026)
        assert (at_work.died, at_work.torn.value) == (0, 0)
        assert at_work.reads.value > KILLS
    assert (seen.kills, seen.failed, seen.lost) == (KILLS, [], [])
    assert len(seen.steps) > 3, "all were killed at about the same moment"
    assert not [path.name for path in folder.iterdir() if path.suffix in {".new", ".wal"}]


def test_a_full_disk(week_one, readers):
    """No file may grow beyond a size that the new warehouse needs."""
    before = week_one.warehouse.read_bytes()
    limit = len(before) // 2
    failed = subprocess.run(
        [sys.executable, "-m", "catalogue_insights.cli", *arguments("2026-11-30")],
        cwd=week_one.folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        preexec_fn=lambda: (  # a limit for the child alone
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        ),
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 1
    assert "Traceback" not in failed.stderr
    assert "as they were" in failed.stderr or "as it was" in failed.stderr
    assert week_one.warehouse.read_bytes() == before
    assert_whole(week_one)
