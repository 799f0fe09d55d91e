"""The bundle in a real Superset: imported, each dashboard opened in a browser, no chart in error.

Superset has an environment of its own; CATALOGUE_SUPERSET names the program of another one.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import httpx
import pytest
from chromium import BROWSER_TESTS
from tools import programs_of

from warehouse.superset_bundle import write_superset_bundle

PACKAGES = (
    "apache-superset>=6.1,<6.2",
    "duckdb>=2,<3",
    "duckdb-engine>=0.17,<0.18",
    # Superset 6.1.0 imports these without asking for them, and is broken by Flask-Caching 2.4.
    "cachetools",
    "rich",
    "Flask-Caching<2.4",
)
PICTURES = os.environ.get("CATALOGUE_PICTURES")
"""A folder for pictures of the dashboards, if they are wanted."""
pytestmark = [pytest.mark.integration, *BROWSER_TESTS]
USER = "admin"
SLUGS = {
    "this-week": 7,
    "catalogue-and-rivals": 6,
    "licensing": 4,
    "how-good-our-forecasts-were": 6,
    "data-quality": 6,
}
SECONDS_TO_START = 120


@pytest.fixture(scope="module")
def warehouse(sample_run, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("superset")
    return Path(shutil.copy(sample_run.warehouse, folder / "warehouse.duckdb"))


@pytest.fixture(scope="module")
def program() -> Path:
    """Superset's command."""
    named = os.environ.get("CATALOGUE_SUPERSET")
    return Path(named) if named else programs_of("superset", *PACKAGES) / "superset"


@pytest.fixture(scope="module")
def address(warehouse: Path, program: Path) -> Iterator[str]:
    """Superset on loopback, with the bundle imported."""
    folder = warehouse.parent
    (folder / "superset_config.py").write_text(
        f'SECRET_KEY = "{os.urandom(24).hex()}"\n'
        f'SQLALCHEMY_DATABASE_URI = "sqlite:///{folder / "superset.db"}"\n'
    )
    config = {"SUPERSET_CONFIG_PATH": str(folder / "superset_config.py"), "FLASK_APP": "superset"}

    def superset(*arguments: str) -> None:
        done = subprocess.run(
            [program, *arguments], env=os.environ | config, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]

    superset("db", "upgrade")
    named = ("--firstname", "A", "--lastname", "B", "--email", "a@example.org")
    superset("fab", "create-admin", "--username", USER, "--password", USER, *named)
    superset("init")
    write_superset_bundle(warehouse, folder / "superset.zip")
    superset("import-dashboards", "-p", str(folder / "superset.zip"), "-u", USER)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program, "run", "-h", "127.0.0.1", "-p", str(port), "--with-threads"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=os.environ | config, stdout=log, stderr=log)
    try:
        _wait_for(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            if httpx.get(url, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            time.sleep(0.5)
    raise AssertionError(f"nothing answers at {url}")


@pytest.fixture(scope="module")
def page(browser, address: str):
    page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 1100})
    page.set_default_timeout(90_000)
    page.goto("/login/")
    page.locator("input[type=password]").wait_for()
    page.locator("input:not([type=password]):not([type=hidden])").first.fill(USER)
    page.locator("input[type=password]").fill(USER)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    yield page
    page.close()


def _open(page, slug: str, charts: int) -> list[dict]:
    """Open a dashboard and scroll until all its charts have answered; returns their answers."""
    answers: list[dict] = []

    def note(response) -> None:
        if "/api/v1/chart/data" in response.url:
            answers.append({"status": response.status, **response.json()})

    page.on("response", note)
    page.goto(f"/superset/dashboard/catalogue-insights-{slug}/")
    page.locator(".dashboard-component-chart-holder").nth(charts - 1).wait_for(state="attached")
    end = time.monotonic() + SECONDS_TO_START
    while len(answers) < charts and time.monotonic() < end:
        page.mouse.wheel(0, 800)
        page.wait_for_timeout(500)
    page.mouse.wheel(0, -10_000)
    page.wait_for_timeout(2_000)
    page.remove_listener("response", note)
    return answers


@pytest.mark.parametrize(("slug", "charts"), SLUGS.items())
def test_a_dashboard_shows_all_its_charts(page, slug, charts):
    answers = _open(page, slug, charts)
    assert [answer["status"] for answer in answers] == [200] * charts
    assert all(result["error"] is None for answer in answers for result in answer["result"])
    assert page.get_by_text("error", exact=False).count() == 0
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"superset-{slug}.png")


def test_a_new_week_shows_at_the_next_refresh(page, warehouse):
    _open(page, "this-week", SLUGS["this-week"])
    number = page.locator(".header-line")
    before = int(number.first.inner_text().replace(",", ""))
    made = warehouse.with_name("made.duckdb")
    shutil.copy(warehouse, made)
    with duckdb.connect(str(made)) as con:
        con.execute("delete from marts.title_scores where type = 'series'")
        (left,) = con.execute("select count(*) from marts.title_scores").fetchone()
    made.replace(warehouse)  # as the job puts a week in place
    _open(page, "this-week", SLUGS["this-week"])
    assert int(number.first.inner_text().replace(",", "")) == left < before
