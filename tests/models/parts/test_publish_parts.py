"""A folder of scores comes into a warehouse whole, or not at all; later runs keep it."""

from __future__ import annotations

import json
import shutil

import duckdb
import pytest
from pyarrow import parquet

from catalogue_common.errors import OtherRunError, PartsError, QueryError
from catalogue_common.files import sha256_of
from catalogue_common.progress import Progress
from models.parts.publish_parts import publish_parts
from models.parts.score_parts import score_parts
from warehouse.build import build, carry_over
from warehouse.locks import only_run

QUIET = Progress(quiet=True)


def ask(settings, sql: str) -> list[tuple]:
    with duckdb.connect(str(settings.warehouse), read_only=True) as con:
        return con.execute(sql).fetchall()


def publish(parts) -> int:
    return publish_parts(parts.settings, str(parts.scores), QUIET)


@pytest.fixture
def published(copied):
    publish(copied)
    return copied


def test_all_rows_of_all_parts_are_there(published):
    for table in ("title", "title_genre", "half_year", "season"):
        files = (published.scores / table).iterdir()
        wanted = sum(parquet.read_metadata(file).num_rows for file in files)
        assert ask(published.settings, f"select count(*) from parts.{table}") == [(wanted,)]
    ((address, week, count),) = ask(
        published.settings, "select address, week, parts from parts.origin"
    )
    assert (address, week, count) == (str(published.scores), None, len(published.names))


def test_published_again_it_is_the_same_once(published):
    before = ask(published.settings, "from parts.title order by title_id")
    assert publish(published) == len(before)
    assert ask(published.settings, "from parts.title order by title_id") == before


def test_the_week_is_read_from_the_address(copied):
    week = copied.scores.rename(copied.scores.with_name("week=2026-W48"))
    publish_parts(copied.settings, str(week), QUIET)
    assert ask(copied.settings, "select week from parts.origin") == [("2026-W48",)]


def test_a_later_run_keeps_what_was_brought_in(published):
    wanted = ask(published.settings, "from parts.title order by title_id")
    with build(published.settings) as new:
        carry_over(new.con, published.settings.warehouse, synthetic=None)
        assert new.con.execute("from parts.title order by title_id").fetchall() == wanted
        (comment,) = new.con.execute(
            "select comment from duckdb_tables() where schema_name = 'parts' "
            "and table_name = 'title'"
        ).fetchone()
        assert comment.endswith("One row per title.")


def test_a_warehouse_without_parts_gets_no_schema(copied):
    with build(copied.settings) as new:
        carry_over(new.con, copied.settings.warehouse, synthetic=None)
        assert not new.con.execute(
            "select * from duckdb_schemas() where schema_name = 'parts'"
        ).fetchall()


def _no_manifest(parts) -> None:
    (parts.scores / "manifest.json").unlink()


def _half_manifest(parts) -> None:
    (parts.scores / "manifest.json").write_text('{"parts": ')


def _other_rows(parts) -> None:
    one, other = (parts.scores / "title_genre" / name for name in parts.names[:2])
    shutil.copyfile(one, other)


def _gone(parts) -> None:
    (parts.scores / "season" / parts.names[0]).unlink()


def _miscounted(parts) -> None:
    path = parts.scores / "manifest.json"
    said = json.loads(path.read_text())
    path.write_text(json.dumps({**said, "titles": said["titles"] + 1}))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_no_manifest, "not all parts are scored"),
        (_half_manifest, "cannot be read"),
        (_other_rows, "not what its receipt says"),
        (_gone, "cannot be read"),
        (_miscounted, "their manifest says"),
    ],
    ids=["unfinished", "half a manifest", "other rows", "gone", "miscounted"],
)
def test_what_is_not_whole_is_not_published(copied, damage, said):
    before = sha256_of(copied.settings.warehouse)
    damage(copied)
    with pytest.raises(PartsError, match=said):
        publish(copied)
    assert sha256_of(copied.settings.warehouse) == before
    assert not copied.settings.warehouse.with_name("warehouse.duckdb.new").exists()


def test_a_title_in_two_parts_is_not_published(copied):
    shutil.copy(copied.titles / copied.names[0], copied.titles / "once-more.parquet")
    score_parts(copied.settings, str(copied.titles), str(copied.scores), QUIET)
    with pytest.raises(PartsError, match="name the same titles"):
        publish(copied)


def test_not_beside_a_run_and_not_without_a_warehouse(copied):
    with only_run(copied.settings.warehouse, "another"), pytest.raises(OtherRunError):
        publish(copied)
    copied.settings.warehouse.unlink()
    with pytest.raises(QueryError):
        publish(copied)
