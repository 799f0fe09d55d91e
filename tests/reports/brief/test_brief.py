"""The brief's numbers are those of the marts, in HTML and in PDF; no letter becomes a box."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import duckdb
import html5lib
import pytest

from reports.brief.asking import MOST_TITLES, Brief, ask_brief
from reports.brief.page import brief_html
from reports.formats import text_of
from reports.weekly_report import connect_published, newest_run

pdfium = pytest.importorskip("pypdfium2", reason="no pypdfium2")
KOREAN, JAPANESE, ARABIC, HINDI, THAI = "오징어 게임", "千と千尋の神隠し", "الفيل", "दिल", "ฉลาด"
HEBREW = "חתונה"
SHOWN = (
    "select title_id from marts.comparables inner join marts.title_scores using (title_id) "
    "where audience_note is null order by title_id limit 1"
)
UNSURE = (
    "select title_id from marts.title_scores where audience_note is not null order by 1 limit 1"
)
OTHERS = (
    "select title_id from marts.title_scores where expected_views_91d > 0 "
    "and title_id not in (select title_id from marts.comparables) order by title_id limit 20"
)
ASKED = ("title_id", "comparable_title", "period_start", "views")
ALIKE = """
    select bool_or(
        own.type = known.type and own.original_language = known.original_language
        and abs(ln(known.expected_views_91d / own.expected_views_91d)) <= ln(3)
    )
    from marts.title_scores as own, marts.audience as came
    inner join marts.title_scores as known on came.title_id = known.title_id
    where
        own.title_id = $title_id and known.title = $comparable_title
        and came.period_start = $period_start and came.views = $views and came.is_new
"""
ON_A_SERVICE = "select title_id from marts.offers where is_offered order by 1 limit 1"


def rows(warehouse: Path, sql: str, **params) -> list[tuple]:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        return con.execute(sql, params or None).fetchall()


def brief_of(warehouse: Path, *title_ids: str, **named) -> Brief:
    with connect_published(warehouse) as connection:
        return ask_brief(connection, newest_run(connection), title_ids, **named)


def pdf_of(brief: Brief) -> bytes:
    from reports.brief.pdf import brief_pdf  # noqa: PLC0415 - needs what the extra brings

    return brief_pdf(brief)


def text_of_page(pdf: bytes, page: int = 0) -> str:
    said = pdfium.PdfDocument(pdf)[page].get_textpage().get_text_range()
    return re.sub(r"\s+", " ", said.replace("\u200b", ""))


@pytest.fixture(scope="module")
def shown(sample_run) -> str:
    return rows(sample_run.warehouse, SHOWN)[0][0]


@pytest.fixture(scope="module")
def expected(sample_run, shown) -> list[str]:
    """What a reader is to see of one title, asked of the marts anew."""
    (row,) = rows(
        sample_run.warehouse,
        "select title, expected_views_91d_low, expected_views_91d, expected_views_91d_high, "
        "audience_support, predicted_rating, hit_probability, description "
        "from marts.title_scores where title_id = $title_id",
        title_id=shown,
    )
    forms = ("title", "views", "views", "views", "integer", "rating", "percent", "text")
    said = [text_of(value, form) for value, form in zip(row, forms, strict=True)]
    like = rows(
        sample_run.warehouse,
        "select comparable_title, views from marts.comparables where title_id = $title_id",
        title_id=shown,
    )
    assert like
    return said + [text for title, views in like for text in (title, text_of(views, "views"))]


def test_html_says_what_the_marts_say_and_needs_nothing_beside_it(sample_run, shown, expected):
    page = brief_html(brief_of(sample_run.warehouse, shown))
    html5lib.HTMLParser(strict=True).parse(page)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("&#39;", "'")
    assert [part for part in expected if part not in text] == []
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!https://www\.(?:themoviedb|justwatch)|#|data:,)', page)


def test_pdf_says_the_same_on_one_page_with_the_queries_on_the_next(sample_run, shown, expected):
    pdf = pdf_of(brief_of(sample_run.warehouse, shown))
    assert len(pdfium.PdfDocument(pdf)) == 2
    text = text_of_page(pdf)
    assert [part for part in expected if part not in text] == []
    assert "The queries behind" in text_of_page(pdf, 1)
    assert "from marts.comparables" in text_of_page(pdf, 1)
    picture = pdfium.PdfDocument(pdf)[0].render(scale=1).to_numpy()
    assert 0.01 < (picture < 128).mean() < 0.2, "text on paper"


def test_the_same_week_gives_the_same_bytes(sample_run, shown):
    brief = brief_of(sample_run.warehouse, shown)
    assert pdf_of(brief) == pdf_of(brief)


def test_each_query_runs_by_itself_and_gives_the_number(sample_run, shown):
    brief = brief_of(sample_run.warehouse, shown)
    (title,) = brief.titles
    for section, sql in brief.queries:
        (first, *_) = rows(sample_run.warehouse, sql) or [None]
        number = next((n for n in title.numbers if n.slug == section.slug), None)
        if number:
            row = dict(zip(section.formats, first, strict=True))
            assert number.middle == text_of(row["middle"], section.formats["middle"])
            assert "marts." in sql
            assert "core." not in sql, "the SQL box has marts alone"


def test_little_known_is_a_dash_and_the_reason(sample_run):
    (title,) = brief_of(sample_run.warehouse, rows(sample_run.warehouse, UNSURE)[0][0]).titles
    views = next(number for number in title.numbers if number.slug == "views")
    assert (views.low, views.middle, views.high) == ("–", "–", "–")
    assert "known outcome" in views.note
    assert views.note in text_of_page(pdf_of(brief_of(sample_run.warehouse, title.title_id)))


def test_a_title_that_is_no_candidate_has_titles_like_it_too(sample_run):
    others = [title_id for (title_id,) in rows(sample_run.warehouse, OTHERS)]
    brief = brief_of(sample_run.warehouse, *others)
    like = [row for title in brief.titles for row in title.comparables]
    assert like
    for row in like:
        (alike,) = rows(sample_run.warehouse, ALIKE, **{name: row[name] for name in ASKED})
        assert alike == (True,)


def test_who_offers_it_is_said_with_since_when(sample_run):
    title_id = rows(sample_run.warehouse, ON_A_SERVICE)[0][0]
    offers = rows(
        sample_run.warehouse,
        "select service, offered_from from marts.offers where is_offered and title_id = $id",
        id=title_id,
    )
    text = text_of_page(pdf_of(brief_of(sample_run.warehouse, title_id)))
    for service, since in offers:
        assert service in text
        assert text_of(since, "date") in text


def test_of_many_titles_the_first_are_kept_and_the_others_counted(sample_run):
    ids = [key for (key,) in rows(sample_run.warehouse, "select title_id from marts.title_scores")]
    brief = brief_of(sample_run.warehouse, *ids[:25], "none", heading="For <b>spring</b>")
    assert [title.title_id for title in brief.titles] == ids[:MOST_TITLES]
    assert brief.left_out == 6
    pdf = pdf_of(brief)
    assert len(pdf) < 300_000
    text = " ".join(text_of_page(pdf, n) for n in range(len(pdfium.PdfDocument(pdf))))
    assert "For <b>spring</b>" in text
    assert "6 more on the list" in text
    page = brief_html(brief)
    assert "For &lt;b&gt;spring&lt;/b&gt;" in page
    assert len(page.encode()) < 300_000
    assert brief_of(sample_run.warehouse, ids[0], "none").unknown == ["none"]


@pytest.fixture(scope="module")
def named(sample_run, tmp_path_factory):
    """Makes a brief of a week whose first title has another name."""
    place = tmp_path_factory.mktemp("named") / "warehouse.duckdb"
    shutil.copy(sample_run.warehouse, place)

    def make(name: str, original: str | None = None, about: str = "About.") -> Brief:
        with duckdb.connect(str(place)) as con:
            (key,) = con.execute("select min(title_id) from marts.title_scores").fetchone()
            con.execute(
                "update marts.title_scores set title = $1, description = $2 where title_id = $3",
                [name, about, key],
            )
            con.execute(
                "update core.title set original_title = $1 where title_id = $2", [original, key]
            )
        return brief_of(place, key)

    return make


@pytest.mark.parametrize("name", [KOREAN, JAPANESE, HINDI, "Брат 2", "Ένα", "Zoë Å ✓"])
def test_letters_of_other_scripts_are_written(named, name):
    pdf = pdf_of(named(name, f"{name}. And so on, " * 8))
    text = text_of_page(pdf)
    assert name in text
    assert text.count("And so on") == 8, "the lines after it keep their letters"


@pytest.mark.parametrize(
    ("one", "other"), [("게임", "징어"), ("千尋", "神隠"), ("فيل", "بيت"), ("ฉลาด", "ต้ม")]
)
def test_two_names_are_two_pictures_and_no_boxes(named, one, other):
    pictures = [
        pdfium.PdfDocument(pdf_of(named(name)))[0].render(scale=1).to_numpy()[60:110]
        for name in (one, other)
    ]
    assert (pictures[0] != pictures[1]).any()
    assert all((picture < 128).any() for picture in pictures)


def test_what_no_font_has_is_said_and_another_name_is_taken(named):
    pdf = pdf_of(named(HEBREW, "Late Wedding"))
    text = text_of_page(pdf)
    assert "Late Wedding" in text
    assert "Its name is in letters that this file's fonts lack" in text
    assert "written as ? (Hebrew)" in text
    assert f"Title {named(HEBREW).titles[0].title_id}" in text_of_page(pdf_of(named(HEBREW)))
    assert HEBREW in brief_html(named(HEBREW))


def test_hostile_names_stay_text(named):
    hostile = "<script>alert(1)</script> **bold** \u202e{{ 7 * 7 }} \x00 'or 1=1"
    brief = named(hostile, about="</style><img src=x onerror=alert(1)>")
    page = brief_html(brief)
    assert "<script" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert "alert(1)</script> **bold** {{ 7 * 7 }}" in text_of_page(pdf_of(brief))


def test_a_key_with_a_quote_breaks_no_query(sample_run):
    brief = brief_of(sample_run.warehouse, "it's", "x'] or true --")
    assert brief.titles == []
    for _, sql in brief.queries:
        assert rows(sample_run.warehouse, sql) == []
