"""The page: right in every number, whole in one file, safe with any text, written at once."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from report_fixture import HOSTILE, RUN, make_warehouse, whole

from catalogue_common.errors import ReportError
from reports import charts, weekly_report
from reports.formats import plain, text_of
from reports.sections import Result, load_section, load_sections, run_section
from reports.weekly_report import SECTIONS, connect_published, write_report

PARAMS = {"run_id": RUN, "as_of": "2026-11-16", "week": "2026-W47", "since": "2026-W46-test"}
VOID = {"meta", "link", "br", "img", "input", "hr"}

SITES = ("https://www.themoviedb.org/", "https://www.justwatch.com/")


class Page(HTMLParser):
    """What a browser would make of the page: elements, text and cells by section."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self.open), data))

    def text(self) -> str:
        return " ".join(data for path, data in self.texts if not {"style", "script"} & set(path))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    return write_report(make_warehouse(folder), folder / "reports")


@pytest.fixture(scope="module")
def source(report: Path) -> str:
    return whole(report)


@pytest.fixture(scope="module", params=["index.html", "catalogue.html", "quality.html"])
def each_page(report: Path, request: pytest.FixtureRequest) -> str:
    return report.with_name(request.param).read_text("utf-8")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("hostile")
    return whole(write_report(make_warehouse(folder, titles=HOSTILE), folder / "reports"))


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the charts out where they don't matter: drawing takes most of the time."""
    monkeypatch.setattr(charts, "draw", lambda *_, **__: "")


def results(folder: Path) -> list[Result]:
    with connect_published(make_warehouse(folder)) as connection:
        return [run_section(section, connection, PARAMS) for section in load_sections(SECTIONS)]


def part(source: str, slug: str) -> str:
    return source.partition(f'<section id="{slug}"')[2].partition("</section>")[0]


def test_every_cell_is_its_query_s_value(tmp_path: Path, source: str) -> None:
    for result in results(tmp_path):
        texts = " ".join(data for _, data in Page(part(source, result.section.slug)).texts)
        for column in result.section.columns:
            if column.label == "-":
                continue
            for row in result.rows:
                if column.label == "+" and row[column.name] is None:
                    continue
                for word in text_of(row[column.name], column.form).split(", "):
                    assert word in texts


def test_big_figures_are_their_query_s_values(tmp_path: Path, source: str) -> None:
    glance = next(item for item in results(tmp_path) if item.section.slug == "glance")
    shown = re.findall(r'class="figure">([^<]+)<', part(source, "glance"))
    assert shown == [text_of(row["value"], row["form"]) for row in glance.rows]
    assert shown[:3] == ["80", "53", "27"]


def test_big_figures_are_compared_with_the_week_before(source: str) -> None:
    words = " ".join(Page(part(source, "glance")).text().split())
    for change in ("+12 since week 46", "−1,234 since week 46", "as in week 46", "+0.25 since"):
        assert change in words


def test_rows_and_models_are_shown_and_the_run_once_a_page(tmp_path: Path, source: str) -> None:
    for result in results(tmp_path):
        assert f"{len(result.rows)} row" in part(source, result.section.slug)
    likely = part(source, "likely-hits")
    assert "20 rows · measured, and modelled: popularity on TMDb (v7)" in likely
    assert source.count(f"run <code>{RUN}</code>") == 3  # once on each page


def test_query_is_shown_with_its_values(source: str) -> None:
    shown = Page(part(source, "likely-hits")).text()
    section = load_section(SECTIONS / "30_likely_hits.sql")
    assert re.sub(r"\s", "", section.sql) in re.sub(r"\s", "", shown)
    assert re.search(r"\$each\s+10\b", shown)


def ids_of(page: Path) -> list[str]:
    elements = Page(page.read_text("utf-8")).elements
    return [attrs["id"] for _, attrs in elements if "id" in attrs]


def test_headline_says_what_is_new(report: Path) -> None:
    told = " ".join(Page(report.read_text("utf-8")).text().split())
    assert re.search(r"Came to the catalogue ?: Title \d+; Title \d+; Title \d+; and 17 more", told)


def test_words_are_explained_at_the_end_of_the_page_on_quality(report: Path) -> None:
    source = report.with_name("quality.html").read_text("utf-8")
    assert source.rpartition("<section ")[2].startswith('id="glossary"')
    words = re.findall(r"<dt>(.*?)</dt>", part(source, "glossary"))
    assert {"Top 10", "Popular on TMDb", "Out of fold", "Interval", "Track record"} <= set(words)
    assert len(words) == 15
    assert 'href="#glossary"' in source
    assert 'id="glossary"' not in report.read_text("utf-8")


def test_notes_explain_rows_and_are_left_out_without_them(tmp_path: Path, source: str) -> None:
    empty = whole(write_report(make_warehouse(tmp_path, empty=True), tmp_path / "reports"))
    assert '<p class="note">' in part(source, "track-record")
    assert '<p class="note">' not in empty


def test_links_lead_to_the_page_that_has_the_section(report: Path, each_page: str) -> None:
    own = [attrs["id"] for _, attrs in Page(each_page).elements if "id" in attrs]
    assert len(own) == len(set(own))
    links = {attrs["href"] for _, attrs in Page(each_page).elements if attrs.get("href")}
    inner = {link for link in links if re.match(r"#|(index|catalogue|quality)\.html", link)}
    assert {"index.html", "catalogue.html", "quality.html"} <= inner
    for link in inner:
        file, _, name = link.partition("#")
        if name:
            assert name in (ids_of(report.with_name(file)) if file else own), link


def test_page_is_one_file_that_asks_for_nothing(each_page: str) -> None:
    source, page = each_page, Page(each_page)
    for tag, attrs in page.elements:
        assert tag not in {"img", "iframe", "object", "embed", "base"}
        assert "src" not in attrs
        if "data-on-site" in attrs:  # only a server that has such an address shows it
            assert "hidden" in attrs
            assert attrs["href"].startswith("/sql?")
            continue
        assert attrs.get("href", "#").startswith(
            (
                *("#", "../", "index.html", "catalogue.html", "quality.html"),
                *("data:,", "data:text/csv;", *SITES),
            )
        )
    assert not re.search(r"url\(|@import", source)
    links = set(re.findall(r"https?://[^\"\s<]+", source))
    # What a reader may follow; the page itself asks for nothing.
    assert {link for link in links if not link.startswith(SITES)} == {"http://www.w3.org/2000/svg"}
    assert len(source.encode()) < 2_000_000


def test_headings_are_in_order_and_tables_are_labelled(each_page: str) -> None:
    source, page = each_page, Page(each_page)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    tags = [tag for tag, _ in page.elements]
    assert tags.count("table") == tags.count("caption") == source.count("<tbody>")
    assert all("scope" in attrs for tag, attrs in page.elements if tag == "th")
    drawings = [attrs for tag, attrs in page.elements if tag == "svg"]
    assert drawings
    assert all(attrs["role"] == "img" and len(attrs["aria-label"]) > 20 for attrs in drawings)


def test_charts_take_the_page_s_colours(source: str) -> None:
    drawings = re.findall(r"<svg.*?</svg>", source, re.DOTALL)
    assert "var(--a)" in drawings[0]
    assert not any(re.search(r'(fill|stroke)="#', drawing) for drawing in drawings)


def test_hostile_titles_come_out_as_text(hostile: str) -> None:
    page = Page(hostile)
    text = re.sub(r"\s+", " ", page.text())
    for title in HOSTILE:
        assert plain(title) in text
    assert [tag for tag, _ in page.elements].count("script") == 3
    assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)
    assert not any(tag in {"img", "b"} for tag, _ in page.elements)
    assert "49" not in re.findall(r"\{\{ 7 \* 7 \}\}|\b49\b", part(hostile, "likely-hits"))[:1]


def test_hostile_text_cannot_turn_or_fill_its_neighbours(hostile: str) -> None:
    assert "\u202e" not in hostile
    assert "\x07" not in hostile
    labels = [attrs["aria-label"] for tag, attrs in Page(hostile).elements if tag == "svg"]
    assert max(len(label) for label in labels) < 400
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", hostile)
    assert max(len(text) for text in texts) < 130


def test_empty_sections_say_so(tmp_path: Path) -> None:
    path = write_report(make_warehouse(tmp_path, empty=True), tmp_path / "reports")
    source = whole(path)
    for section in load_sections(SECTIONS):
        shown = part(source, section.slug)
        assert section.text["empty"] in Page(shown).text()
        assert "<table" not in shown
        assert "<svg" not in shown


@pytest.mark.usefixtures("undrawn")
def test_synthetic_sample_cannot_be_missed(tmp_path: Path, source: str) -> None:
    path = write_report(make_warehouse(tmp_path, is_synthetic=True), tmp_path / "reports")
    synthetic = path.read_text("utf-8")
    assert "<title>Synthetic sample" in synthetic
    assert '<p class="banner"' in synthetic
    assert "Synthetic sample" in (tmp_path / "reports" / "index.html").read_text("utf-8")
    assert "ynthetic sample" not in source


def test_attribution_is_given(source: str) -> None:
    text = Page(source).text()
    assert "This product uses the TMDB API but is not endorsed or certified by TMDB" in text
    assert "Availability data by JustWatch." in text


@pytest.mark.usefixtures("undrawn")
def test_justwatch_is_credited_only_where_its_data_are_loaded(tmp_path: Path) -> None:
    path = write_report(make_warehouse(tmp_path, empty=True), tmp_path / "reports")
    text = Page(path.read_text("utf-8")).text()
    assert "endorsed or certified by TMDB" in text
    assert "JustWatch" not in text


@pytest.mark.usefixtures("undrawn")
def test_weeks_are_listed_and_the_latest_is_found(tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    weeks = ["2026-W46", "2026-W47"]
    for week in weeks:
        path = write_report(make_warehouse(tmp_path / week, week=week), reports)
        assert path == reports / week / "index.html"
    index = (reports / "index.html").read_text("utf-8")
    assert index.index("2026-W47/index.html") < index.index("2026-W46/index.html")
    assert "Came to the catalogue: Title" in index
    assert "5 titles leave within 30 days" in index
    latest = (reports / "latest" / "index.html").read_text("utf-8")
    assert "url=../2026-W47/index.html" in latest


def test_same_warehouse_same_page(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    pages = [whole(write_report(warehouse, tmp_path / name)) for name in ("one", "two")]
    assert pages[0] == pages[1]


@pytest.mark.usefixtures("undrawn")
def test_failure_leaves_the_old_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse, reports = make_warehouse(tmp_path), tmp_path / "reports"
    before = whole(write_report(warehouse, reports))

    def broken(*_: object) -> str:
        raise ReportError("no")

    monkeypatch.setattr(weekly_report, "render_report", broken)
    with pytest.raises(ReportError):
        write_report(warehouse, reports)
    monkeypatch.undo()
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(ReportError, match="disk full"):
        write_report(warehouse, reports)
    assert whole(reports / "2026-W47" / "index.html") == before
    left = sorted(path.name for path in (reports / "2026-W47").iterdir())
    assert left == ["answers.json.gz", "catalogue.html", "index.html", "quality.html"]


def test_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="catalogue run"):
        write_report(tmp_path / "none.duckdb", tmp_path / "reports")
    foreign = tmp_path / "foreign.duckdb"
    foreign.write_text("not a database", "utf-8")
    with pytest.raises(ReportError, match="foreign"):
        write_report(foreign, tmp_path / "reports")
    assert not (tmp_path / "reports").exists()


@pytest.mark.usefixtures("undrawn")
def test_odd_paths_are_opened(tmp_path: Path) -> None:
    folder = tmp_path / "a b&c=d%20é#e"
    assert write_report(make_warehouse(folder), folder / "reports").is_file()


def test_evidence_for_a_tag_is_words_and_people(source: str) -> None:
    assert "For it: murder, Ann Other" in source
    assert not re.search(r"For it:[^<]*(maturity|=)", source)
