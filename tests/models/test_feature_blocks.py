"""What each model reads is made of columns that it may know."""

import pytest

from catalogue_common.errors import ModelError
from models import feature_blocks
from models.feature_blocks import (
    BLOCKS,
    DERIVED,
    FORBIDDEN,
    READS,
    TOP10_WEIGHTS,
    check_allowed,
    sources,
)


@pytest.mark.parametrize("outcome", FORBIDDEN)
@pytest.mark.parametrize(
    "column",
    [
        "rating",
        "vote_count",
        "popularity",
        "hit_level",
        "season_count",
        "mean_stars",
        "liked_share",
    ],
)
def test_what_is_learnt_after_release_is_refused(outcome, column, monkeypatch):
    monkeypatch.setattr(feature_blocks, "BLOCKS", {**BLOCKS, "derived": ("type", column)})
    with pytest.raises(ModelError, match=f"{outcome}.*{column}.*derived"):
        check_allowed(outcome, ["is_series", "derived"])


@pytest.mark.parametrize("outcome", ["hit", "top10"])
def test_how_much_is_filled_in_is_refused_to_hits(outcome, monkeypatch):
    monkeypatch.setattr(feature_blocks, "BLOCKS", {**BLOCKS, "completeness": ("text_length",)})
    with pytest.raises(ModelError, match="text_length"):
        check_allowed(outcome, ["completeness"])


@pytest.mark.parametrize("taxonomy", ["netflix", "tmdb"])
def test_a_genre_model_may_not_read_its_own_listing(taxonomy):
    with pytest.raises(ModelError, match=f"listing_{taxonomy}"):
        check_allowed(f"genres_{taxonomy}", [f"listed_{taxonomy}"])


def test_a_block_that_does_not_say_what_it_is_made_of_is_refused():
    with pytest.raises(ModelError, match="mystery"):
        check_allowed("rating", ["mystery"])


@pytest.mark.parametrize(
    ("outcome", "question"),
    [("rating", "rating"), ("stars", "rating"), ("hit", "hit"), ("top10", "top10")],
)
def test_what_the_models_read_is_allowed(outcome, question):
    check_allowed(outcome, READS[question])


def test_a_block_made_of_a_forbidden_one_is_refused(monkeypatch):
    monkeypatch.setattr(feature_blocks, "DERIVED", {**DERIVED, "mix": ("lengths", "listed_tmdb")})
    with pytest.raises(ModelError, match=r"genres_tmdb.*listing_tmdb.*listed_tmdb"):
        check_allowed("genres_tmdb", ["mix"])


def test_derived_blocks_come_from_the_blocks_they_are_made_of():
    assert sources(["lengths", "listing", "minutes"]) == (
        "minutes",
        "listed_netflix",
        "listed_tmdb",
    )


def test_to_be_described_says_how_much_a_title_counts_and_is_no_feature():
    assert "is_described" in READS["top10"]
    assert "is_described" not in TOP10_WEIGHTS
