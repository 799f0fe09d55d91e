"""Every title in a list leads on: to its page on the site, to TMDb and to JustWatch."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from report_fixture import make_warehouse, whole

from catalogue_common.errors import SettingsError
from catalogue_common.report_settings import ReportSettings
from catalogue_common.settings import Settings, load_settings
from reports.formats import SectionColumn, linked_items, title_page
from reports.mail.weekly_mail import make_letter
from reports.sections import load_sections
from reports.weekly_report import SECTIONS, write_report

SITE = "https://catalogue.example.org"
PAGE = re.compile(rf'href="{SITE}/titles/(id\d+)"><bdi[^>]*>(Title \d+)<')
LISTS = [
    section
    for section in load_sections(SECTIONS)
    if section.columns[0].form == "title" and section.columns[0].label != "-"
]


@pytest.mark.parametrize("section", LISTS, ids=lambda section: section.slug)
def test_a_list_of_titles_has_their_links(section) -> None:
    forms = {column.name: (column.label, column.form) for column in section.columns}
    assert forms["links"] == ("+", "links")
    assert forms["title_id"] == ("-", "code")


def test_titles_lead_to_their_pages_where_a_site_is_named(tmp_path: Path) -> None:
    settings = ReportSettings(site_url=f"{SITE}/")
    page = whole(write_report(make_warehouse(tmp_path), tmp_path / "reports", settings))
    found = PAGE.findall(page)
    assert len(found) > 100
    assert {title_id.replace("id", "Title ") == title for title_id, title in found} == {True}


def test_what_is_new_names_its_titles_with_links(tmp_path: Path) -> None:
    settings = ReportSettings(site_url=SITE)
    page = write_report(make_warehouse(tmp_path), tmp_path / "reports", settings).read_text("utf-8")
    news = page[page.index('<section id="news"') : page.index('<section id="glance"')]
    linked = re.findall(rf'<a href="{SITE}/titles/(id\d+)"><bdi>(Title \d+)</bdi></a>', news)
    assert len(linked) >= 3
    assert all(title_id.replace("id", "Title ") == title for title_id, title in linked)
    assert "; and 17 more</span>" in news


@pytest.mark.parametrize(
    ("row", "html"),
    [
        ({"detail": "A<; B", "title_ids": "a/, b"}, "A&lt;</bdi></a>; <a href"),
        ({"detail": "A; B; and 2 more", "title_ids": "a, b"}, "</a>; and 2 more"),
        ({"detail": "A; 2; B", "title_ids": "a"}, None),
        ({"detail": "tmdb of today", "title_ids": None}, None),
    ],
)
def test_items_are_linked_where_it_is_plain_which_is_whose(row, html) -> None:
    found = linked_items(row, SectionColumn("detail", "+", "items"), SITE)
    assert (found is None) if html is None else (html in found)
    assert found is None or f'href="{SITE}/titles/a' in found


def test_a_candidate_is_no_link_to_the_title_that_it_might_be() -> None:
    row = {"title": "Ours", "candidate": "Theirs", "title_id": "x"}
    assert title_page(row, SectionColumn("candidate", "Best", "title"), SITE) == ""
    assert title_page(row, SectionColumn("title", "Title", "title"), SITE) == f"{SITE}/titles/x"


def test_without_a_site_only_others_pages_are_linked(tmp_path: Path) -> None:
    page = whole(write_report(make_warehouse(tmp_path), tmp_path / "reports"))
    assert "/titles/" not in page
    assert "https://www.themoviedb.org/movie/" in page
    assert "https://www.justwatch.com/us/search?q=Title%20" in page


def test_the_mail_leads_to_the_site_too(tmp_path: Path) -> None:
    settings = Settings(report=ReportSettings(site_url=SITE))
    letter = make_letter(make_warehouse(tmp_path), tmp_path / "reports", settings)
    assert re.search(rf'<a [^>]*href="{SITE}/titles/id\d+"[^>]*><bdi>Title \d+', letter.html)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "mailto:a@example.org", 'https://a"b'])
def test_an_address_that_is_none_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOGUE_REPORT_SITE_URL", address)
    with pytest.raises(SettingsError, match=r"report\.site_url"):
        load_settings()
