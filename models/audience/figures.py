"""How good the audience models are: figures out of fold, each beside a trivial baseline."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from models.features import BoolArray, FloatArray
from models.learn.metrics import Metric, slices

MINIMUM = 20  # rows that a figure is worth giving of
TENTH = 10
LIKELIEST = 10


def view_metrics(
    name: str, actual: FloatArray, predicted: FloatArray, base: FloatArray
) -> list[Metric]:
    """Compare log10 views with what was viewed.

    Args:
        name: of the slice.
        actual, predicted, base: (m,) log10 views; of the baseline, too.

    Returns:
        R² and Spearman's rank correlation, and how many times the views of as many titles at random
        the tenth has of which most is expected.
    """
    errors, plain = np.square(actual - predicted), np.square(actual - base)
    spread = float(np.square(actual - actual.mean()).sum()) or np.nan
    baseline = "type and days there"
    return [
        Metric(
            "audience",
            name,
            "r2",
            1 - errors.sum() / spread,
            1 - plain.sum() / spread,
            baseline,
            len(actual),
        ),
        Metric(
            "audience",
            name,
            "rank_correlation",
            rank_correlation(actual, predicted),
            rank_correlation(actual, base),
            baseline,
            len(actual),
        ),
        Metric(
            "audience",
            name,
            "best_tenth",
            _best_tenth(actual, predicted),
            1.0,
            "a tenth at random",
            len(actual),
        ),
    ]


def range_metrics(name: str, actual: FloatArray, views: FloatArray) -> list[Metric]:
    """Measure ranges and sums.

    Args:
        name: of the slice.
        actual: (m,) log10 views.
        views: (m, 4) typical, mean, lower and upper end.

    Returns:
        the share of outcomes within the range, and the sum of the means over that of the outcomes.
    """
    viewed = 10.0**actual
    held = float(np.mean((views[:, 2] <= viewed) & (viewed <= views[:, 3])))
    ratio = float(views[:, 1].sum() / viewed.sum())
    typical = float(views[:, 0].sum() / viewed.sum())
    return [
        Metric("audience", name, "coverage_90", held, None, None, len(actual)),
        Metric(
            "audience", name, "sum_ratio", ratio, typical, "the sum of typical views", len(actual)
        ),
    ]


def change_metrics(
    name: str, actual: FloatArray, predicted: FloatArray, rule: FloatArray
) -> list[Metric]:
    """Compare log10 views of the next half-year with what was viewed, beside a rule of thumb."""
    ours, theirs = (float(np.sqrt(np.mean(np.square(actual - p)))) for p in (predicted, rule))
    return [
        Metric("audience", name, "rmse_log10", ours, theirs, "decay by age", len(actual)),
    ]


def season_slices(is_series: FloatArray, is_new: BoolArray) -> Iterator[tuple[str, BoolArray]]:
    """Yield the types, and of each what was new in the half-year."""
    for name, of_type in slices(is_series):
        if name != "all":
            yield f"{name}, views of a half-year", of_type
            yield f"{name}, new in the half-year", of_type & is_new


def reach_metrics(
    is_series: FloatArray,
    stood: BoolArray,
    some: BoolArray,
    ranges: FloatArray,
    countries: FloatArray,
) -> list[Metric]:
    """Compare numbers of countries, and which, of titles that stood in one at least."""
    number = stood.sum(axis=1)
    metrics = []
    for name, of_type in slices(is_series):
        own = of_type & some
        if name == "all" or own.sum() < MINIMUM:
            continue
        label, n = f"{name}, countries", int(own.sum())
        held = (ranges[own, 1] <= number[own]) & (number[own] <= ranges[own, 2])
        commonest = np.argsort(-stood[own].mean(axis=0), kind="stable")[:LIKELIEST]
        likeliest = np.argsort(-countries[own], axis=1, kind="stable")[:, :LIKELIEST]
        most = np.minimum(number[own], LIKELIEST)
        found = np.take_along_axis(stood[own], likeliest, axis=1).sum(axis=1) / most
        usual = stood[own][:, commonest].sum(axis=1) / most
        metrics += [
            Metric(
                "audience",
                label,
                "rank_correlation",
                rank_correlation(number[own], ranges[own, 0]),
                0.0,
                "chance",
                n,
            ),
            Metric("audience", label, "coverage_90", float(held.mean()), None, None, n),
            Metric(
                "audience",
                label,
                "recall_10",
                float(found.mean()),
                float(usual.mean()),
                "the commonest countries",
                n,
            ),
        ]
    return metrics


def rank_correlation(a: FloatArray, b: FloatArray) -> float:
    """Spearman's; 0 where one of the two is always the same."""
    from scipy.stats import spearmanr

    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(spearmanr(a, b)[0])


def _best_tenth(actual: FloatArray, predicted: FloatArray) -> float:
    views = 10.0**actual
    best = np.argsort(-predicted, kind="stable")[: max(len(views) // TENTH, 1)]
    return float(views[best].mean() / views.mean())
