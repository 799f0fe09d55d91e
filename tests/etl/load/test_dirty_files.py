"""Generated dirty files: no loader fails with a traceback, and each row is accounted for."""

import csv
import io
import json
import tempfile
from pathlib import Path

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue_common.errors import SourceError
from catalogue_common.progress import Progress
from catalogue_common.text import register
from etl.load.load import load_all
from etl.load.loads import Load
from etl.sources import SOURCES
from etl.sources.source import Source
from warehouse.sql_files import create_macros, create_remembered, load_seeds

KINDS = [(folder, kind) for folder, kinds in SOURCES.items() for kind in kinds]
NAMES = [f"{folder}-{kind.table}" for folder, kind in KINDS]

# What real cells hold, and what they should not: signs of CSV, JSON and SQL, scripts, nothing.
CELLS = st.one_of(
    st.sampled_from(["", "1", "2019", "2021-01-31", "Movie", "TV Show", "N/A", "null", "s1"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30),
    st.sampled_from(['"', "''", ",;\t|", "a\nb", "a\r\nb", "\\", "=1+1", "{}", "[", "é\x1f"]),
)


def tables(kind: Source) -> st.SearchStrategy[list[list[str]]]:
    """A header in any order and case, then rows of cells."""
    names = st.permutations([aliases[0] for aliases in kind.columns.values()]).map(
        lambda names: [name.upper() if len(name) % 2 else name for name in names]
    )
    width = len(kind.columns)
    rows = st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8)
    return st.builds(lambda header, body: [header, *body], names, rows)


@pytest.fixture(scope="module")
def con() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("attach ':memory:' as staging")
    con.execute("set variable as_of = date '2026-11-20'")
    create_remembered(con)
    register(con)
    create_macros(con)
    load_seeds(con)
    return con


def load(con: duckdb.DuckDBPyConnection, folder: str, name: str, content: bytes) -> Load | None:
    """Load one file of a new data directory; None where it is refused, with a reason."""
    con.execute("delete from ops.loads")
    with tempfile.TemporaryDirectory() as data:
        is_file = "." in folder
        below = "hulu" if folder == "services" else ""
        path = Path(data) / folder if is_file else Path(data) / folder / below / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_bytes(content)
        if is_file:  # a correction alone is no data
            (Path(data) / "netflix").mkdir()
            (Path(data) / "netflix" / "n.csv").write_text("title,type,release_year\nA,Movie,2001\n")
        try:
            loads = load_all(con, Path(data), run_id="dirty", progress=Progress(quiet=True))
        except SourceError as error:
            assert "No file in" in str(error)
            return None
    result = next(one for one in loads if one.file == path.relative_to(data).as_posix())
    assert (result.status == "skipped") == bool(result.status != "loaded")
    return result if result.status == "loaded" else None


def is_accounted(result: Load) -> bool:
    return result.rows_read == result.rows_loaded + result.rows_rejected + result.rows_duplicate


quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize(("folder", "kind"), KINDS, ids=NAMES)
@quick
@given(data=st.data())
def test_a_well_formed_table_of_any_content_loses_no_row(con, folder, kind, data):
    table = data.draw(tables(kind))
    separator = data.draw(st.sampled_from(",;\t|"))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows(table)
    mark = data.draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    result = load(con, folder, "file.csv", mark + text.getvalue().encode())
    if result:
        assert is_accounted(result)
        assert result.rows_read == len(table) - 1


@pytest.mark.parametrize(("folder", "kind"), KINDS, ids=NAMES)
@quick
@given(data=st.data())
def test_a_spoiled_table_is_loaded_or_refused_and_each_row_accounted_for(con, folder, kind, data):
    text = io.StringIO()
    csv.writer(text).writerows(data.draw(tables(kind)))
    encoding = data.draw(st.sampled_from(["utf-8", "cp1252", "utf-16"]))
    content = text.getvalue().encode(encoding, errors="replace")
    cut = data.draw(st.integers(0, len(content)))
    junk = data.draw(st.binary(max_size=8))
    result = load(con, folder, "file.csv", content[:cut] + junk + content[cut:])
    assert result is None or is_accounted(result)


@pytest.mark.parametrize(("folder", "kind"), KINDS, ids=NAMES)
@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
@quick
@given(data=st.data())
def test_answers_of_any_content_lose_no_row(con, folder, kind, suffix, data):
    header, *rows = data.draw(tables(kind))
    header = [name.lower() for name in header]
    answers = [dict(zip(header, row, strict=True)) for row in rows]
    lines = "\n".join(json.dumps(answer) for answer in answers)
    content = lines if suffix == ".jsonl" else json.dumps(answers)
    result = load(con, folder, "file" + suffix, content.encode())
    if result:
        assert is_accounted(result)
        assert result.rows_read == len(rows)


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz", ".zip", ".json", ".jsonl", ".tsv", ".xlsx"])
@quick
@given(content=st.binary(max_size=200))
def test_any_bytes_under_any_name_are_loaded_or_refused(con, suffix, content):
    folder = "engagement" if suffix == ".xlsx" else "tmdb"
    result = load(con, folder, "file" + suffix, content)
    assert result is None or is_accounted(result)


@quick
@given(data=st.data())
def test_a_sheet_of_any_content_loses_no_row(con, data):
    (kind,) = SOURCES["engagement"]
    legal = CELLS.map(lambda cell: openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", cell))
    names = [aliases[0] for aliases in kind.columns.values()]
    rows = data.draw(
        st.lists(
            st.lists(legal, min_size=len(names), max_size=len(names)).filter(any),
            min_size=1,
            max_size=6,
        )
    )
    book = openpyxl.Workbook()
    for row in [names, *rows]:
        book.active.append([f"'{cell}" if cell.startswith("=") else cell for cell in row])
    target = io.BytesIO()
    book.save(target)
    result = load(con, "engagement", "What_We_Watched_2023Jan-Jun.xlsx", target.getvalue())
    assert result is None or is_accounted(result)
