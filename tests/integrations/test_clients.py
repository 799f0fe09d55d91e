"""Clients that people have already, run on a published file: DuckDB's shell and its UI's server,
ibis, Polars, harlequin in a terminal, and psql on the copy in PostgreSQL.
"""

import json
import os
import shutil
import socket
import subprocess

import pexpect
import pytest
from tools import programs_of

PACKAGES = ("duckdb>=1.5,<2", "duckdb-cli>=1.5,<2", "ibis-framework[duckdb]>=12", "polars>=2,<3")
COUNT = "select count(*) as how_many from marts.title_scores"
IBIS = """
import json, sys
import duckdb, ibis, polars
con = ibis.duckdb.connect(sys.argv[1], read_only=True)
columns = {
    name: list(con.table(name, database="marts").schema().names)
    for name in con.list_tables(database="marts")
}
scores = con.table("title_scores", database="marts")
by_type = scores.group_by("type").aggregate(titles=scores.count()).order_by("type").to_polars()
con.disconnect()
frame = polars.read_database(sys.argv[2], duckdb.connect(sys.argv[1], read_only=True))
print(json.dumps([columns, by_type.rows(), frame.rows()]))
"""


UI = """
import contextlib, glob, http.client, sys, time
import duckdb, duckdb_extension_ui
(extension,) = glob.glob(f"{duckdb_extension_ui.__path__[0]}/extensions/*/ui.duckdb_extension")
con = duckdb.connect(sys.argv[1], read_only=True)
con.execute(f"load '{extension}'")
con.execute(f"set ui_local_port = {sys.argv[3]}")
con.execute("call start_ui_server()")
page = http.client.HTTPConnection("localhost", int(sys.argv[3]), timeout=60)
for _ in range(300):  # it says that it has started before it listens
    with contextlib.suppress(ConnectionRefusedError):
        page.connect()
        break
    time.sleep(0.1)
page.request("POST", "/ddb/run", sys.argv[2], {"Origin": f"http://localhost:{sys.argv[3]}"})
print(page.getresponse().read().hex())
"""


@pytest.fixture(scope="module")
def programs():
    """The folder of the clients' programs."""
    return programs_of("clients", *PACKAGES)


@pytest.fixture(scope="module")
def count(two_weeks):
    return two_weeks.ask(COUNT)[0][0]


def ran(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.integration
def test_duckdbs_shell_reads_and_does_not_write(programs, two_weeks, count):
    shell = (programs / "duckdb", "-readonly", two_weeks.warehouse, "-csv", "-c")
    assert ran(*shell, COUNT).stdout.split() == ["how_many", str(count)]
    refused = ran(*shell, "delete from marts.clusters")
    assert refused.returncode == 1
    assert "read-only" in refused.stderr


@pytest.mark.integration
def test_the_server_of_duckdbs_ui_answers(two_weeks, count, tmp_path):
    """The page that asks it comes from its makers, and is not tried here."""
    programs = programs_of("ui", "duckdb==1.5.5", "duckdb-extension-ui==1.5.5")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    (tmp_path / ".duckdb/extension_data").mkdir(parents=True)
    done = subprocess.run(
        [programs / "python", "-c", UI, two_weeks.warehouse, COUNT, port],
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer = bytes.fromhex(done.stdout)
    assert b"how_many" in answer
    assert count.to_bytes(8, "little") in answer


@pytest.mark.integration
def test_ibis_and_polars_read_every_mart(programs, two_weeks, count):
    done = ran(programs / "python", "-c", IBIS, two_weeks.warehouse, COUNT)
    assert done.returncode == 0, done.stderr
    columns, by_type, frame = json.loads(done.stdout)
    assert columns == {
        mart: [name for (name, *_) in two_weeks.ask(f"describe marts.{mart}")]
        for (mart,) in two_weeks.ask(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        )
    }
    assert [kind for kind, _ in by_type] == ["movie", "series"]
    assert sum(titles for _, titles in by_type) == count
    assert frame == [[count]]


@pytest.mark.integration
def test_harlequin_shows_an_answer_in_a_terminal(two_weeks, count, tmp_path):
    program = str(programs_of("harlequin", "harlequin>=2.17,<3", "duckdb>=1.5,<2") / "harlequin")
    screen = pexpect.spawn(
        program,
        ["-r", str(two_weeks.warehouse)],
        env={**os.environ, "TERM": "xterm-256color", "HOME": str(tmp_path)},
        dimensions=(40, 140),
        timeout=60,
        encoding="utf-8",
    )
    try:
        screen.expect("warehouse")
        screen.expect(r"\S", timeout=5)
        screen.send(f"{COUNT.replace('count(*)', 'count(*) + 100000')}\n")
        screen.sendcontrol("j")
        screen.expect(f"{100_000 + count:,}|{100_000 + count}")
    finally:
        screen.close(force=True)


@pytest.mark.integration
def test_psql_shows_the_copy_with_its_comments(two_weeks, count, postgres):
    psql = shutil.which("psql")
    if psql is None:
        pytest.skip("there is no psql")
    two_weeks("export", "--to", postgres, "--schema", "public")
    asked = ran(psql, postgres, "-At", "-c", "select count(*) from title_scores")
    assert asked.stdout == f"{count}\n", asked.stderr
    described = ran(psql, postgres, "-c", r"\d+ title_scores").stdout
    comments = two_weeks.ask(
        "select comment from duckdb_columns() where table_name = 'title_scores'"
    )
    assert all(comment in described for (comment,) in comments)
