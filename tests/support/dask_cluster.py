"""A scheduler of Dask and workers, each a process as on a machine of its own; any may be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from commands import COMMAND

SCHEDULER = "import sys; from distributed.cli.dask_scheduler import main; sys.exit(main())"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def wait_until(is_so: Callable[[], bool], seconds: float = 60) -> None:
    """Look until something is so; fail when it takes too long."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it did not come about in time"
        time.sleep(0.05)


class Cluster:
    """What is started lies in ``folder``: logs, and where workers keep their things."""

    def __init__(self, folder: Path, protocol: str = "tcp", **environment: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.protocol = protocol
        self.environment = {**os.environ, **environment, "OMP_NUM_THREADS": "1"}
        self.started: list[subprocess.Popen[bytes]] = []

    @property
    def address(self) -> str:
        return f"{self.protocol}://127.0.0.1:{self.port}"

    def scheduler(self) -> subprocess.Popen[bytes]:
        """Start one that takes connections."""
        options = ["--port", str(self.port), "--no-dashboard", "--host", "127.0.0.1"]
        if self.protocol != "tcp":
            options = [*options, "--protocol", self.protocol]
        process = self._start("scheduler", sys.executable, "-c", SCHEDULER, *options)
        wait_until(lambda: "Scheduler at:" in self.log("scheduler"))
        return process

    def worker(self, name: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start one; ``ready`` says when it has its scheduler."""
        options = ("worker", "--scheduler", self.address, "--name", name)
        return self._start(name, COMMAND, *options, **environment)

    def ready(self, name: str) -> None:
        """Wait until a worker has been taken."""
        wait_until(lambda: "Registered to" in self.log(name))

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process and its children as a power cut does."""
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _start(self, name: str, *command: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**self.environment, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    @contextmanager
    def running(self) -> Iterator[Cluster]:
        """End all that was started, in the end."""
        try:
            yield self
        finally:
            for process in self.started:
                self.kill(process)
