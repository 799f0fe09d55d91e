"""Whether the published file is damaged, on a file that a real run has published."""

import random
import shutil

import duckdb
import pytest
from commands import Ran, catalogue

BLOCKS_FROM = 12_288
"""Before them stand the headers, of which DuckDB reads one or the other."""
BLOCK = 262_144


@pytest.fixture
def published(sample_run: Ran, tmp_path) -> Ran:
    """The sample's results, in a folder of their own; the kept file is no link any more."""
    shutil.copytree(sample_run.folder, tmp_path / "copy")
    return Ran(0, "", "", tmp_path / "copy")


def deep_look(published: Ran) -> tuple[int, str]:
    looked = catalogue(published.folder, "doctor", "--deep", "--warehouse", "warehouse.duckdb")
    assert "Traceback" not in looked.err
    return looked.code, looked.out.partition("published file: ")[2]


def blocks_in_use(published: Ran) -> list[int]:
    """The blocks of tables and of what is said of them; a few others hold nothing that is read."""
    with duckdb.connect(str(published.warehouse), read_only=True) as con:
        tables = con.execute("select schema_name || '.' || table_name from duckdb_tables()")
        places = [f"pragma_storage_info('{table}')" for (table,) in tables.fetchall()]
        found: set[int] = set()
        for place in ["pragma_metadata_info()", *places]:
            rows = con.execute(f"select block_id from {place} where block_id >= 0").fetchall()
            found.update(block for (block,) in rows)
    return sorted(found)


def flip_a_bit(published: Ran, chance: random.Random) -> None:
    place = BLOCKS_FROM + chance.choice(blocks_in_use(published)) * BLOCK
    content = bytearray(published.warehouse.read_bytes())
    content[place + chance.randrange(BLOCK)] ^= 1 << chance.randrange(8)
    published.warehouse.write_bytes(content)


def test_what_was_published_is_as_it_was(published):
    assert deep_look(published) == (0, "byte for byte as it was published\n")


@pytest.mark.parametrize("seed", range(4))
def test_a_flipped_bit_is_found_and_a_whole_file_is_named(published, seed):
    flip_a_bit(published, random.Random(seed))  # noqa: S311 - the same bits each time
    code, found = deep_look(published)
    assert code == 1
    assert "damaged: " in found or "cannot be read" in found
    (kept,) = (published.folder / "warehouse.duckdb.kept").glob("*.duckdb")
    assert f"catalogue restore {kept.stem} brings back" in found
    assert catalogue(published.folder, "restore", kept.stem).code == 0
    assert deep_look(published)[0] == 0


def test_the_damaged_table_is_the_one_that_is_named(published):
    with duckdb.connect(str(published.warehouse), read_only=True) as con:
        ((block,),) = con.execute(
            """
            select min(block_id) from pragma_storage_info('marts.title_scores')
            where block_id >= 0
            """
        ).fetchall()
    content = bytearray(published.warehouse.read_bytes())
    content[BLOCKS_FROM + block * BLOCK + 100] ^= 1
    published.warehouse.write_bytes(content)
    assert '"marts"."title_scores"' in deep_look(published)[1]


def test_a_file_that_a_tool_wrote_to_is_told_from_a_damaged_one(published):
    with duckdb.connect(str(published.warehouse)) as con:
        con.execute("create table of_a_tool as select 1")
    code, found = deep_look(published)
    assert code == 1
    assert "not byte for byte what was published, though every table can be read" in found


def test_without_a_hash_every_table_is_read(published):
    (published.folder / "warehouse.duckdb.sha256").unlink()
    code, found = deep_look(published)
    assert code == 0
    assert "no hash was kept" in found
    assert "every table can be read" in found
