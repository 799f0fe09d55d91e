"""The page on licensing: filters, chips, columns, and the same as CSV, workbook and JSON."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import httpx
import pytest
from openpyxl import load_workbook
from served import app_of, client_of, publish

from catalogue_common.settings import Serve
from catalogue_insights.serve.app import create_app
from catalogue_insights.serve.licensing import KINDS, LicensingForm, LicensingSearch
from catalogue_insights.serve.table_columns import CHOSEN

ALL = "&".join(f"also={kind}" for kind in KINDS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("licensing")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[httpx.Client]:
    with client_of(app_of(folder)) as client:
        yield client


def _titles(client: httpx.Client, query: str = "") -> list[dict[str, object]]:
    return client.get(f"/api/licensing?{query}").json()["titles"]


def _mart(folder: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True) as con:
        return con.sql(sql).fetchall()


def test_what_a_reason_speaks_against_is_left_out_until_let_through(client):
    assert len(_titles(client)) == 27
    assert {row["title_id"] for row in _titles(client, "also=failed")} >= {"id94"}
    assert "id93" not in {row["title_id"] for row in _titles(client, "also=failed")}
    assert "id93" in {row["title_id"] for row in _titles(client, "also=failed&also=ours")}
    assert len(_titles(client, ALL)) == 30


def test_chips_count_what_they_leave_out_and_take_themselves_off(client):
    left_out = client.get("/api/licensing").json()["left_out"]
    counts = {row["kind"]: row["title_count"] for row in left_out}
    assert counts == dict.fromkeys(KINDS, 0) | {"ours": 1, "failed": 2, "little_known": 1}
    page = client.get("/licensing?type=movie").text
    assert 'href="/licensing?type=movie&amp;also=failed"' in page
    page = client.get("/licensing?type=movie&also=failed").text
    assert 'class="toggle off" href="/licensing?type=movie"' in page


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("type=series", "type = 'series'"),
        ("genre=Dramas&year_from=2000&year_to=2005", "release_year between 2000 and 2005"),
        ("offered_by=Hulu", "offered_by = 'Hulu'"),
        ("offered_by=nobody", "offered_by is null and offers_seen_on is not null"),
        ("views_from=30&low_from=3.1", "expected_views_91d_low >= 3.1e6"),
        ("rating_from=7.5", "coalesce(actual_rating, predicted_rating) >= 7.5"),
        ("language=en", "original_language = 'en'"),
        ("maturity=TV-14", "maturity_rating = 'TV-14'"),
        ("evidence_from=31", "false"),
        ("minutes_to=90", "duration_minutes <= 90"),
        ("country=SE", "countries = 'SE'"),
        ("q=TITLE+11", "candidates.title like 'Title 11%'"),
    ],
)
def test_filters_say_what_the_mart_says(client, folder, query, holds):
    sql = (
        "select title_id from marts.licensing_candidates as candidates join "
        "(select title_id, maturity_rating, duration_minutes from marts.title_scores) "
        f"using (title_id) where {holds}"
    )
    wanted = {title_id for (title_id,) in _mart(folder, sql)}
    assert {row["title_id"] for row in _titles(client, f"{query}&{ALL}")} == wanted


@pytest.mark.parametrize("sort", ["expected_views_91d_low", "release_year", "actual_rating"])
def test_numbers_sort_high_to_low_and_back_with_the_unknown_last(client, sort):
    for order in ("desc", "asc"):
        values = [row[sort] for row in _titles(client, f"{ALL}&sort={sort}&order={order}")]
        known = [value for value in values if value is not None]
        assert values[: len(known)] == sorted(known, reverse=order == "desc")


def test_words_sort_from_a(client):
    found = [row["title"].lower() for row in _titles(client, "sort=title")]
    assert found == sorted(found)


def test_the_address_holds_the_state_and_nothing_else():
    asked = LicensingForm(type="movie", low_from=2.5, also=["failed"], column=["language"])
    address = asked.address()
    assert address == "/licensing?type=movie&low_from=2.5&also=failed&column=language"
    assert LicensingForm().address() == "/licensing"
    assert LicensingSearch(sort="title").sorted_by("title") == "/licensing?sort=title&order=desc"


def test_columns_are_those_that_were_chosen(client):
    page = client.get("/licensing?column=language&column=vote_count").text
    assert 'data-label="Language"' in page
    assert 'data-label="Votes"' in page
    assert 'data-label="Now on"' not in page
    answer = client.get("/licensing?column=nothing", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "<bdi>there is no column nothing; there are: type, " in answer.text
    assert client.get("/licensing?column=title&column=language").status_code == 200


def test_titles_link_to_page_tmdb_and_justwatch(client):
    page = client.get("/licensing?q=title+110").text
    assert 'href="/titles/id110"' in page
    assert 'href="https://www.themoviedb.org/movie/110"' in page
    assert 'href="https://www.justwatch.com/us/search?q=Title%20110"' in page


def test_csv_has_all_titles_in_the_chosen_columns_and_no_formula(client):
    answer = client.get("/licensing.csv?column=vote_count&sort=title")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 27
    assert [*rows[0]] == ["title_id", "title", "vote_count", "tmdb_address", "justwatch_address"]
    assert {row["title"] for row in rows} >= {"'=cmd(1)+<b>"}


def test_workbook_is_typed_and_says_what_the_mart_says(client, folder):
    names = "&".join(f"column={column.name}" for column in CHOSEN)
    answer = client.get(f"/licensing.xlsx?{ALL}&{names}")
    assert 'filename="licensing-2026-W47.xlsx"' in answer.headers["content-disposition"]
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:Z31"
    head, *lines = sheet.iter_rows()
    place = {cell.value: number for number, cell in enumerate(head)}
    found = {
        line[0].value: (
            line[place["Year"]].value,
            line[place["Views in 91 days"]].value,
            line[place["There since"]].value and line[place["There since"]].value.date(),
            line[place["TMDb rating"]].value,
        )
        for line in lines
    }
    wanted = _mart(
        folder,
        "select title, release_year, expected_views_91d, offered_since, actual_rating "
        "from marts.licensing_candidates",
    )
    assert found == {title: tuple(values) for title, *values in wanted}
    assert all(line[place["Views in 91 days"]].number_format == "#,##0" for line in lines)
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths[0] > widths[1] > 7


def test_workbook_has_live_links_and_text_where_a_formula_lurks(client):
    sheet = load_workbook(io.BytesIO(client.get("/licensing.xlsx").content)).active
    by_title = {line[0].value: line for line in sheet.iter_rows()}
    line = by_title["=cmd(1)+<b>"]
    assert line[0].data_type == "s"
    assert line[0].hyperlink.target.startswith("http://127.0.0.1")
    assert line[0].hyperlink.target.endswith("/titles/id92")
    assert line[-2].hyperlink.target == "https://www.themoviedb.org/movie/92"
    assert line[-2].value == "TMDb"


def test_empty_states_say_why(client):
    assert "No title outside the catalogue meets all" in client.get("/licensing?q=zzzz").text
    assert "are left out" in client.get("/licensing?q=title+94").text


def test_hostile_titles_are_text(client):
    page = client.get("/licensing?sort=title").text
    assert "<b>" not in page
    assert "=cmd(1)+&lt;b&gt;" in page


def test_a_page_beyond_the_last_is_the_last(client):
    assert client.get("/api/licensing?page=9").json()["page"] == 1


def test_a_week_from_before_says_so(tmp_path):
    warehouse = publish(tmp_path, is_later=False)
    app = create_app(warehouse, tmp_path / "reports", Serve(), tmp_path / "artifacts")
    with client_of(app) as client:
        assert "published before there was a list" in client.get("/licensing").text
        assert client.get("/licensing.csv").status_code == 404
        assert "catalogue run" in client.get("/api/licensing").json()["detail"]
