"""A part is scored as a run scores the same titles, to the last bit; what is no part is refused."""

from __future__ import annotations

import io

import pyarrow as pa
import pytest
from pyarrow import parquet

from catalogue_common.errors import PartsError
from models.parts.part_tables import SCORED, open_part, scored_tables, to_parquet
from models.scoring.champions import read_champions
from models.versions.registry import Registry
from warehouse.sql_files import SQL, read_table_file

KEYS = {
    "title": "title_id",
    "title_genre": "title_id, taxonomy, genre",
    "half_year": "title_id, period_start",
    "season": "title_id, season",
}
SUPPORT = {"hit_support", "top10_support", "rating_support", "audience_support"}


def table_of(content: bytes) -> pa.Table:
    return parquet.read_table(io.BytesIO(content))


@pytest.mark.parametrize("table", SCORED)
def test_parts_hold_what_the_run_wrote_for_the_same_titles(parts, champions_run, table):
    con = champions_run.con
    written = pa.concat_tables(table_of(parts.scored[f"{table}/{name}"]) for name in parts.names)
    con.register("written", written)
    own = {"type", "title", "release_year", *SUPPORT}
    named = [c for c in written.column_names if c not in own]
    columns = ", ".join(named)
    ours = con.sql(f"select {columns} from written order by {KEYS[table]}").to_arrow_table()
    theirs = con.sql(
        f"select {columns} from scores.{table} semi join written using (title_id) "
        f"order by {KEYS[table]}"
    ).to_arrow_table()
    con.unregister("written")
    assert len(theirs) > (0 if table in {"half_year", "season"} else 50) or not len(ours)
    # Floats by their bits: a comparison of values would call NaN unlike itself, and 0 like -0.
    assert to_parquet(ours) == to_parquet(theirs)


def test_every_unknown_title_is_in_one_part(parts, champions_run):
    named = pa.concat_tables(
        parquet.read_table(parts.titles / name, columns=["title_id"]) for name in parts.names
    )["title_id"].to_pylist()
    forgotten = {row[0] for row in champions_run.rows("select title_id from forgotten")}
    assert len(named) == len(set(named))
    assert forgotten <= set(named)


def part_of(**columns: list) -> bytes:
    return to_parquet(pa.table(columns))


def test_a_part_of_three_columns_is_enough(parts):
    lineup = read_champions(Registry(parts.settings.models))
    made = scored_tables(
        lineup, part_of(title_id=["b", "a"], type=["movie", "series"], title=["One", "Two"]), "p"
    )
    rows = table_of(made["title"]).to_pylist()
    assert [row["title_id"] for row in rows] == ["a", "b"]
    assert all(0 < row["predicted_rating"] < 10 for row in rows)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PAR1 half of a file", "cannot be read"),
        (part_of(title_id=["a"], type=["movie"], title=["A"], plot=["?"]), "plot"),
        (part_of(title_id=["a"], type=["show"], title=["A"]), "CHECK"),
        (part_of(title_id=["a"], type=["movie"]), "title"),
        (part_of(title_id=["a"], type=["movie"], title=["A"], release_year=["soon"]), "soon"),
        (
            part_of(title_id=["a"], type=["movie"], title=["A"], tmdb_file=[[{"path": "x"}]]),
            "file, path, title_id",
        ),
        (part_of(title_id=["a", "a"], type=["movie"] * 2, title=["A"] * 2), "1 titles twice"),
    ],
    ids=["half", "column", "type", "missing", "value", "beside", "twice"],
)
def test_what_is_no_part_is_refused(content, said):
    with pytest.raises(PartsError, match=said) as caught:
        open_part(content, "p.parquet")
    assert "p.parquet" in str(caught.value)
    assert "not scored" in str(caught.value)


def test_titles_with_a_known_outcome_are_refused(parts):
    columns = read_table_file(SQL / "features" / "release.sql").columns
    settled = {**dict.fromkeys(columns), "title_id": "a", "season": "", "top10_weeks": 3}
    content = part_of(title_id=["a"], type=["movie"], title=["A"], release=[[settled]])
    with pytest.raises(PartsError, match="known outcome"):
        scored_tables(read_champions(Registry(parts.settings.models)), content, "p")
