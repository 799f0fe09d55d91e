"""Out-of-fold scores kept with a training take the place of its final models' scores."""

import numpy as np
import pyarrow as pa
import pytest

from models.final_models import TitleScores
from models.genres.panel import Listing, TagScores
from models.hits.panel import HitScores
from models.rating.panel import RatingScores
from models.versions.heldout_scores import with_heldout, write_heldout

TITLES = pa.array(["n1", "n2", "n3"])


def scores(value, known):
    """Every score of three titles is ``value``; of those with a known outcome it is out of fold."""
    known, column, tags = np.array(known), np.full(3, value), np.full((3, 2), value)
    listing = Listing(["Dramas", "Comedies"], np.zeros((3, 2), bool), known, {})
    none = TagScores(Listing([], np.zeros((3, 0), bool), known, {}), *3 * [np.empty((3, 0))])
    return TitleScores(
        {"netflix": TagScores(listing, tags, tags, tags), "tmdb": none},
        RatingScores(column, column, column, column, known, column, column, known),
        {"hit": HitScores(column, known)},
    )


def values(question, of):
    """The first score of each title that a question answers."""
    if question == "genres":
        return of.tags["netflix"].probabilities[:, 0].tolist()
    return (of.ratings.share if question == "rating" else of.hits["hit"].chance).tolist()


@pytest.mark.parametrize("question", ["genres", "rating", "hit"])
def test_known_titles_keep_their_scores_and_nothing_given_is_changed(tmp_path, question):
    write_heldout(tmp_path, question, TITLES, scores(0.1, [True, False, True]))
    final = scores(0.9, [True, True, False])
    found = with_heldout(final, tmp_path, question, TITLES)
    # The second was not learnt from; of the third, the outcome is not known any more.
    assert values(question, found) == [0.1, 0.9, 0.9]
    assert values(question, final) == [0.9, 0.9, 0.9]


def test_titles_are_found_by_their_key_not_by_their_place(tmp_path):
    write_heldout(tmp_path, "hit", TITLES, scores(0.1, [True, False, False]))
    turned = pa.array(["n3", "n2", "n1"])
    found = with_heldout(scores(0.9, [True, True, True]), tmp_path, "hit", turned)
    assert values("hit", found) == [0.9, 0.9, 0.1]


def test_a_score_that_is_missing_is_not_kept(tmp_path):
    write_heldout(tmp_path, "hit", TITLES, scores(np.nan, [True, True, True]))
    found = with_heldout(scores(0.9, [True, True, True]), tmp_path, "hit", TITLES)
    assert values("hit", found) == [0.9, 0.9, 0.9]
