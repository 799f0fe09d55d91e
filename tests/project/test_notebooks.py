"""The notebooks run from the first cell to the last, and what they show here is of a real run."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PICTURE = "image/svg+xml"


def pictures(notebook) -> list[bool]:
    """Which cells show a picture."""
    return [
        any(PICTURE in output.get("data", {}) for output in cell.get("outputs", []))
        for cell in notebook.cells
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_on_a_run_of_the_sample(path, job):
    notebook = nbformat.read(path, as_version=4)
    kept = pictures(notebook)
    place = {"metadata": {"path": str(job.folder)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place).execute()
    assert pictures(notebook) == kept
    assert sum(kept) == 2


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_it_shows_is_small_and_of_invented_titles(path):
    assert path.stat().st_size < 100_000
    notebook = nbformat.read(path, as_version=4)
    shown = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in shown if output.output_type == "error"]
    assert "is_synthetic=True" in str(shown)


def test_there_are_two():
    assert [path.stem for path in NOTEBOOKS] == ["look-around", "question-to-shortlist"]
