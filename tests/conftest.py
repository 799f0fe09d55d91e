"""Shared by all tests: a warehouse under construction, small data directories, one run."""

from __future__ import annotations

import csv
import logging
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from web_servers import TOKEN, FileServer, TmdbServer

from etl.load import load_all
from etl.synthetic import write_sample
from progress import Progress
from settings import Monitoring, Settings
from sqlfiles import build_schema
from warehouse import Build, build

# What is tested is what the base install does; tests/test_embeddings.py asks for the extra.
os.environ["CATALOGUE_EMBEDDINGS"] = "false"


@pytest.fixture(autouse=True)
def log_as_it_was():
    """A command that is run within the tests sets the log up; the next test finds it as before."""
    log = logging.getLogger("catalogue")
    level, propagates, handlers = log.level, log.propagate, log.handlers[:]
    yield
    log.setLevel(level)
    log.propagate, log.handlers[:] = propagates, handlers


NETFLIX_COLUMNS = [
    "show_id",
    "type",
    "title",
    "director",
    "cast",
    "country",
    "date_added",
    "release_year",
    "rating",
    "duration",
    "listed_in",
    "description",
]

FILM = {
    "show_id": "80000001",
    "type": "Movie",
    "title": "The Quiet Harbour",
    "director": "Ada Lindqvist",
    "cast": "Bo Ek, Cy Dahl",
    "country": "Sweden, United States",
    "date_added": "March 3, 2020",
    "release_year": "2019",
    "rating": "TV-14",
    "duration": "101 min",
    "listed_in": "Dramas, International Movies",
    "description": "A lighthouse keeper writes letters to a town that was never built.",
}

TMDB_FILM = {
    "id": 77,
    "title": FILM["title"],
    "original_title": "Den tysta hamnen",
    "release_date": "2019-08-01",
    "genres": "[{'id': 18, 'name': 'Drama'}]",
    "original_language": "sv",
    "overview": "Letters to nobody.",
    "popularity": 9.5,
    "vote_average": 7.1,
    "vote_count": 120,
    "homepage": "",
}


@dataclass
class DataDirectory:
    """A data directory that a test fills."""

    path: Path

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def netflix(self, name: str, *rows: dict[str, str]) -> Path:
        """A catalogue snapshot of films like FILM, each changed as the row says."""
        path = self.write(f"netflix/{name}", "")
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, NETFLIX_COLUMNS)
            writer.writeheader()
            writer.writerows({**FILM, **row} for row in rows)
        return path

    def tmdb(self, name: str = "tmdb_2020-06-01.csv", **row: object) -> Path:
        """A TMDb film like FILM, changed as the arguments say, in a file of its own."""
        film = {**TMDB_FILM, **row}
        path = self.write(f"tmdb/{name}", "")
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(film))
            writer.writeheader()
            writer.writerow(film)
        return path


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


def set_variables(con: duckdb.DuckDBPyConnection) -> None:
    con.execute(
        """
        set variable run_id = '2026-W47-test';
        set variable week = '2026-W47';
        set variable as_of = date '2026-11-20';
        set variable is_synthetic = false;
        set variable hit_minimum_titles = 20;
        set variable top10_weeks = 5;
        set variable use_homepage_key = true;
        set variable stale_after_days = '{"netflix": 120, "tmdb": 30, "top10": 14}';
        """
    )
    monitoring = Monitoring().model_dump_json()
    con.execute("set variable monitoring = $monitoring", {"monitoring": monitoring})


def build_all(con: duckdb.DuckDBPyConnection) -> None:
    for schema in ("staging", "core", "features"):
        build_schema(con, schema)


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
    from model_runs import forget_some, scored  # noqa: PLC0415 - brings in the models

    from models.contest import Models  # noqa: PLC0415
    from models.registry import Registry  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("champions")
    registry = Registry(folder / "artifacts")
    models = Models(registry, is_synthetic=True)
    with scored(sample_features, folder, forget_some, models=models) as run:
        registry.adopt("test", run.summary.promoted, kept=4)
        run.registry = registry
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
        [Path(sys.executable).with_name("catalogue"), *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr, folder)


def children_seconds() -> float:
    """Processor time of all commands run so far: what they cost on a machine that is not busy."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.fixture(scope="session")
def sample_run(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The main job as on a fresh machine: no data, so on the synthetic sample."""
    folder = tmp_path_factory.mktemp("sample-run")
    return catalogue(folder, "run", "--as-of", "2026-11-20", "--reports", "reports")
