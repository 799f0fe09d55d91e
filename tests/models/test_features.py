"""What the models may know of a title, and what they are refused."""

import numpy as np
import pytest
from building import build_all

from models.features import Rows, read_unknown


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
