"""What the models may know of a title, and what they are refused."""

from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from building import build_all
from hypothesis import given
from hypothesis import strategies as st

from models.features import Rows, read_unknown
from models.text.title_encoder import TokenCounter

lists = st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True) | st.none(), min_size=1)


@given(lists)
def test_the_counter_counts_as_python_does(rows):
    table = pa.chunked_array([pa.array(rows, pa.list_(pa.string()))])
    counts = Counter(token for row in rows for token in row or [])
    kept = sorted(token for token, n in counts.items() if n >= 2)
    matrix = TokenCounter(minimum=2).fit(table).transform(table).toarray()
    assert matrix.tolist() == [[float(token in (row or [])) for token in kept] for row in rows]


def test_a_token_not_seen_in_fitting_counts_nothing():
    counter = TokenCounter(1).fit(pa.chunked_array([[["a"]]]))
    assert counter.transform(pa.chunked_array([[["b"], ["a", "b"]]])).toarray().tolist() == [
        [0],
        [1],
    ]


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
