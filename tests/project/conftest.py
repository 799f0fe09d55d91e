"""The project's files as git has them, which is what others get."""

from pathlib import Path

import pytest
from environments import run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tracked() -> set[str]:
    """The names of the files that belong to the project."""
    if not (ROOT / ".git").exists():
        pytest.skip("without git nobody knows which files belong to the project")
    listed = run("git", "ls-files", cwd=ROOT).splitlines()
    return {name for name in listed if (ROOT / name).exists()}


@pytest.fixture(scope="session")
def copy(tracked, tmp_path_factory) -> Path:
    """A folder with these files alone."""
    folder = tmp_path_factory.mktemp("copy")
    for name in tracked:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((ROOT / name).read_bytes())
    return folder
