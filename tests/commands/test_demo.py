"""``catalogue demo``: a page to look at, from nothing, and what to type next."""

import resource
import sys

import duckdb
import pytest
from commands import Job

BROWSER = """#!{python}
import pathlib, sys
pathlib.Path({opened!r}).write_text(sys.argv[1])
"""


@pytest.fixture
def browser(tmp_path):
    """A program that notes what it is to open."""
    program, opened = tmp_path / "browser", tmp_path / "opened.txt"
    program.write_text(BROWSER.format(python=sys.executable, opened=str(opened)))
    program.chmod(0o755)
    return program, opened


def test_it_runs_shows_the_page_and_says_what_comes_next(tmp_path, browser):
    program, opened = browser
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    (tmp_path / "catalogue.toml").write_text('[mail]\nto = ["boss@example.org"]\n')
    done = Job(tmp_path)("demo", "--to", "try-it", "--browser", "--quiet", BROWSER=str(program))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < 60
    (page,) = (tmp_path / "try-it" / "reports").glob("2*-W*/index.html")
    assert opened.read_text() == page.resolve().as_uri()
    lines = done.out.splitlines()
    assert lines[0] == f"the page: {page.resolve()}"
    assert [line.split()[1] for line in lines[3:]] == ["serve", "load", "init"]
    with duckdb.connect(str(tmp_path / "try-it" / "warehouse.duckdb"), read_only=True) as con:
        assert con.execute("select count(*) from marts.title_scores").fetchone()[0] >= 800
    # Nobody is written to, whatever the settings of the place say, and nothing lies beside it.
    assert not list(tmp_path.rglob("*.eml"))
    assert {path.name for path in tmp_path.iterdir()} == {
        *("browser", "catalogue.toml", "opened.txt", "try-it")
    }


def test_a_folder_with_something_else_is_left_alone(tmp_path):
    (tmp_path / "mine" / "sample").mkdir(parents=True)
    (tmp_path / "mine" / "sample" / "notes.txt").write_text("mine")
    Job(tmp_path)("demo", "--to", "mine", "--no-browser", code=1)
    assert (tmp_path / "mine" / "sample" / "notes.txt").read_text() == "mine"
