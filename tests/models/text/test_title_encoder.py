"""Lists of tokens become matrices."""

from collections import Counter

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

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
