"""What the models go by: their features, and how much each weighs.

Read off the fitted models themselves, without looking at a title: the share of the trees' gain that
a group of features brings (Chen & Guestrin 2016), the length of a block's standardised
coefficients, and for a tag the words and features whose usual spread moves its margin most. They
say what a model uses, not what makes a title good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from models.audience.views_model import ViewsModel
from models.final_models import Scorer
from models.genres.tag_models import TagMargins
from models.hits.forecast_model import ForecastModel
from models.hits.hit_model import HitModel
from models.rating.rating_model import RatingModel

WORDS = 10  # of each tag
TYPES = {0.0: "movie", 1.0: "series"}

GROUPS = {
    "is_series": "film or series",
    "year": "year of release",
    "released": "year of release",
    "minutes": "length",
    "lengths": "length",
    "listing": "listed genres",
    "genre_mix": "listed genres",
    "margins": "genres predicted from words, people and metadata",
    "margins_netflix": "genres predicted from words, people and metadata",
    "margins_tmdb": "genres predicted from words, people and metadata",
    "director": "directors",
    "cast": "cast",
    "country": "country",
    "language": "language",
    "maturity": "maturity rating",
    "predicted_rating": "predicted rating",
    "themes": "what the text is about",
    "main_themes": "what the text is about",
    "is_netflix": "whether Netflix airs the series",
    "season": "month and weekday of release",
    "arrival": "month and weekday of arrival on Netflix",
    "spoken": "language",
    "stay": "age, and whether it is new",
    "season_facts": "number and length of the season",
    "earlier": "how earlier seasons were watched",
    "calendar": "month and weekday of arrival on Netflix",
    "release_number": "number of the season",
    "release_length": "length",
    "earlier_outcomes": "earlier seasons",
    "local_title": "language",
    "arrival_lag": "how long after its release it came to Netflix",
}
"""What blocks of features are called in what people read."""


@dataclass(frozen=True)
class Importance:
    """How much a feature weighs in a model, for titles of one type or for one tag."""

    model: str
    about: str
    rank: int
    feature: str
    importance: float


def importances(lineup: Mapping[str, Scorer]) -> Iterator[Importance]:
    """Yield what weighs in the models that answer each question."""
    for question, scorer in lineup.items():
        if question == "genres":
            yield from _of_tags(scorer)
        elif question == "rating":
            ratings, stars = scorer.rating.blend, scorer.rating.stars.fit_
            if ratings.final_ is not None:
                yield from _ranked("rating", "all", _of_trees(ratings.final_))
            for name, own in ratings.own_.items():
                yield from _ranked("rating", name, _of_trees(own["trees"]))
            if stars is not None:
                yield from _ranked("stars", "all", _of_trees(stars.final))
        elif question == "audience":
            if "views" in scorer.audience.finals_:
                yield from _ranked("audience", "all", _of_trees(scorer.audience.finals_["views"]))
        elif (final := scorer.hits[question].final_) is not None:
            for kind, weights in _of_hits(final).items():
                yield from _ranked(question, TYPES[kind], weights)


def _of_trees(model: RatingModel | ViewsModel) -> dict[str, float]:
    """Each group's share of the gain of all splits."""
    gain = model.booster_.get_score(importance_type="total_gain")
    shares: dict[str, float] = {}
    for column, block in enumerate(model.columns_):
        group = GROUPS.get(block, block)
        shares[group] = shares.get(group, 0.0) + float(np.sum(gain.get(f"f{column}", 0.0)))
    total = sum(shares.values()) or 1.0
    return {group: share / total for group, share in shares.items()}


def _of_hits(model: HitModel | ForecastModel) -> dict[float, dict[str, float]]:
    """The length of each group's coefficients, all features having the same spread."""
    result = {}
    for kind, fitted in model.types_.items():
        squares: dict[str, float] = {}
        for block, coefs in fitted.coefficients().items():
            group = GROUPS.get(block, block)
            squares[group] = squares.get(group, 0.0) + float(coefs @ coefs)
        result[kind] = {group: square**0.5 for group, square in squares.items()}
    return result


def _of_tags(scorer: Scorer) -> Iterator[Importance]:
    for taxonomy, fit in scorer.genres.margins_.items():
        model: TagMargins | None = fit.final
        if model is None:
            continue
        feature = np.concatenate([scorer.names[block] for block in model.blocks])
        for tag, genre in enumerate(scorer.genres.listings_[taxonomy].genres):
            weight = model.coef_[:, tag] * model.spread_
            least = np.partition(weight, -WORDS)[-WORDS] if len(weight) > WORDS else 0.0
            top = np.flatnonzero((weight >= least) & (weight > 0))[:WORDS]
            weights = {str(feature[at]): float(weight[at]) for at in top}
            yield from _ranked(f"genres_{taxonomy}", genre, weights)


def _ranked(model: str, about: str, weights: Mapping[str, Any]) -> Iterator[Importance]:
    ordered = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    for rank, (feature, weight) in enumerate(ordered, 1):
        yield Importance(model, about, rank, feature, weight)
