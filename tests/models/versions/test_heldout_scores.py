"""Out-of-fold scores kept with a training take the place of its final models' scores."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from models.audience.audience_scores import AudienceScores, HalfYearScores
from models.final_models import TitleScores
from models.genres.panel import Listing, TagScores
from models.hits.panel import HitScores
from models.hits.releases import SeasonScores
from models.rating.panel import RatingScores
from models.versions.heldout_scores import with_heldout, write_heldout

TITLES = pa.array(["n1", "n2", "n3"])
SEASONS = pa.array(["Season 1", "Season 2", ""])
DAYS = pa.array(["2024-01-01"] * 3).cast(pa.date32())


def scores(value, known):
    """Every score of three titles is ``value``; of those with a known outcome it is out of fold."""
    known, column, tags = np.array(known), np.full(3, value), np.full((3, 2), value)
    listing = Listing(["Dramas", "Comedies"], np.zeros((3, 2), bool), known, {})
    none = TagScores(Listing([], np.zeros((3, 0), bool), known, {}), *3 * [np.empty((3, 0))])
    return TitleScores(
        {"netflix": TagScores(listing, tags, tags, tags), "tmdb": none},
        RatingScores(column, column, column, column, known, column, column, known, column + 1),
        {name: HitScores(column, known, column + 1) for name in ("hit", "top10")},
        SeasonScores(np.arange(3), SEASONS, column, column, known, known),
        replace(
            AudienceScores.none(3),
            first=np.full((3, 4), value),
            half_years=HalfYearScores(
                np.arange(3), DAYS, np.full((3, 4), value), np.zeros(3, bool), known, column + 1
            ),
            known=known,
        ),
    )


def values(question, of):
    """The first score of each title that a question answers."""
    if question == "genres":
        return of.tags["netflix"].probabilities[:, 0].tolist()
    if question == "top10":
        assert (of.seasons.chance == of.seasons.base_rate).all()
        assert (of.seasons.chance == of.hits["top10"].chance).all()
        return of.seasons.chance.tolist()
    if question == "rating":
        assert (of.ratings.forecast == of.ratings.share + 1).all()
        return of.ratings.share.tolist()
    assert (of.hits["hit"].forecast == of.hits["hit"].chance + 1).all()
    return of.hits["hit"].chance.tolist()


@pytest.mark.parametrize("question", ["genres", "rating", "hit", "top10"])
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


def test_a_half_year_that_was_forecast_keeps_its_forecast_when_its_report_comes(tmp_path):
    """Models of the other folds said it before anybody knew how it was watched."""
    write_heldout(tmp_path, "audience", TITLES, scores(0.1, [True, False, True]))
    found = with_heldout(scores(0.9, [True, True, True]), tmp_path, "audience", TITLES)
    assert found.audience.half_years.views[:, 0].tolist() == [0.1, 0.9, 0.1]
    assert found.audience.half_years.forecast.tolist() == [1.1, 1.9, 1.1]
    assert found.audience.first[:, 1].tolist() == [0.1, 0.9, 0.1]


def test_a_version_of_before_forecasts_were_kept_has_none(tmp_path):
    write_heldout(tmp_path, "rating", TITLES, scores(0.1, [True, True, False]))
    file = tmp_path / "heldout.parquet"
    pq.write_table(pq.read_table(file).drop_columns(["forecast"]), file)
    found = with_heldout(scores(0.9, [True, True, True]), tmp_path, "rating", TITLES)
    assert found.ratings.predicted.tolist() == [0.1, 0.1, 0.9]
    assert np.isnan(found.ratings.forecast).tolist() == [True, True, False]
