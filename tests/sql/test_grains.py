"""Every table states its key. The check `keys_unique` proves those of built tables on every run."""

import duckdb
import pytest

from warehouse.sql_files import in_order


@pytest.mark.parametrize("schema", ["core", "features", "marts"])
def test_every_built_table_states_its_key(schema):
    assert [file.name for file in in_order(schema) if not file.key_columns] == []


def test_remembered_tables_have_the_keys_that_their_comments_state(sample_run):
    with duckdb.connect(str(sample_run.warehouse), read_only=True) as con:
        keys = con.execute(
            """
            select
                schema_name || '.' || table_name,
                replace(regexp_extract(comment, ' Key: (.+)\\.$', 1), ' (may be null)', '') as key
            from duckdb_tables()
            where schema_name in ('raw', 'ops', 'scores') and key <> ''
            """
        ).fetchall()
        assert len(keys) > 20
        for table, key in keys:
            shared = con.execute(f"select {key} from {table} group by all having count(*) > 1")
            assert shared.fetchall() == [], table
