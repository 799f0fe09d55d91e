"""The published file opens in DuckDB clients that are older and newer than the job's own."""

import json
import subprocess
import sys
import venv

import pytest

QUESTIONS = """
import duckdb, json, sys
con = duckdb.connect(sys.argv[1], read_only=True)
marts = con.execute(
    "select table_name from duckdb_tables() where schema_name = 'marts' and comment is not null"
    " union all select view_name from duckdb_views() where schema_name = 'marts'"
).fetchall()
rows = {name: con.execute(f"from marts.{name}").fetchall() for (name,) in marts}
con.execute("from marts.offered_on('2026-11-20')").fetchall()
print(json.dumps([duckdb.__version__, {name: len(found) for name, found in rows.items()}]))
"""


@pytest.fixture(scope="module", params=["1.2.*", "2.*"])
def client(request, tmp_path_factory):
    """A Python of its own with that client; without an index to install it from, a skip."""
    folder = tmp_path_factory.mktemp("client")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    wanted = f"duckdb=={request.param}"
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", wanted]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"{wanted} cannot be installed here: {done.stderr.strip()[-200:]}")
    return python, request.param.removesuffix("*")


def test_every_mart_can_be_read(client, sample_run):
    python, version = client
    asked = [python, "-c", QUESTIONS, sample_run.warehouse]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    found, row_counts = json.loads(done.stdout)
    assert found.startswith(version)
    assert row_counts["title_scores"] > 1000
    assert {"movers", "title_genres", "model_quality"} <= row_counts.keys()
