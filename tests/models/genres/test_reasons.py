"""Why a tag was given."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse import csr_matrix

from models.features import Rows
from models.genres.reasons import top_reasons
from models.genres.tag_models import TagMargins


def test_the_words_that_speak_most_for_a_tag_come_strongest_first():
    rng = np.random.default_rng(0)
    counts = (rng.random((400, 4)) < 0.5).astype(float)
    listed = np.column_stack([counts[:, 0] > 0, counts[:, 2] + counts[:, 3] > 1])
    none = sparse.csr_matrix((400, 0))
    rows = Rows({"words": sparse.csr_matrix(counts), "people": none, "metadata": none})
    model = TagMargins().fit(rows, listed)
    names = {"words": np.array(["ghost", "tea", "spy", "agent"]), "metadata": np.array([])}
    title = np.flatnonzero(counts.all(axis=1))[:1].repeat(2)
    ghost, spy = top_reasons(model, rows, names, title, np.array([0, 1])).to_pylist()
    assert ghost.split(", ")[0] == "ghost"
    assert set(spy.split(", ")[:2]) == {"spy", "agent"}


def test_where_nothing_speaks_for_a_tag_there_is_no_reason():
    words = sparse.csr_matrix(np.eye(4)[[0, 0, 1, 1, 3]])
    none = sparse.csr_matrix((5, 0))
    rows = Rows({"words": words, "people": none, "metadata": none})
    model = TagMargins().fit(rows, np.array([[True], [True], [False], [False], [False]]))
    names = {"words": np.array(["a", "b", "c", "d"]), "metadata": np.array([])}
    assert top_reasons(model, rows, names, np.array([2]), np.array([0])).to_pylist() == [None]


@pytest.mark.parametrize("seed", range(20))
def test_the_three_that_add_most_are_those_that_sorting_finds(seed):
    rng = np.random.default_rng(seed)
    dense = rng.choice([0.0, 0.5, 1.0, 2.0], (12, 9), p=[0.5, 0.2, 0.2, 0.1])
    model = SimpleNamespace(
        blocks=["b"],
        design=lambda _: csr_matrix(dense),
        mean_=np.zeros(9),
        coef_=rng.choice([-1.0, 0.0, 1.0, 2.0], (9, 4)),
    )
    names = {"b": np.array(list("abcdefghi"), dtype=object)}
    titles, tags = np.repeat(np.arange(12), 4), np.tile(np.arange(4), 12)

    def plainly(title: int, tag: int) -> str | None:
        added = dense[title] * model.coef_[:, tag]
        best = sorted((c for c in range(9) if added[c] > 0), key=lambda c: (-added[c], c))
        return ", ".join(names["b"][c] for c in best[:3]) or None

    wanted = [plainly(*pair) for pair in zip(titles, tags, strict=True)]
    assert top_reasons(model, None, names, titles, tags).to_pylist() == wanted
