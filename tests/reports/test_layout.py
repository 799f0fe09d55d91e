"""Which sections stand where: the project's own file, a team's, and what is wrong with a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from report_fixture import make_warehouse

from catalogue_common.errors import ReportError, SettingsError
from catalogue_common.report_settings import ReportSettings
from catalogue_common.settings import load_settings
from reports import charts
from reports.layout import PAGES, load_layout
from reports.sections import load_sections
from reports.weekly_report import SECTIONS, write_report, write_week

SLUGS = [section.slug for section in load_sections(SECTIONS)]
OWN = """\
left_out = ["movers"]

[report]
"Ours" = ["top10", "glance"]

[catalogue]

[quality]
"Trust" = ["checks"]

[mail]
content = ["glance"]
"""


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "draw", lambda *_, **__: "")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.toml"
    path.write_text(OWN, "utf-8")
    return path


def sections_of(page: Path) -> list[str]:
    return re.findall(r'<section id="([\w-]+)"', page.read_text("utf-8"))


def test_the_project_s_own_file_names_every_section_once_and_groups_for_the_mail() -> None:
    layout = load_layout()
    layout.check(SLUGS)
    named = [slug for page in PAGES for part in layout.chapters(page).values() for slug in part]
    assert sorted(named) == sorted(SLUGS)
    assert list(layout.mail) == ["content", "data", "operations"]


def test_a_team_s_file_chooses_and_orders(tmp_path: Path, own: Path) -> None:
    settings = ReportSettings(sections=own)
    report = write_report(make_warehouse(tmp_path), tmp_path / "reports", settings)
    assert sections_of(report) == ["top10", "glance"]
    assert sections_of(report.with_name("quality.html")) == ["checks", "glossary"]
    rest = sections_of(report.with_name("catalogue.html"))
    assert rest == [slug for slug in SLUGS if slug not in {"top10", "glance", "checks", "movers"}]
    assert 'href="#top10"' in report.read_text("utf-8")
    assert 'href="catalogue.html#licensing"' in report.read_text("utf-8")
    assert "#movers" not in report.read_text("utf-8")


def test_a_week_of_kept_answers_is_arranged_as_the_file_says(tmp_path: Path, own: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    reports = tmp_path / "reports"
    write_report(warehouse, reports)
    warehouse.unlink()
    page = write_week("2026-W47", warehouse, reports, ReportSettings(sections=own))
    assert sections_of(page) == ["top10", "glance"]


def test_the_setting_names_a_file_that_is_there(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOGUE_REPORT_SECTIONS", str(own))
    assert load_settings().report.sections == own
    monkeypatch.setenv("CATALOGUE_REPORT_SECTIONS", str(tmp_path / "none.toml"))
    with pytest.raises(SettingsError, match=r"report\.sections.*there is no such file"):
        load_settings()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"Trust"', '"Trust" = ["checks"]\n"Again"', r"'checks' is named twice in \[quality\]"),
        ('["top10", "glance"]', '["top10", "top10"]', r"'top10' is named twice in \[report\]"),
        ("[quality]\n", "[qualty]\n", r"lacks the page or table \[quality\]"),
        ("left_out", "left", "left: Extra inputs are not permitted"),
        ("content = ", "data = ", "lacks the group 'content'"),
        ('["checks"]', '"checks"', r"quality\.Trust: Input should be a valid list"),
        ("[report]", "[report", "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(own: Path, old: str, new: str, message: str) -> None:
    own.write_text(OWN.replace(old, new, 1), "utf-8")
    with pytest.raises(ReportError, match=rf"own\.toml.*{message}"):
        load_layout(own)


def test_a_section_that_is_not_there_is_named(tmp_path: Path, own: Path) -> None:
    own.write_text(OWN.replace('"top10"', '"top11"'), "utf-8")
    with pytest.raises(ReportError, match="'top11', and there is no such section; known are age,"):
        write_report(make_warehouse(tmp_path), tmp_path / "reports", ReportSettings(sections=own))
    assert not (tmp_path / "reports").exists()


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r"none\.toml cannot be read"):
        load_layout(tmp_path / "none.toml")


def test_readers_of_several_groups_get_each_section_once() -> None:
    layout = load_layout()
    both = layout.mailed(["content", "operations"])
    assert both[: len(layout.mail["content"])] == layout.mail["content"]
    assert len(both) == len(set(both))
    assert set(both) == {*layout.mail["content"], *layout.mail["operations"]}
    with pytest.raises(ReportError, match="no group 'boss'"):
        layout.mailed(["boss"])
