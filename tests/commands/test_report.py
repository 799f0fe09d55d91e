"""``catalogue report`` of the published week, and of the one before it."""

import pytest

PLACES = ("--warehouse", "warehouse.duckdb", "--reports", "again")


@pytest.fixture
def shown(tmp_path):
    """What the browser was asked to show, once it was."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/shown\n')
    browser.chmod(0o755)
    return tmp_path / "shown", {"BROWSER": str(browser)}


def test_the_published_week_again_is_the_page_that_the_job_made(job, shown):
    asked, environment = shown
    done = job("report", *PLACES, "--open", "--quiet", **environment)
    assert done.out == "report: again/2026-W48/index.html\n"
    page = (job.folder / "again" / "2026-W48" / "index.html").read_text("utf-8")
    made = (job.folder / "reports" / "2026-W48" / "index.html").read_text("utf-8")
    assert page.count("<section") == made.count("<section") > 10
    assert asked.read_text() == (job.folder / "again/2026-W48/index.html").as_uri() + "\n"


def test_an_earlier_week_is_made_from_its_kept_file(job):
    done = job("report", *PLACES, "--week", "2026-W47")
    assert done.out == "report: again/2026-W47/index.html\n"
    page = (job.folder / "again" / "2026-W47" / "index.html").read_text("utf-8")
    assert "2026-W47" in page
    assert "synthetic sample" in page.lower()
    missing = job("report", *PLACES, "--week", "2026-W01", code=1)
    assert "2026-W01" in missing.err
