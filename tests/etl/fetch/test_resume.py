"""A fetch that was killed goes on where it was and asks nothing again that it has."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import Mock

import pytest
from commands import catalogue
from web_servers import TmdbServer, title

from catalogue_common.fetch_settings import Fetch
from etl.fetch.session import WORKERS
from etl.fetch.store import Store
from etl.fetch.tmdb_titles import fetch_tmdb

TITLES = 80


def killed_in_the_middle(folder: Path, environment: dict[str, str], server: TmdbServer) -> None:
    command = [Path(sys.executable).with_name("catalogue"), "fetch", "tmdb"]
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment})
    until = time.monotonic() + 30
    while len(server.details_asked()) < TITLES // 2 and time.monotonic() < until:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()


def kept_answers(folder: Path) -> set[str]:
    with sqlite3.connect(folder / "data/tmdb/.fetch.sqlite") as db:
        return {row[0] for row in db.execute("select question from answers")}


def test_a_killed_fetch_goes_on_and_asks_nothing_it_has(tmdb, tmp_path):
    tmdb.add("tv", *[title("tv", key) for key in range(1, TITLES + 1)])
    tmdb.delay = 0.05
    environment = {"CATALOGUE_FETCH_TMDB_URL": tmdb.url}
    killed_in_the_middle(tmp_path, environment, tmdb)
    before, kept = list(tmdb.asked), kept_answers(tmp_path)
    assert len(kept) >= TITLES // 2 - WORKERS
    assert not list((tmp_path / "data/tmdb").glob("details*"))

    tmdb.asked.clear()
    done = catalogue(tmp_path, "fetch", "tmdb", **environment)
    assert done.code == 0, done.err
    assert not kept.intersection(tmdb.asked)
    assert len(set(before) & set(tmdb.asked)) <= WORKERS  # those under way when it was killed
    assert len(set(before) | set(tmdb.asked)) == TITLES + len(
        {asked for asked in before if asked.startswith(("discover", "genre", "watch"))}
    )
    assert kept_answers(tmp_path) == set()


def test_a_kill_between_the_files_and_their_ledger_doubles_nothing(tmdb, tmp_path, progress):
    tmdb.add("tv", title("tv", 1))
    options = Fetch(tmdb_url=tmdb.url, requests_per_second=10_000)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Store, "finish", Mock(side_effect=KeyboardInterrupt))
        fetch_tmdb(tmp_path, options, progress)
    names = {path.name for path in (tmp_path / "tmdb").iterdir()}
    tmdb.asked.clear()
    fetch_tmdb(tmp_path, options, progress)
    assert tmdb.asked == []
    assert {path.name for path in (tmp_path / "tmdb").iterdir()} == names
