"""What is built holds every tracked file, takes nine names, and works away from the checkout."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
NAMES = {
    "catalogue_common",
    "catalogue_insights",
    "etl",
    "models",
    "reports",
    "scheduler.py",
    "sql",
    "warehouse",
    "weekly_job",
}


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints; fails with its errors."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def tracked() -> set[str]:
    if not (ROOT / ".git").exists():
        pytest.skip("without git nobody knows which files belong to the project")
    listed = run("git", "ls-files", cwd=ROOT).splitlines()
    return {name for name in listed if (ROOT / name).exists()}


@pytest.fixture(scope="module")
def built(tracked, tmp_path_factory) -> Path:
    """The folder with sdist and wheel, built of the tracked files alone; the wheel of the sdist."""
    copy = tmp_path_factory.mktemp("copy")
    for name in tracked:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_bytes((ROOT / name).read_bytes())
    run(sys.executable, "-m", "build", "--no-isolation", cwd=copy)
    return copy / "dist"


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory) -> Path:
    """The programs of a new environment with the wheel, which borrows the packages of this one."""
    place = tmp_path_factory.mktemp("installed")
    venv.create(place, symlinks=os.name != "nt")
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = built.glob("*.whl")
    pip = (sys.executable, "-m", "pip", "--python", programs / "python")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=place)
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(place)}))
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "borrowed.pth").write_text("\n".join(borrowed))
    return programs


def test_the_wheel_holds_what_is_tracked_and_takes_nine_names(built, tracked):
    (wheel,) = built.glob("*.whl")
    held = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert {name.partition("/")[0] for name in held} == NAMES
    assert held == {name for name in tracked if name.partition("/")[0] in NAMES}


def test_the_sdist_holds_all_that_is_tracked(built, tracked):
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert tracked <= held


def test_the_installed_command_is_the_wheels(installed, tmp_path):
    where = "import sql, warehouse; print(sql.__file__, warehouse.__file__)"
    places = run(installed / "python", "-c", where, cwd=tmp_path).split()
    assert all(place.startswith(str(installed.parent)) for place in places)
    version = run(installed / "catalogue", "--version", cwd=tmp_path)
    assert version.startswith("catalogue-insights ")


def test_the_installed_command_finds_its_files(installed, tmp_path):
    (tmp_path / "data/netflix").mkdir(parents=True)
    (tmp_path / "data/netflix/titles_2026-01-01.csv").write_text(
        "show_id,type,title,director,cast,country,date_added,release_year,rating,duration,"
        "listed_in,description\n"
        's1,Movie,A Quiet Street,,,,"January 1, 2020",2019,PG,90 min,Dramas,A street is quiet.\n'
    )
    assert "netflix" in run(installed / "catalogue", "load", "--data", "data", cwd=tmp_path)


def test_every_module_of_the_wheel_can_be_imported(installed, built, tmp_path):
    (wheel,) = built.glob("*.whl")
    modules = [
        name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in ZipFile(wheel).namelist()
        if name.endswith(".py") and not name.endswith("__main__.py")
    ]
    program = f"import importlib\nfor name in {modules}: importlib.import_module(name)"
    run(installed / "python", "-c", program, cwd=tmp_path)
