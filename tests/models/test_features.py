"""What the models may know of a title, and what they are refused."""

import numpy as np
import pytest
from building import build_all
from scipy import sparse

from models.features import Rows, read_unknown, side_by_side


def test_trees_read_blocks_and_columns_side_by_side_in_single_precision():
    rows = side_by_side([sparse.csr_matrix([[0.1, 0], [0, 2]]), np.array([1.0, np.nan]), np.eye(2)])
    assert rows.dtype == np.float32
    wanted = np.array([[0.1, 0, 1, 1, 0], [0, 2, np.nan, 0, 1]], np.float32)
    assert np.array_equal(rows, wanted, equal_nan=True)


def test_blocks_are_sliced_together():
    rows = Rows({"a": np.arange(4), "b": np.eye(4)}).take(np.array([2, 0]))
    assert rows["a"].tolist() == [2, 0]
    assert rows["b"].argmax(axis=1).tolist() == [2, 0]


@pytest.mark.parametrize(
    ("minutes", "trait"),
    [(None, None), (44, "minutes=30"), (180, "minutes=180"), (900, "minutes=180")],
)
def test_a_length_that_is_not_known_is_no_trait(con, minutes, trait):
    build_all(con)
    con.execute(
        """
        insert into features.title by name
        select 't1' as title_id, 'movie' as type, 'A' as title, 0 as fold, [] as countries,
            [] as directors, [] as cast_members, $minutes::integer as duration_minutes
        """,
        {"minutes": minutes},
    )
    (table,) = read_unknown(con, 10)
    found = [token for token in table["metadata"][0].as_py() if (token or "").startswith("minutes")]
    assert found == ([trait] if trait else [])


@pytest.mark.parametrize(
    ("column", "value", "is_described"),
    [
        ("came_on", "2023-05-01", False),
        ("duration_minutes", "90", False),
        ("overview", "A shark swims.", True),
        ("countries", "['SE']", True),
    ],
)
def test_a_title_known_by_name_day_and_length_is_not_described(con, column, value, is_described):
    build_all(con)
    con.execute(
        """
        insert into features.title by name
        select 't1' as title_id, 'movie' as type, 'A' as title, 0 as fold, [] as countries,
            [] as directors, [] as cast_members
        """
    )
    con.execute(f"update features.title set {column} = $value", {"value": value})
    (table,) = read_unknown(con, 10)
    assert table["is_described"].to_pylist() == [is_described]


def test_the_day_of_release_is_no_day_on_netflix(con):
    """Else the titles whose day no source tells would be told by their years."""
    build_all(con)
    con.execute(
        """
        insert into features.title by name
        select 't1' as title_id, 'movie' as type, 'A' as title, 0 as fold, [] as countries,
            [] as directors, [] as cast_members, 1994 as release_year,
            date '1994-05-01' as released_on
        """
    )
    (table,) = read_unknown(con, 10)
    assert table["came"].to_pylist() == [None]
    assert table["released"].to_pylist() == [pytest.approx(1994.33, abs=0.01)]
