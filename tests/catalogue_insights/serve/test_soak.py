"""Two minutes of what the site does all day: fifty people ask, and three weeks are published."""

import subprocess
import sys
from pathlib import Path

from commands import Job, free_port

SOAK = Path(__file__).parents[3] / "bench" / "soak.py"
MINUTES = 2


def test_fifty_people_are_served_while_weeks_are_published(job: Job):
    places = ["--warehouse", "warehouse.duckdb", "--reports", "reports"]
    ran = subprocess.run(
        [sys.executable, SOAK, str(MINUTES), *places, "--port", str(free_port())],
        cwd=job.folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60 * (MINUTES + 2),
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "weeks published: 3; runs shown: 4" in ran.stdout
