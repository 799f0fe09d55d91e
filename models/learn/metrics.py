"""How good the models are: figures from out-of-fold scores, each beside a trivial baseline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.features import BoolArray, FloatArray
from models.learn.error_bands import BANDS, LIKED_FROM, covers
from models.learn.thresholds import decide

BIN_COUNT = 10
RELIABLE = 10.0
LRAP_BLOCK = 10_000  # listings compared at a time, to bound memory


@dataclass(frozen=True)
class Metric:
    """One figure; ``baseline`` is what ``baseline_name`` reaches on the same rows."""

    model: str
    slice: str
    metric: str
    value: float
    baseline: float | None
    baseline_name: str | None
    row_count: int


def slices(is_series: FloatArray) -> Iterator[tuple[str, BoolArray]]:
    """Yield all titles, films and series, where there are any."""
    for name, of_type in (
        ("all", is_series >= 0),
        ("movie", is_series == 0),
        ("series", is_series == 1),
    ):
        if of_type.any():
            yield name, of_type


def tag_metrics(
    model: str, name: str, listed: BoolArray, probabilities: FloatArray, given: BoolArray
) -> list[Metric]:
    """Compare tags with what is listed.

    Args:
        model: 'genres_netflix' or 'genres_tmdb'.
        name: of the slice.
        listed, probabilities, given: (n, tags).

    Returns:
        micro F1, macro F1 over the listed tags, and label ranking average precision; the baseline
        gives every title the commonest tags, as many as a title lists on average.
    """
    prevalence = np.tile(listed.mean(axis=0), (len(listed), 1))
    count = max(round(listed.sum() / max(len(listed), 1)), 1)
    commonest = decide(prevalence, np.sort(prevalence[0])[::-1][:count].min(initial=1.0))
    chances = np.nan_to_num(probabilities)
    pairs = {
        "micro_f1": (_f1(listed, given, "micro"), _f1(listed, commonest, "micro")),
        "macro_f1": (_f1(listed, given, "macro"), _f1(listed, commonest, "macro")),
        "lrap": (_lrap(listed, chances), _lrap(listed, prevalence)),
    }
    return [
        Metric(model, name, metric, value, baseline, "the commonest tags", len(listed))
        for metric, (value, baseline) in pairs.items()
    ]


def _f1(listed: BoolArray, given: BoolArray, average: str) -> float:
    from sklearn.metrics import f1_score

    used = listed.any(axis=0)
    return float(f1_score(listed[:, used], given[:, used], average=average, zero_division=0))


def _lrap(listed: BoolArray, chances: FloatArray) -> float:
    """Label ranking average precision (Tsoumakas et al. 2010), over titles that list a tag."""
    titles, tags = np.nonzero(listed)
    rank, listed_rank = np.empty((2, len(titles)))
    for start in range(0, len(titles), LRAP_BLOCK):
        block = slice(start, start + LRAP_BLOCK)
        own = chances[titles[block], tags[block]][:, None]
        above = chances[titles[block]] >= own
        rank[block] = above.sum(axis=1)
        listed_rank[block] = (above & listed[titles[block]]).sum(axis=1)
    per_title = np.bincount(titles, listed_rank / rank) / np.maximum(np.bincount(titles), 1)
    return float(per_title[np.unique(titles)].mean())


def chance_metrics(  # noqa: PLR0913, PLR0917 - what is compared
    model: str,
    name: str,
    outcome: BoolArray,
    chance: FloatArray,
    prefix: str = "",
    base_rate: FloatArray | None = None,
) -> list[Metric]:
    """Compare probabilities with what happened.

    Args:
        model: whose they are.
        name: of the slice.
        outcome: (n,) whether it happened.
        chance: (n,) probabilities.
        prefix: of the metrics' names.
        base_rate: (n,) what one would have said that day who knew the past alone.

    Returns:
        ROC-AUC, the Brier score against always saying the overall share or the base rate of the
        day, and the expected calibration error over ten bins of equal size (Naeini et al. 2015).
        Nothing where all outcomes agree.
    """
    from sklearn.metrics import brier_score_loss, roc_auc_score

    if outcome.all() or not outcome.any():
        return []
    n, share = len(outcome), float(outcome.mean())
    plain, plain_name = share * (1 - share), "the overall share"
    if base_rate is not None:
        plain, plain_name = float(np.mean((base_rate - outcome) ** 2)), "the base rate of the day"
    brier = float(brier_score_loss(outcome, chance))
    auc = float(roc_auc_score(outcome, chance))
    return [
        Metric(model, name, f"{prefix}roc_auc", auc, 0.5, "chance", n),
        Metric(model, name, f"{prefix}brier", brier, plain, plain_name, n),
        Metric(model, name, f"{prefix}ece", _calibration_error(outcome, chance), None, None, n),
    ]


def presence_metrics(
    model: str, name: str, outcome: BoolArray, is_present: FloatArray
) -> list[Metric]:
    """How well being there alone tells the outcome: what no model may live on.

    Returns:
        ROC-AUC of being there; nothing where all are, or all outcomes agree.
    """
    from sklearn.metrics import roc_auc_score

    if outcome.all() or not outcome.any() or len(np.unique(is_present)) == 1:
        return []
    auc = float(roc_auc_score(outcome, is_present))
    return [Metric(model, name, "presence_roc_auc", auc, 0.5, "chance", len(outcome))]


def _calibration_error(outcome: BoolArray, chance: FloatArray) -> float:
    bins = np.array_split(np.argsort(chance, kind="stable"), min(BIN_COUNT, len(chance)))
    gaps = [abs(outcome[b].mean() - chance[b].mean()) * len(b) for b in bins]
    return float(sum(gaps) / len(chance))


def rating_metrics(
    name: str, rating: FloatArray, predicted: FloatArray, baseline: FloatArray
) -> list[Metric]:
    """Compare predicted ratings with the voters', beside the mean of the title's genres."""
    spread = float(np.mean((rating - rating.mean()) ** 2)) or np.nan
    ours, theirs = rating - predicted, rating - baseline
    pairs = {
        "rmse": (np.sqrt(np.mean(ours**2)), np.sqrt(np.mean(theirs**2))),
        "mae": (np.mean(np.abs(ours)), np.mean(np.abs(theirs))),
        "r2": (1 - np.mean(ours**2) / spread, 1 - np.mean(theirs**2) / spread),
    }
    return [
        Metric("rating", name, metric, float(value), float(base), "the genre mean", len(rating))
        for metric, (value, base) in pairs.items()
    ]


def star_metrics(
    name: str, users: FloatArray, stars: tuple[FloatArray, ...], share: tuple[FloatArray, ...]
) -> list[Metric]:
    """Compare stars, and shares of users who give 4 or more, with what users gave.

    Args:
        name: of the slice.
        users: (n,) how many users rated each title; each user counts once.
        stars, share: what they gave, what is predicted, and the mean of the title's genres.

    Returns:
        RMSE and R² of the stars, RMSE of the share, and the Brier score where the share is what is
        predicted of each single user.
    """
    pairs = {f"stars_{key}": pair for key, pair in _weighted(users, *stars).items()}
    errors, n = _weighted(users, *share), len(users)
    scatter = float(np.average(share[0] * (1 - share[0]), weights=users))
    pairs["share_rmse"] = errors["rmse"]
    pairs["users_brier"] = (errors["rmse"][0] ** 2 + scatter, errors["rmse"][1] ** 2 + scatter)
    return [
        Metric("stars", name, metric, value, base, "the genre mean, by users", n)
        for metric, (value, base) in pairs.items()
    ]


def _weighted(
    weight: FloatArray, actual: FloatArray, ours: FloatArray, theirs: FloatArray
) -> dict[str, tuple[float, float]]:
    mean = np.average(actual, weights=weight)
    spread = float(np.average((actual - mean) ** 2, weights=weight)) or np.nan
    errors = [float(np.average((actual - p) ** 2, weights=weight)) for p in (ours, theirs)]
    return {
        "rmse": (errors[0] ** 0.5, errors[1] ** 0.5),
        "r2": (1 - errors[0] / spread, 1 - errors[1] / spread),
    }


def interval_metrics(
    name: str, rating: FloatArray, ours: FloatArray, theirs: FloatArray
) -> list[Metric]:
    """Measure coverage and mean width of intervals.

    Args:
        name: of the slice.
        rating: (n,) the voters' ratings.
        ours, theirs: (n, 2 or more) lower and upper ends: by votes, and of one width for a type.
    """
    n = len(rating)
    covered = [float(covers(rating, ends[:, 0], ends[:, 1]).mean()) for ends in (ours, theirs)]
    width = [float(np.mean(ends[:, 1] - ends[:, 0])) for ends in (ours, theirs)]
    base = "one width for all of a type"
    return [
        Metric("rating", name, "coverage_90", covered[0], covered[1], base, n),
        Metric("rating", name, "interval_width", width[0], width[1], base, n),
    ]


def vote_slices(votes: FloatArray) -> Iterator[tuple[str, BoolArray]]:
    """Yield the titles with enough votes to say something, then the bands of vote counts."""
    few, many = BANDS
    yield f"{RELIABLE:.0f} votes or more", votes >= RELIABLE
    yield f"under {few:.0f} votes", votes < few
    yield f"{few:.0f} to {many:.0f} votes", (votes >= few) & (votes <= many)
    yield f"over {many:.0f} votes", votes > many


def liked(rating: FloatArray) -> BoolArray:
    """Return which ratings count as liked."""
    is_liked: NDArray[np.bool_] = rating >= LIKED_FROM
    return is_liked
