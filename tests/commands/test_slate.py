"""``catalogue slate`` with the job's champions: how many would watch each idea, and all of them."""

import csv
import json

from openpyxl import load_workbook

IDEAS = (
    "title,type,description,genres,language,country,people,running time\n"
    "The Quiet Harbour,film,A keeper writes letters.,Drama,Swedish,Sweden,Bo Ek,104 min\n"
    "=Night Shift,tv show,Two bakers share an oven.,Comedy,en,GB,,\n"
    ",film,,,,,,\n"
)


def answers(two_weeks, *options, code=0):
    (two_weeks.folder / "ideas.csv").write_text(IDEAS)
    return two_weeks("slate", "ideas.csv", *options, code=code)


def test_each_idea_has_a_range_and_the_sum_is_that_of_the_means(two_weeks):
    *ideas, total = json.loads(answers(two_weeks, "--format", "json").out)
    assert {idea["title"] for idea in ideas} == {"The Quiet Harbour", "=Night Shift"}
    for idea in ideas:
        low, high = idea["expected_views_91d_low"], idea["expected_views_91d_high"]
        assert 0 < low < idea["expected_views_91d"] < high
        assert len(idea["resembles"].split("; ")) == 5
    assert total["title"] == "Total of 2"
    assert total["expected_views_91d"] == sum(idea["expected_views_91d"] for idea in ideas)
    assert total["expected_views_91d_low"] > max(i["expected_views_91d_low"] for i in ideas)


def test_people_read_the_most_watched_first_and_what_it_cannot_tell(two_weeks):
    done = answers(two_weeks, "--warehouse", "warehouse.duckdb")
    assert "Total of 2: " in done.out
    assert "marketing is not in the data" in done.out
    assert "row 3 is left out: it has neither a title nor a description" in done.err


def test_a_spreadsheet_gets_no_formula_as_csv_and_as_a_workbook(two_weeks):
    answers(two_weeks, "--format", "csv", "--out", "slate.csv")
    answers(two_weeks, "--format", "xlsx", "--out", "slate.xlsx")
    with (two_weeks.folder / "slate.csv").open(encoding="utf-8") as file:
        as_csv = [row["title"] for row in csv.DictReader(file)]
    sheet = load_workbook(two_weeks.folder / "slate.xlsx").active
    as_workbook = [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert as_csv == as_workbook
    assert "'=Night Shift" in as_csv


def test_a_workbook_needs_a_file_and_a_table_none(two_weeks):
    assert "--out slate.xlsx" in answers(two_weeks, "--format", "xlsx", code=2).err
    assert "--format csv, json or xlsx" in answers(two_weeks, "--out", "slate.csv", code=2).err
