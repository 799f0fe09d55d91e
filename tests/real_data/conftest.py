"""One run on the real public files, which all tests here look at.

The folder is named by CATALOGUE_REAL_DATA; without it these tests are skipped.
"""

import os

import duckdb
import pytest
from commands import Ran, catalogue


@pytest.fixture(scope="session")
def real_run(tmp_path_factory) -> Ran:
    """What the run said and left. Only read it."""
    places = ("--data", os.environ["CATALOGUE_REAL_DATA"], "--reports", "reports")
    folder = tmp_path_factory.mktemp("real-run")
    return catalogue(folder, "run", *places, "--as-of", "2026-11-20")


@pytest.fixture(scope="module")
def db(real_run):
    """What it published, opened to be read."""
    assert real_run.code in {0, 2}, real_run.err
    with duckdb.connect(str(real_run.warehouse), read_only=True) as con:
        yield con
