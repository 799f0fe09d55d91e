"""The DAG of ``deploy/``, run by Airflow itself."""

import os
import re
import subprocess
from pathlib import Path

import pytest
from tools import programs_of

DAG = Path(__file__).parents[2] / "deploy" / "airflow_dag.py"


@pytest.fixture(scope="module")
def airflow(tmp_path_factory):
    """Runs a command of Airflow in a home of its own, with the DAG on a program that one sets."""
    program = programs_of("airflow", "apache-airflow>=3,<4") / "airflow"
    home = tmp_path_factory.mktemp("airflow")
    (home / "dags").mkdir()
    text = DAG.read_text().replace("/opt/catalogue/.venv/bin/catalogue", str(home / "catalogue"))
    assert '"retries": 2' in text
    text = text.replace('"retries": 2', '"retries": 0')  # six hours lie between two of them
    (home / "dags" / "dag.py").write_text(text.replace("/srv/catalogue", str(home)))

    def run(*words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        command = home / "catalogue"
        command.write_text(f'#!/bin/sh\necho "asked $* in $PWD"\nexit {code}\n')
        command.chmod(0o755)
        return subprocess.run(
            [program, *words],
            env={
                **os.environ,
                "AIRFLOW_HOME": str(home),
                "AIRFLOW__CORE__DAGS_FOLDER": str(home / "dags"),
                "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    assert run("db", "migrate").returncode == 0
    return run


@pytest.mark.integration
@pytest.mark.parametrize(("code", "state"), [(0, "success"), (1, "failed"), (2, "success")])
def test_a_degraded_week_is_done_with_a_warning(airflow, code, state):
    done = airflow("dags", "test", "catalogue_insights", f"2026-11-{code + 10}", code=code)
    said = done.stdout + done.stderr
    assert re.search(r"asked run --resume --as-of 2026-11-\d\d in \S*airflow", said)
    assert re.search(rf"DagRun Finished: .*state={state},", said)
    assert ("WARNING: published, but something is missing: see above [" in said) == (code == 2)
    assert "BashOperator` attribute is deprecated" not in said
