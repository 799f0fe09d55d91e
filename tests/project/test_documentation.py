"""The documentation: its commands run, its links lead somewhere, and it can be searched."""

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from commands import COMMAND
from five_weeks import World

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
LOADED = re.compile(r'<(?:script|img|link rel="stylesheet")[^>]*(?:src|href)="(https?://[^"]+)"')
MAKE, INSTALL = re.compile(r"make (\w+)"), re.compile(r"(uvx|uv|pip) ")
PLACE = os.environ.get("CATALOGUE_PLACE")
"""What `make wheel-installed` made: dist/, and in venv/ an environment that has nothing yet."""


def blocks(page: str) -> list[str]:
    return BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))


def shell(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A script, as somebody types it who has the command on the path."""
    path = environment.pop("PATH", f"{Path(COMMAND).parent}{os.pathsep}{os.environ['PATH']}")
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **environment, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.fixture
def where(files, sample_run) -> dict[str, str]:
    """Servers that have the sample's files in place of the real ones."""
    found = {
        "NETFLIX": "netflix/netflix_titles_2026-11-02.csv",
        "TOP10_GLOBAL": "top10/global/*11-16.tsv",
        "TOP10_COUNTRIES": "top10/countries/*",
    }
    # The sample has its reports as CSV; Netflix's are workbooks.
    files.files["report.xlsx"] = World().files.files["2026Jan-Jun.xlsx"]
    addresses = {"CATALOGUE_FETCH_ENGAGEMENT_URL": f"{files.url}/report.xlsx"}
    for source, pattern in found.items():
        (path,) = (sample_run.folder / "sample").glob(pattern)
        files.files[path.name] = path.read_bytes()
        addresses[f"CATALOGUE_FETCH_{source}_URL"] = f"{files.url}/{path.name}"
    return addresses


def test_the_tutorial_runs_as_it_stands_from_its_first_block_to_its_last(tmp_path, where):
    done = shell("\n".join(blocks("docs/tutorial.md")), tmp_path, **where)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    folder = tmp_path / "first-week"
    assert done.stdout.count("new: data/") == 4
    assert (folder / "reports/published/index.html").is_file()
    assert (folder / "snapshots.csv").read_text().startswith('"snapshot_on",')
    assert "best_rank" in done.stdout
    assert "The Last Ferry (series)" in done.stdout


@pytest.mark.skipif(PLACE is None, reason="make wheel-installed says where the wheel is")
def test_the_installing_block_of_the_readme_runs_as_it_stands(tmp_path):
    (block,) = (block for block in blocks("README.md") if INSTALL.match(block))
    place = Path(str(PLACE))
    homes = {"UV_TOOL_DIR": str(tmp_path / "tools"), "UV_TOOL_BIN_DIR": str(tmp_path / "bin")}
    first = f"{place / 'venv/bin'}{os.pathsep}{Path(sys.executable).parent}"
    done = shell(
        block, place, BROWSER="true", PATH=f"{first}{os.pathsep}{os.environ['PATH']}", **homes
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "catalogue init my-catalogue" in done.stdout
    for command in (tmp_path / "bin/catalogue", place / "venv/bin/catalogue"):
        said = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
        assert said.stdout.startswith("catalogue-insights ")


def test_each_command_of_the_readme_is_a_target_an_installation_or_runs(tmp_path, sample_run):
    """``.ci/run`` makes the targets; ``make wheel-installed`` runs what installs (above)."""
    ran = 0
    for line in "".join(blocks("README.md")).splitlines():
        command = line.split("#")[0].strip()
        if made := MAKE.match(command):
            assert shell(f"make --dry-run {made[1]}", ROOT).returncode == 0
        elif not INSTALL.match(command):
            # Words in capitals and brackets are the reader's to fill in.
            filled = command.replace(".venv/bin/", "").replace(" [--as-of DATE]", "")
            filled = filled.replace("--data DIR", "--data data").replace("DIR", "out")
            shutil.copytree(sample_run.folder / "sample/netflix", tmp_path / "data/netflix")
            shutil.copytree(sample_run.folder / "artifacts", tmp_path / "artifacts")
            done = shell(f"{filled} --no-train", tmp_path)
            assert done.returncode in {0, 2}, done.stdout + done.stderr
            ran += 1
    assert ran == 1


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    if not find_spec("material"):
        pytest.skip("mkdocs-material is not installed")
    folder = tmp_path_factory.mktemp("site")
    built = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


def test_the_site_is_built_with_every_page_and_every_link_inside_leading_somewhere(site):
    for page in (ROOT / "docs").glob("*.md"):
        name = "" if page.stem == "index" else page.stem
        assert (site / name / "index.html").is_file(), page


def test_the_site_asks_nobody_else_for_anything(site):
    """Links may lead elsewhere; fonts, scripts and pictures come from the site."""
    for page in site.rglob("*.html"):
        loaded = re.findall(
            r'<(?:script|img|link)[^>]*(?:src|href)="(https?://[^"]+)"', page.read_text()
        )
        assert loaded == [], page


def test_the_site_can_be_searched_for_a_mart_and_a_command(site):
    index = json.loads((site / "search/search_index.json").read_text())
    words = " ".join(f"{entry['title']} {entry['text']}" for entry in index["docs"])
    for word in ("marts.licensing_candidates", "catalogue export", "hit_note"):
        assert word in words


def test_the_dictionary_begins_with_the_marts_that_most_questions_need():
    page = (ROOT / "docs/data-dictionary.md").read_text(encoding="utf-8")
    first = re.findall(r"^### marts\.(\w+)", page, re.MULTILINE)[:6]
    assert first == [
        "title_scores", "title_genres", "offers", "offer_changes", "audience",
        "licensing_candidates",
    ]  # fmt: skip
    assert "Other questions" not in page
