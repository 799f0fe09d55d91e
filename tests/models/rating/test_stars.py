"""Where users' own ratings are loaded, films also get stars and the users' liking."""

import numpy as np
import pytest
from model_runs import know_only, scored

from models.features import Rows
from models.rating.stars import LikedCurve

# The better TMDb's rating, the more stars; 1 to 40 users have rated two films in three.
USERS = """
    update features.outcome set
        user_count = 1 + hash(outcome.title_id) % 40,
        mean_stars = least(greatest(rating / 2 + hash(outcome.title_id) % 7 / 10 - 0.3, 0.5), 5),
        liked_share = least(greatest(rating / 4 + hash(outcome.title_id) % 7 / 20 - 1.2, 0), 1)
    from features.title as titles
    where
        titles.title_id = outcome.title_id and type = 'movie' and rating is not null
        and hash(outcome.title_id) % 3 > 0
"""


def rated(statement: str):
    """Know ratings alone, as the statement leaves them."""

    def prepare(con):
        know_only(con, "rating")
        con.execute(statement)

    return prepare


@pytest.fixture(scope="module")
def run(sample_features, tmp_path_factory):
    with scored(sample_features, tmp_path_factory.mktemp("stars"), rated(USERS)) as done:
        yield done


def test_films_are_liked_by_users_and_series_by_their_rating(run):
    assert run.rows(
        """
        select type, liked_source, count(predicted_stars) > 0, count(liked_probability) = count(*)
        from scores.title inner join features.title using (title_id)
        group by type, liked_source order by type
        """
    ) == [("movie", "users", True, True), ("series", "rating", False, True)]


def test_stars_beside_known_stars_are_out_of_fold_and_others_are_not(run):
    assert run.one(
        """
        select count(*) from scores.title inner join features.outcome using (title_id)
        where is_stars_out_of_fold is distinct from
            if(predicted_stars is null, null, mean_stars is not null)
        """
    ) == (0,)


def test_stars_and_liking_are_told_better_than_by_the_genre(run):
    for metric in ("stars_rmse", "share_rmse", "users_brier"):
        value, baseline = run.metric("stars", metric)
        assert value < baseline
    low, high = run.one("select min(predicted_stars), max(predicted_stars) from scores.title")
    assert 0.5 <= low < high <= 5


def test_without_users_ratings_the_rating_alone_says_what_is_liked(sample_features, tmp_path):
    forget = "update features.outcome set user_count = null, mean_stars = null, liked_share = null"
    with scored(sample_features, tmp_path, rated(forget)) as done:
        assert done.rows("select distinct liked_source, predicted_stars from scores.title") == [
            ("rating", None)
        ]


def test_a_few_rated_films_are_too_few_and_it_is_said(sample_features, tmp_path):
    few = f"{USERS} and outcome.title_id in (select title_id from features.title limit 50)"
    with scored(sample_features, tmp_path, rated(few)) as done:
        assert done.one("select count(predicted_stars) from scores.title") == (0,)
        assert "200 are needed" in done.summary.notes["stars"][0]


def test_the_curve_counts_users_not_films():
    stars = np.array([2.0, 3.0, 3.0, 4.0])
    share = np.array([0.1, 0.2, 1.0, 0.8])
    users = np.array([100.0, 100.0, 1.0, 100.0])
    rows = Rows({"is_series": np.zeros(4), "stars": stars, "users": users})
    told = LikedCurve().fit(rows, share).values(rows)
    assert told[1] == pytest.approx(0.3, abs=0.1)
    assert (np.diff(np.unique(told)) > 0).all()


def test_the_curve_says_nothing_of_a_type_that_users_have_not_rated():
    films = Rows(
        {"is_series": np.zeros(3), "stars": np.array([2.0, 3.0, 4.0]), "users": np.ones(3)}
    )
    curve = LikedCurve().fit(films, np.array([0.0, 0.5, 1.0]))
    assert np.isnan(curve.values(films.adding(is_series=np.ones(3)))).all()
