"""What is built holds every tracked file, takes nine names, and works away from the checkout."""

import os
import shutil
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest
from environments import lend_packages, new_environment, run

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


@pytest.fixture(scope="module")
def built(copy) -> Path:
    """The folder with sdist and wheel; the wheel is built of the sdist."""
    run(sys.executable, "-m", "build", "--no-isolation", cwd=copy)
    return copy / "dist"


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory) -> Path:
    """The programs of a new environment with the wheel, which borrows the packages of this one."""
    place = tmp_path_factory.mktemp("installed")
    programs = new_environment(place)
    (wheel,) = built.glob("*.whl")
    pip = (sys.executable, "-m", "pip", "--python", programs / "python")
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", wheel, cwd=place)
    lend_packages(place)
    return programs


def test_the_same_files_give_the_same_wheel(copy, tmp_path):
    command = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir")
    wheels = []
    for place in (tmp_path / "one", tmp_path / "two"):
        shutil.copytree(copy, place, ignore=shutil.ignore_patterns("build", "dist", "*.egg-info"))
        if wheels:
            for path in place.rglob("*"):
                os.utime(path, (1_700_000_000, 1_700_000_000))
        run(*command, place / "dist", cwd=place, SOURCE_DATE_EPOCH="1790000000")
        wheels += (place / "dist").glob("*.whl")
    one, two = (wheel.read_bytes() for wheel in wheels)
    assert one == two


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
