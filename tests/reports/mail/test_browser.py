"""The mail in a real browser, as wide as a mail program shows it: whole, quiet, accessible."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromium import BROWSER_TESTS, accessibility
from report_fixture import HOSTILE, make_warehouse

from catalogue_common.mail_settings import Mail
from catalogue_common.settings import Settings
from reports.mail.weekly_mail import write_preview

pytestmark = BROWSER_TESTS


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mail-browser")
    settings = Settings(mail=Mail(outbox=folder))
    return write_preview(make_warehouse(folder, titles=HOSTILE), folder / "reports", settings)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [600, 360])
def test_hostile_mail_is_whole_and_runs_nothing(
    preview: Path,
    browser,
    width: int,
    scheme: str,
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: told.append(request.url))
    page.on("dialog", lambda dialog: told.append(dialog.message))
    page.goto(preview.as_uri())
    assert [word for word in told if not word.startswith("data:image/png")] == [preview.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.title().startswith("2026-W47: Came to the catalogue: ")
    page.close()


def test_pictures_are_seen_sharp_and_as_wide_as_the_text(
    preview: Path,
    browser,
) -> None:
    page = browser.new_page(viewport={"width": 600, "height": 900})
    page.goto(preview.as_uri())
    pictures = page.locator("img").evaluate_all(
        "images => images.map((i) => [i.naturalWidth, i.getBoundingClientRect().width])"
    )
    column = page.locator("h1").evaluate("(h) => h.getBoundingClientRect().width")
    assert len(pictures) == 2
    for natural, shown in pictures:
        assert shown == pytest.approx(column, abs=1)
        assert natural >= 1.9 * shown
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_mail_is_accessible(preview: Path, browser, scheme: str) -> None:
    page = browser.new_page(viewport={"width": 600, "height": 900}, color_scheme=scheme)
    page.goto(preview.as_uri())
    found = accessibility(page).response
    assert [(item["id"], item["nodes"][0]["html"]) for item in found["violations"]] == []
    page.close()
