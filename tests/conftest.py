"""Shared by all tests: a warehouse under construction, small data directories, one run."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from building import build_all, set_variables
from chromium import browser  # noqa: F401 - a fixture of all rooms
from commands import Job, Ran
from data_directory import DataDirectory
from order import in_order
from postgres_server import postgres  # noqa: F401 - a fixture of two rooms
from shared_runs import made_once
from web_servers import TOKEN, FileServer, TmdbServer

from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from etl.load.load import load_all
from etl.synthetic import write_sample
from warehouse.build import Build, build

# What is tested is what the base install does; tests/test_embeddings.py asks for the extra.
os.environ["CATALOGUE_EMBEDDINGS"] = "false"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log):
    """Where several processes share the tests: a file's stay together, and some rooms' do."""
    from sharing import RoomScheduling  # noqa: PLC0415 - not every run of tests has xdist

    return RoomScheduling(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = in_order(items)


@pytest.fixture(autouse=True)
def log_as_it_was():
    """A command that is run within the tests sets the log up; the next test finds it as before."""
    log = logging.getLogger("catalogue")
    level, propagates, handlers = log.level, log.propagate, log.handlers[:]
    yield
    log.setLevel(level)
    log.propagate, log.handlers[:] = propagates, handlers


@pytest.fixture
def data(tmp_path: Path) -> DataDirectory:
    folder = tmp_path / "data"
    folder.mkdir()
    return DataDirectory(folder)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(warehouse=tmp_path / "warehouse.duckdb", reports=tmp_path / "reports")


@pytest.fixture
def building(settings: Settings) -> Iterator[Build]:
    """A new warehouse with its empty tables, as a run has it before it loads."""
    with build(settings) as new:
        set_variables(new.con)
        yield new


@pytest.fixture
def con(building: Build) -> duckdb.DuckDBPyConnection:
    return building.con


@pytest.fixture
def progress() -> Progress:
    return Progress(quiet=True)


@pytest.fixture(scope="session")
def sample_features(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small synthetic sample, built up to its features and not scored: copy it to use it."""
    folder = tmp_path_factory.mktemp("sample-features")
    write_sample(folder / "sample", titles=800)
    settings = Settings(warehouse=folder / "warehouse.duckdb", reports=folder / "reports")
    with build(settings) as new:
        set_variables(new.con)
        load_all(new.con, folder / "sample", run_id="2026-W47-test", progress=Progress(quiet=True))
        build_all(new.con)
        new.close()
        return new.path.rename(folder / "features.duckdb")


@pytest.fixture(scope="session")
def champions_run(sample_features: Path, tmp_path_factory: pytest.TempPathFactory):
    """The sample scored, with its models kept as champions; of many titles nothing is known."""
    from model_runs import champions_of, forget_some  # noqa: PLC0415 - brings in the models

    with champions_of(sample_features, tmp_path_factory.mktemp("champions"), forget_some) as run:
        yield run


@pytest.fixture(scope="session")
def hits_run(sample_features: Path, tmp_path_factory: pytest.TempPathFactory):
    """The sample scored with more hits than it has, with its models kept as champions."""
    from model_runs import champions_of, make_hits  # noqa: PLC0415 - brings in the models

    with champions_of(sample_features, tmp_path_factory.mktemp("hits"), make_hits) as run:
        yield run


@pytest.fixture
def direct(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy is set that is not there: loopback must be reached without it."""
    for name, value in (("http_proxy", "http://127.0.0.1:9"), ("no_proxy", "127.0.0.1")):
        monkeypatch.setenv(name, value)
        monkeypatch.setenv(name.upper(), value)


@pytest.fixture
def tmdb(direct: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[TmdbServer]:
    """A server that behaves like TMDb, with its token in the environment."""
    monkeypatch.setenv("TMDB_READ_TOKEN", TOKEN)
    monkeypatch.delenv("TMDB_API_KEY", raising=False)
    server = TmdbServer()
    with server.running():
        yield server


@pytest.fixture
def files(direct: None) -> Iterator[FileServer]:
    """A server of whole files."""
    server = FileServer()
    with server.running():
        yield server


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The main job as on a fresh machine: no data, so on the synthetic sample. Only read it."""
    command = ("run", "--as-of", "2026-11-20", "--reports", "reports", "--train")
    return made_once(tmp_path_factory, "sample-run", lambda folder: Job(folder)(*command))


@pytest.fixture(scope="session")
def two_weeks(sample_run: Ran, tmp_path_factory: pytest.TempPathFactory) -> Job:
    """What that run and one a week later left, which scored with its champions. Only read it."""

    def second(folder: Path) -> Ran:
        shutil.copytree(sample_run.folder, folder, dirs_exist_ok=True)
        return Job(folder)(
            *("run", "--data", "sample", "--warehouse", "warehouse.duckdb", "--reports", "reports"),
            *("--as-of", "2026-11-27", "--no-train", "--accept-shrink", "--quiet"),
        )

    return Job(made_once(tmp_path_factory, "two-weeks", second).folder)


@pytest.fixture
def job(two_weeks: Job, tmp_path: Path) -> Job:
    """A copy of the two weeks, to change."""
    passing = shutil.ignore_patterns(".*.tmp")  # another process's command may be writing there
    shutil.copytree(two_weeks.folder, tmp_path / "job", ignore=passing)
    return Job(tmp_path / "job")


@pytest.fixture(scope="session")
def protocols(two_weeks: Job, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the public protocols, rerun on the two weeks, print."""
    command = ("evaluate", "protocols", "--quiet", "--warehouse", "warehouse.duckdb")
    return made_once(tmp_path_factory, "protocols", lambda _: two_weeks(*command)).out


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> tuple[Job, str]:
    """A run of a small sample whose models were measured again over seeds, and what that printed.

    A small one: all models are trained three times. Only read it.
    """

    def make(folder: Path) -> Ran:
        job = Job(folder)
        write_sample(folder / "sample", titles=800)
        job("run", "--data", "sample", "--as-of", "2026-11-20", "--reports", "reports", "--quiet")
        return job("evaluate", "models", "--model", "rating", "--seeds", "2", "--quiet")

    ran = made_once(tmp_path_factory, "measured", make)
    return Job(ran.folder), ran.out
