"""The installed command, run as a user runs it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import duckdb
import httpx

from catalogue_common.clock import utc_now

# Another installation's command, such as that of a built wheel, may be what is tested.
COMMAND = os.environ.get("COMMAND_UNDER_TEST") or str(Path(sys.executable).with_name("catalogue"))
# What was run on the job's own results, and ended as its test expects.
USED: list[tuple[str, ...]] = []


@dataclass
class Ran:
    """What a run of the command left."""

    code: int
    out: str
    err: str
    folder: Path

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"

    @property
    def reports(self) -> Path:
        return self.folder / "reports"


def catalogue(folder: Path, *arguments: str, **environment: str) -> Ran:
    """Run the command in a folder, as a user would."""
    done = subprocess.run(
        [COMMAND, *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr, folder)


def with_today(text: str) -> str:
    """What a command just printed, with TODAY where it has its day; midnight may have passed."""
    today = utc_now().date()
    for day in (today, today - timedelta(days=1)):
        text = text.replace(day.isoformat(), "TODAY")
    return text


def imported(folder: Path, *arguments: str, **environment: str) -> set[str]:
    """The modules that a command imports: what it costs before it does anything."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "catalogue_insights.cli", *arguments],
        cwd=folder,
        env={"PATH": "", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}


@dataclass(frozen=True)
class Job:
    """A folder with what runs of the job made in it, and the command in that folder."""

    folder: Path

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse.duckdb"

    def __call__(self, *arguments: str, code: int = 0, **environment: str) -> Ran:
        """Run the command, which must end with that code and without a traceback."""
        ran = catalogue(self.folder, *arguments, **environment)
        assert ran.code == code, ran.out + ran.err
        assert "Traceback" not in ran.err
        USED.append(arguments)
        return ran

    @contextmanager
    def started(self, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
        """The command at work, for one that does not end by itself."""
        USED.append(arguments)
        at_work = subprocess.Popen(
            [COMMAND, *arguments],
            cwd=self.folder,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            yield at_work
        finally:
            at_work.kill()
            at_work.communicate()

    def ask(self, sql: str) -> list[tuple]:
        """The rows of a question to the published file."""
        with duckdb.connect(str(self.warehouse), read_only=True) as con:
            return con.execute(sql).fetchall()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_for(address: str, seconds: float = 60) -> None:
    """Wait until a server of the pages answers there."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            httpx.get(f"{address}/healthz", trust_env=False)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
