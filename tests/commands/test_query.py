"""``catalogue query`` of the job's marts, in each format."""

import csv
import io
import json

import pytest

LIKELY = (
    "select title, hit_probability from marts.predicted_hits"
    " order by hit_probability desc, title_id limit 3"
)


@pytest.fixture
def likely(two_weeks):
    return two_weeks.ask(LIKELY)


def test_a_table_is_for_people(two_weeks, likely):
    out = two_weeks("query", LIKELY, "--format", "table").out
    assert out.split()[:2] == ["title", "hit_probability"]
    assert all(title in out for title, _ in likely)


def test_limits_can_be_left_off(two_weeks, likely):
    bounded, free = (
        json.loads(two_weeks("query", LIKELY, "--format", "json", flag).out)
        for flag in ("--limits", "--no-limits")
    )
    assert bounded == free
    assert [row["title"] for row in free] == [title for title, _ in likely]


def test_csv_is_for_spreadsheets(two_weeks, likely):
    (two_weeks.folder / "likely.sql").write_text(f"-- the likeliest\n{LIKELY};\n")
    out = two_weeks("query", "--file", "likely.sql", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [float(row["hit_probability"]) for row in rows] == [chance for _, chance in likely]


def test_json_is_for_machines(two_weeks, likely):
    places = ("--warehouse", "warehouse.duckdb")
    rows = json.loads(two_weeks("query", LIKELY, "--format", "json", *places).out)
    assert [(row["title"], row["hit_probability"]) for row in rows] == likely
