"""``catalogue export --format xlsx``: what stands in the marts is what a spreadsheet shows."""

import csv
import json
from datetime import date, datetime, timedelta
from operator import itemgetter

import duckdb
import pytest
from office import opened_by_office
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from small_marts import HOSTILE, publish_marts

from catalogue_common.errors import ExportError
from warehouse.export_files import export_files
from warehouse.mart_descriptions import marts_of
from warehouse.reading import open_published

MARTS = ("title_scores", "licensing_candidates", "source_files", "score_history", "step_times")
KEY = itemgetter(0, 1)
TEXTS = [
    HOSTILE,
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "@SUM(A1)",
    "{=1}",
    "https://example.com/",
    "internal:'About'!A1",
    "mailto:a@b.de",
    "<r><t>bold</t></r>",
    "12",
    "_x0041_",
    " blanks ",
    "🎬" * 20_000,
]


@pytest.fixture(scope="module")
def exported(two_weeks, tmp_path_factory):
    """The folder with the workbook of five marts, as the command writes it."""
    out = tmp_path_factory.mktemp("workbook")
    two_weeks(
        *("export", "--format", "xlsx", "--to", str(out)),
        *(word for mart in MARTS for word in ("--mart", mart)),
    )
    return out


@pytest.fixture
def hostile(tmp_path):
    """A published file of which a mart holds what a spreadsheet might take for something else."""
    warehouse = publish_marts(tmp_path / "warehouse.duckdb", titles=len(TEXTS))
    with duckdb.connect(str(warehouse)) as con:
        for number, text in enumerate(TEXTS):
            con.execute("update marts.titles set title = ? where number = ?", [text, number])
        con.execute(
            "update marts.titles set number = 9007199254740993, added_on = date '1900-02-28', "
            "scored_at = timestamp '1066-10-14 09:00:00' where number = 1"
        )
    return warehouse


def is_shown(cell, value) -> bool:
    """Whether a spreadsheet shows a mart's value: fifteen digits, milliseconds, empty for null."""
    if value is None or isinstance(value, bool | str):
        return cell == ("" if value is None else value)
    if isinstance(value, datetime):
        return abs(cell - value) <= timedelta(milliseconds=1)
    if isinstance(value, int | float):
        return cell == pytest.approx(value, rel=1e-14)
    return cell == value


def test_libreoffice_shows_what_the_marts_hold(exported, two_weeks, tmp_path):
    book = CalamineWorkbook.from_path(opened_by_office(exported / "marts.xlsx", tmp_path))
    assert book.sheet_names == ["About", *MARTS]
    for mart in MARTS:
        head, *rows = book.get_sheet_by_name(mart).to_python()
        expected = two_weeks.ask(f"from marts.{mart}")
        if mart == "score_history":  # a view, whose rows come in any order
            rows, expected = sorted(rows, key=KEY), sorted(expected, key=KEY)
        assert head == [name for (name, *_) in two_weeks.ask(f"describe marts.{mart}")]
        assert len(rows) == len(expected) > 0
        for row, wanted in zip(rows, expected, strict=True):
            differ = [pair for pair in zip(row, wanted, strict=True) if not is_shown(*pair)]
            assert differ == [], mart


def test_days_and_shares_are_typed_the_header_stands_and_has_notes(exported, two_weeks):
    sheet = load_workbook(exported / "marts.xlsx")["title_scores"]
    head = {cell.value: cell for cell in sheet[1]}
    comments = dict(
        two_weeks.ask(
            "select column_name, comment from duckdb_columns() where table_name = 'title_scores'"
        )
    )
    assert {name: cell.comment.text for name, cell in head.items()} == comments
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(sheet.max_row, sheet.max_column).coordinate}"

    def form(name):
        return sheet.cell(2, head[name].column).number_format

    assert form("hit_probability") == form("top10_probability") == "0.0%"
    assert (form("release_year"), form("predicted_rating")) == ("0", "#,##0.0##")
    assert form("scored_at") == "yyyy-mm-dd hh:mm:ss"


def test_what_is_shown_as_a_percentage_is_a_part_of_one(two_weeks):
    with open_published(two_weeks.warehouse) as con:
        shares = [(mart, c.name) for mart in marts_of(con) for c in mart.columns if c.is_share]
        assert len(shares) > 30
        for mart, name in shares:
            (outside,) = mart.read(con).filter(f"{name} not between 0 and 1").shape[:1]
            assert outside == 0, f"{mart.name}.{name}"


def test_texts_stay_texts_and_numbers_stay_themselves(hostile, tmp_path):
    export_files(hostile, tmp_path / "out", "xlsx")
    saved = opened_by_office(tmp_path / "out" / "marts.xlsx", tmp_path)
    for path in (tmp_path / "out" / "marts.xlsx", saved):
        sheet = load_workbook(path)["titles"]
        cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row]
        assert not [cell.value for cell in cells if cell.hyperlink]
        # LibreOffice writes true and false as these.
        formulas = {cell.value for cell in cells if cell.data_type == "f"}
        assert formulas <= ({"=TRUE()", "=FALSE()"} if path == saved else set())
    rows = CalamineWorkbook.from_path(saved).get_sheet_by_name("titles").to_python()[1:]
    shown = [row[1] for row in rows]
    expected = [*TEXTS[:9], "<r><t>bold</t></r> ", *TEXTS[10:13], "🎬" * 16_383]
    assert [text.replace("\r\n", "\n") for text in shown] == expected
    assert rows[1][0] == "9007199254740993"
    assert (rows[1][5], rows[1][6]) == ("1900-02-28", "1066-10-14 09:00:00")
    assert rows[0][5] == date(2026, 11, 20)


def test_rows_beyond_a_sheet_are_in_a_file_that_the_sheet_names(hostile, tmp_path, monkeypatch):
    monkeypatch.setattr("warehouse.export_workbook.ROOM", 4)
    out = tmp_path / "out"
    manifest = export_files(hostile, out, "xlsx")
    (table,) = [one for one in manifest["tables"] if one["name"] == "titles"]
    assert (table["row_count"], table["rest_row_count"]) == (len(TEXTS), len(TEXTS) - 4)
    sheet = load_workbook(out / "marts.xlsx")["titles"]
    assert sheet.max_row == 6
    assert sheet["A6"].value == (
        "10 more rows of this mart are in titles_rest.csv, beside this file"
    )
    assert sheet.auto_filter.ref == "A1:H5"
    with (out / "titles_rest.csv").open(newline="", encoding="utf-8") as file:
        rest = list(csv.DictReader(file))
    assert [row["number"] for row in rest] == [str(number) for number in range(4, len(TEXTS))]
    assert rest[0]["title"] == "'@SUM(A1)"
    about = load_workbook(out / "marts.xlsx")["About"]
    assert [cell.value for cell in about[3]][2:] == [14, 4, "titles_rest.csv"]
    # A smaller export takes the file away again.
    monkeypatch.undo()
    export_files(hostile, out, "xlsx", ["empty"])
    assert {path.name for path in out.iterdir()} == {"manifest.json", "marts.xlsx"}


def test_the_manifest_says_which_sheet_has_a_mart(exported):
    manifest = json.loads((exported / "manifest.json").read_text("utf-8"))
    assert [(t["file"], t["sheet"]) for t in manifest["tables"]] == [
        ("marts.xlsx", mart) for mart in MARTS
    ]


def test_names_that_excel_refuses_are_changed(tmp_path):
    warehouse = publish_marts(tmp_path / "warehouse.duckdb")
    long = "m" * 40
    names = ["history", "About", f"{long}1", f"{long}2", "a/b"]
    with duckdb.connect(str(warehouse)) as con:
        for name in names:
            con.execute(f'create table marts."{name}" (number integer)')
    manifest = export_files(warehouse, tmp_path / "out", "xlsx", names)
    sheets = [table["sheet"] for table in manifest["tables"]]
    assert sheets == ["history_2", "About_2", "m" * 31, f"{'m' * 29}_2", "a_b"]
    assert load_workbook(tmp_path / "out" / "marts.xlsx").sheetnames == ["About", *sheets]


def test_an_unknown_mart_is_named_and_nothing_is_written(tmp_path):
    warehouse = publish_marts(tmp_path / "warehouse.duckdb")
    with pytest.raises(ExportError, match="no mart films"):
        export_files(warehouse, tmp_path / "out", "xlsx", ["films"])
    assert not (tmp_path / "out").exists()
