"""Shortlists: what is written stays, whoever else writes and whenever the process is killed."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from served import publish

from catalogue_common.errors import ShortlistError
from warehouse.kept_files import keep, restore
from warehouse.shortlist_backup import back_up, bring_back
from warehouse.shortlist_titles import current_titles, moved_since, shortlist_rows
from warehouse.shortlists import MOST_TITLES, Shortlists

KILLS = int(os.environ.get("CATALOGUE_TORTURE", "6"))
"""`make torture` asks for a hundred."""
WRITER = """
import sys
from itertools import count
from pathlib import Path
from warehouse.shortlists import Shortlists
shortlists = Shortlists(Path(sys.argv[1]))
for number in count():
    title_id = f"{sys.argv[3]}-{number}"
    shortlists.add(sys.argv[2], {title_id: title_id})
    if number >= 3:
        shortlists.remove(sys.argv[2], f"{sys.argv[3]}-{number - 3}")
    print(number, flush=True)
"""
KEYS = """
insert into core.title_key values
    ('w77', 'id11', 'r'), ('id10', 'id10', 'r'), ('id11', 'id11', 'r');
"""


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    return tmp_path / "warehouse.duckdb"


@pytest.fixture
def shortlists(warehouse: Path) -> Shortlists:
    return Shortlists(warehouse)


def test_what_is_added_is_there_with_its_note_in_the_order_of_adding(shortlists):
    key = shortlists.create("  For   spring ")
    shortlists.add(key, {"b": "Bee"}, "ask first")
    shortlists.add(key, {"a": "Ay", "b": "Bee"})
    found = shortlists.get("for spring")
    assert (found.key, found.name) == (key, "For spring")
    assert [(e.title_id, e.title, e.note) for e in found.entries] == [
        ("b", "Bee", "ask first"),
        ("a", "Ay", ""),
    ]


def test_a_new_note_replaces_the_old_and_a_title_can_be_taken_off(shortlists):
    key = shortlists.create("List")
    shortlists.add(key, {"a": "Ay"}, "one")
    shortlists.add(key, {"a": "Ay"}, "two")
    assert shortlists.get(key).entries[0].note == "two"
    shortlists.remove(key, "a")
    assert shortlists.get(key).entries == ()


def test_nothing_is_made_where_nobody_writes(shortlists):
    assert shortlists.all() == []
    assert not shortlists.path.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 101])
def test_a_name_has_some_letters_and_not_too_many(shortlists, name):
    with pytest.raises(ShortlistError, match="1 to 100 letters"):
        shortlists.create(name)


def test_a_name_is_taken_once_whatever_its_case(shortlists):
    shortlists.create("Spring")
    with pytest.raises(ShortlistError, match="already"):
        shortlists.create("SPRING")
    assert len(shortlists.all()) == 1


def test_what_is_too_much_changes_nothing(shortlists):
    key = shortlists.create("Long")
    with pytest.raises(ShortlistError, match="up to 500 titles"):
        shortlists.add(key, {str(n): "t" for n in range(MOST_TITLES + 1)})
    with pytest.raises(ShortlistError, match="up to 1,000 letters"):
        shortlists.add(key, {"a": "Ay"}, "x" * 1_001)
    assert shortlists.get(key).entries == ()


@pytest.mark.parametrize(
    "change",
    [
        lambda lists: lists.add("none", {"a": "Ay"}),
        lambda lists: lists.remove("none", "a"),
        lambda lists: lists.watch("none", True),
        lambda lists: lists.delete("none"),
    ],
)
def test_an_unknown_list_is_said_so(shortlists, change):
    with pytest.raises(ShortlistError, match=r"There is no shortlist 'none'\. Nothing was changed"):
        change(shortlists)


def test_watching_and_deleting(shortlists):
    key = shortlists.create("List")
    shortlists.add(key, {"a": "Ay"})
    shortlists.watch(key, True)
    assert shortlists.get(key).is_watched
    shortlists.delete(key)
    assert shortlists.all() == []
    with closing(sqlite3.connect(shortlists.path)) as con:
        assert con.execute("select count(*) from entry").fetchone() == (0,)


def test_fifty_people_write_at_once(warehouse):
    key = Shortlists(warehouse).create("All")

    def write(person: int) -> None:
        for number in range(4):
            Shortlists(warehouse).add(key, {f"{person}-{number}": "t"})

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(write, range(50)))
    assert len(Shortlists(warehouse).get(key).entries) == 200


def test_fifty_make_the_file_at_once(warehouse):
    with ThreadPoolExecutor(50) as pool:
        keys = list(pool.map(lambda n: Shortlists(warehouse).create(f"List {n}"), range(50)))
    assert {found.key for found in Shortlists(warehouse).all()} == set(keys)


def test_nothing_that_was_confirmed_is_lost_in_a_kill(warehouse):
    """Each writer keeps its last three titles; what it printed last is there after its kill."""
    shortlists = Shortlists(warehouse)
    key = shortlists.create("All")
    pick = random.Random(7)  # noqa: S311 - no secret
    for round_ in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(warehouse), key, f"w{round_}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout
        writer.stdout.readline()
        time.sleep(pick.uniform(0, 0.2))
        writer.send_signal(signal.SIGKILL)
        told = writer.stdout.read().split()
        writer.wait()
        last = int(told[-1]) if told else 0
        there = {entry.title_id for entry in shortlists.get(key).entries}
        assert f"w{round_}-{last}" in there
        assert f"w{round_}-{last - 3}" not in there


def test_a_backup_is_whole_and_comes_back(warehouse, shortlists, tmp_path):
    key = shortlists.create("Spring")
    shortlists.add(key, {"a": "Ay"}, "note")
    before = shortlists.get(key)
    assert back_up(warehouse, tmp_path / "backup.sqlite") == 1
    shortlists.delete(key)
    assert bring_back(warehouse, tmp_path / "backup.sqlite") == 1
    assert shortlists.get(key) == before


def test_what_is_no_backup_changes_nothing(warehouse, shortlists, tmp_path):
    shortlists.create("Spring")
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"not a database at all" * 100)
    with pytest.raises(ShortlistError, match="The shortlists are as they were"):
        bring_back(warehouse, other)
    with pytest.raises(ShortlistError, match="There is no file"):
        bring_back(warehouse, tmp_path / "nothing")
    assert len(shortlists.all()) == 1


def test_without_shortlists_no_backup_is_made(warehouse, tmp_path):
    with pytest.raises(ShortlistError, match="There are no shortlists"):
        back_up(warehouse, tmp_path / "backup.sqlite")


def test_a_file_that_a_fault_left_without_tables_has_no_shortlists(shortlists):
    shortlists.path.touch()
    assert shortlists.all() == []
    shortlists.create("Spring")
    assert [found.name for found in shortlists.all()] == ["Spring"]


def test_a_file_of_a_later_version_is_left_alone(shortlists):
    shortlists.create("Spring")
    with closing(sqlite3.connect(shortlists.path)) as con:
        con.execute("pragma user_version = 2")
    with pytest.raises(ShortlistError, match="later version"):
        shortlists.create("Summer")


def test_it_survives_a_new_week_and_a_restore_of_an_old_one(tmp_path):
    warehouse = publish(tmp_path, run="2026-W47-20261116T000000000")
    keep(warehouse, "2026-W47-20261116T000000000", 2)
    shortlists = Shortlists(warehouse)
    key = shortlists.create("Spring")
    shortlists.add(key, {"id10": "Title 10"})
    before = shortlists.get(key)
    publish(tmp_path, run="2026-W48-20261123T000000000")
    assert Shortlists(warehouse).get(key) == before
    restore(warehouse, "2026-W47")
    assert Shortlists(warehouse).get(key) == before


@pytest.fixture
def week(tmp_path: Path):
    warehouse = publish(tmp_path)
    with duckdb.connect(str(warehouse)) as con:
        con.execute(KEYS)
        yield con


def test_a_title_that_got_another_key_is_followed(week, shortlists):
    assert current_titles(week, ["w77", "id10", "gone"]) == {
        "w77": "id11",
        "id10": "id10",
        "gone": "gone",
    }
    key = shortlists.create("Spring")
    shortlists.add(key, {"w77": "Known by name"}, "from the Top 10")
    shortlists.add(key, {"id11": "Title 11"}, "from TMDb")
    shortlists.add(key, {"gone": "Gone"}, "why")
    rows = shortlist_rows(week, shortlists.get(key))
    assert [(r["title_id"], r["title"], r["note"], r["is_known"]) for r in rows] == [
        ("id11", "Title 11", "from the Top 10 / from TMDb", True),
        ("gone", "Gone", "why", False),
    ]
    assert rows[0]["tmdb_address"] == "https://www.themoviedb.org/movie/11"


def test_what_moved_is_told_by_title(week):
    week.execute("delete from scores.history where run_id <> '2026-W46-test'")
    week.execute(
        "update scores.history set top10_probability = (select top10_probability - 0.3 "
        "from marts.title_scores where title_id = 'id11') where title_id = 'id11'"
    )
    week.execute("insert into ops.settled values ('2026-W47-test', 'hit', 'id10', null)")
    week.execute(
        "insert into marts.offer_changes by name select 'id10' as title_id, 'arrived' as kind, "
        "'Hulu' as service, 'US' as region, date '2026-11-20' as changed_by, true as is_confirmed"
    )
    week.execute(
        "insert into ops.loads (load_id, run_id, snapshot_on, status) "
        "values ('new', '2026-W47-test', '2026-11-20', 'loaded')"
    )
    found = {
        (row["title_id"], row["what"]): row["detail"]
        for row in moved_since(week, ["id10", "w77"], "2026-W46-test")
    }
    assert found[("id10", "offer")] == "arrived on Hulu US"
    assert found[("id10", "outcome")] == "known now: hit"
    assert ("id11", "chance of the Top 10") in found
    assert ("id11", "predicted rating") not in found
    later = moved_since(week, ["id10"], "2026-W47-test")
    assert [row["what"] for row in later if row["what"] in ("offer", "outcome")] == []
