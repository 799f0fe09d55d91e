"""Signals: the first lets the current step end, the second ends the process at once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from catalogue_common.errors import StoppedError
from weekly_job.stopping import Stop, on_signals

ROOT = Path(__file__).parents[2]

# The second half sits in a call that lets no Python through, as a model's fitting does.
WORK = """
import sys, time
from weekly_job.stopping import Stop, on_signals
with on_signals(Stop()) as stop:
    print("at work", flush=True)
    while not stop.is_requested:
        time.sleep(0.01)
    print("asked", flush=True)
    if sys.argv[1] == "end":
        sys.exit(7)
    sum(range(10**12))
"""


def work(how: str) -> subprocess.Popen:
    command = [sys.executable, "-c", WORK, how]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "at work\n"
    process.send_signal(signal.SIGTERM)
    assert process.stdout.readline() == "asked\n"
    return process


def test_the_first_signal_is_a_wish():
    assert work("end").wait(timeout=20) == 7


def test_the_second_signal_ends_the_process_at_once():
    process = work("go on")
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=5) == -signal.SIGTERM


def test_afterwards_signals_mean_what_they_meant_before():
    before = signal.getsignal(signal.SIGTERM)
    with on_signals(Stop()) as stop:
        os.kill(os.getpid(), signal.SIGTERM)
        with pytest.raises(StoppedError):
            stop.check("the next step")
    assert signal.getsignal(signal.SIGTERM) is before
