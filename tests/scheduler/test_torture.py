"""Whatever happens to a run, readers find last week's file or this week's, whole.

``make torture`` is the long form: a hundred kills at random moments, and one at the start of every
step. CATALOGUE_TORTURE sets the number.
"""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from commands import Ran, catalogue

from etl.synthetic import write_sample

KILLS = int(os.environ.get("CATALOGUE_TORTURE", "2"))
ALL_STEPS = ("carry over", "load", "staging", "core", "features", "score", "marts", "check")
BOUNDARIES = (*ALL_STEPS, "report", "publish") if KILLS > 10 else ("score", "publish")

# Opens the file as a BI tool would, again and again: never an error, never a mix of two runs.
READER = """
import sys, time, duckdb
while True:
    with duckdb.connect(sys.argv[1], read_only=True) as con:
        runs, rows, titles = con.execute(
            "select count(distinct run_id), count(*), (select count(*) from core.title)"
            " from marts.title_scores"
        ).fetchone()
        assert (runs, rows) == (1, titles), (runs, rows, titles)
        time.sleep(0.02)
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


@pytest.fixture(autouse=True)
def reader(week_one: Ran) -> Iterator[None]:
    """Somebody who reads all the time, in a process of their own."""
    process = subprocess.Popen(
        [sys.executable, "-c", READER, str(week_one.warehouse)], stderr=subprocess.PIPE, text=True
    )
    yield
    died = process.poll()
    process.kill()
    assert died is None, process.communicate()[1]


def start(folder: Path) -> subprocess.Popen:
    command = [sys.executable, "-m", "catalogue_insights.cli", *arguments("2026-11-23")]
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
def test_a_kill_at_the_start_of_a_step(week_one, step):
    assert kill_at_step(week_one.folder, step) == -signal.SIGKILL
    assert_whole(week_one)


@pytest.mark.parametrize("step", BOUNDARIES if KILLS > 10 else ("core",))
def test_a_wish_to_stop_at_the_start_of_a_step(week_one, step):
    """The step ends, and with it the run, unless it was the last before the mail."""
    code = kill_at_step(week_one.folder, step, signal.SIGTERM)
    assert code == (0 if step == "publish" else 1)
    assert_whole(week_one)
    assert not list(week_one.folder.glob("warehouse.duckdb.new*"))


def test_kills_at_random_moments_and_then_a_run_that_succeeds(week_one):
    moments = random.Random(2026)  # noqa: S311 - the same moments each time
    for _ in range(KILLS):
        process = start(week_one.folder)
        time.sleep(moments.uniform(0.5, 8))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert_whole(week_one)
    assert run(week_one.folder, "2026-11-23").code == 0
    assert assert_whole(week_one) == "2026-W48"
    assert not [path.name for path in week_one.folder.iterdir() if path.suffix in {".new", ".wal"}]


def test_a_full_disk(week_one):
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
