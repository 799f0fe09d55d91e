"""What a week is asked for is bounded before anything is made of it."""

from __future__ import annotations

import duckdb
import pytest
from served import publish

from catalogue_common.errors import ServeError
from catalogue_insights.serve.generation import (
    letters_of_a_text,
    limits_for,
    open_generation,
    request_limits,
)

LONG = 3_000_000
UPDATES = """
update marts.title_scores set directors = repeat('x', getvariable('long')) where title_id = 'id10';
update marts.title_scores set title = repeat('<', getvariable('long')) where title_id = 'id10';
"""


@pytest.mark.parametrize(
    ("rows", "letters"), [(0, 10_000), (1, 10_000), (50, 4_000), (500, 1_000), (5_000, 1_000)]
)
def test_the_more_rows_the_shorter_their_texts(rows, letters):
    assert letters_of_a_text(rows) == letters


def test_an_endless_text_ends_on_its_page_and_in_the_search(tmp_path):
    warehouse = publish(tmp_path)
    with duckdb.connect(str(warehouse)) as con:
        con.execute("set variable long = $long", {"long": LONG})
        con.execute(UPDATES)
    week = open_generation(warehouse, request_limits())
    (row,) = week.ask("title", title_id="id10")
    assert row["directors"] == "x" * 10_000 + "…"
    assert row["title"] == "<" * 10_000 + "…"
    week.close()


@pytest.mark.parametrize(
    ("gigabytes", "setting", "memory", "threads"),
    [(0, "auto", "512MiB", 1), (2, "auto", "2048MiB", 2), (2, "700MB", "700MB", 2)],
)
def test_a_large_file_may_take_more_memory_and_a_second_thread(
    tmp_path, gigabytes, setting, memory, threads
):
    file = tmp_path / "warehouse.duckdb"
    with file.open("wb") as out:
        out.truncate(gigabytes << 30)  # no bytes on the disk
    limits = limits_for(file, setting)
    assert (limits.memory, limits.threads) == (memory, threads)


def test_too_little_memory_is_said_with_what_to_do(sample_run):
    with pytest.raises(ServeError, match=r"more memory than 8MB.*memory_limit under \[serve\]"):
        open_generation(sample_run.warehouse, request_limits("8MB"))
