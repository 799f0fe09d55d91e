"""Views of a half-year from what is known before release: how many will watch it?

Views (hours viewed over running time) are learnt as their logarithm. Gradient-boosted trees (Chen &
Guestrin 2016, "XGBoost") learn from all half-years that reports tell. What comes within a half-year
is watched otherwise than what has been there for years, and there is little of it: it counts more
in the trees, and a ridge regression for each type learns from it alone; the two are averaged. How
many days a title had in the half-year it came in is no feature to be learnt from few titles: what
share of the views so many days bring is set off beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from models.audience.first_weeks import lessons
from models.audience.reasons import REASONS, SHOWN, reason_of, strongest
from models.feature_blocks import VIEWS_TREES, VIEWS_WEIGHTS
from models.features import FloatArray, Rows, side_by_side
from models.learn.block_scaler import BlockScaler
from models.learn.boosted_trees import BoostedEstimator
from models.learn.estimator import unfitted

FEWEST_NEW = 60  # new titles of a type that a regression of their own is learnt from
LONGEST_AWAY = 10.0  # years since release beyond which more do not count
LENGTHS = (1.3, 3.05)  # log10 of minutes: 20 minutes to 19 hours
SEASONS = 6.0
SEEN = (0.02, 0.98)


class ViewsModel(BoostedEstimator):
    """Log10 of a half-year's views.

    Args:
        trees, depth, rate: number of trees, their depth, and the learning rate.
        new_weight: how much a half-year in which the season came counts in the trees.
        share: of the regression in what is said of a new title; the rest is the trees'.
        alpha: strength of the regression's penalty.
        seed: of the trees' samples.
    """

    BOOSTING: Mapping[str, float] = {
        "subsample": 0.7,
        "colsample_bytree": 0.3,
        "min_child_weight": 10,
    }

    def __init__(  # noqa: PLR0913, PLR0917 - its settings
        self,
        trees: int = 150,
        depth: int = 6,
        rate: float = 0.1,
        new_weight: float = 5.0,
        share: float = 0.7,
        alpha: float = 30.0,
        seed: int = 0,
    ) -> None:
        self.trees = trees
        self.depth = depth
        self.rate = rate
        self.new_weight = new_weight
        self.share = share
        self.alpha = alpha
        self.seed = seed

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from m rows of ``season_rows`` and their m log10 views, NaN where not known; where
        the weekly lists saw a season's first weeks, these tell."""
        wanted = lessons(rows, target)
        known = ~np.isnan(wanted)
        rows, wanted = rows.take(known), wanted[known]
        is_new = rows["stay"][:, 2] > 0
        came = rows["stay"][:, 1]
        self.newest_ = float(np.nanmax(came)) if (~np.isnan(came)).any() else np.nan
        weight = np.where(is_new, self.new_weight, 1.0)
        self.types_ = {}
        for kind in (0.0, 1.0):
            own = is_new & (rows["is_series"] == kind)
            if own.sum() >= FEWEST_NEW:
                self.types_[kind] = NewViews(unfitted(self)).fit(rows.take(own), wanted[own])
        features = self._features(rows)
        self.columns_ = self._columns(rows)
        self._boost(features, wanted, weight)
        return self

    def values(self, rows: Rows) -> FloatArray:
        """Return m log10 views."""
        return self.explained(rows)[0]

    def explained(self, rows: Rows) -> tuple[FloatArray, NDArray[np.int64], FloatArray]:
        """What is predicted of m rows, and what moves it most, away from the middle of new ones.

        Returns:
            (m,) log10 views; (m, 3) places in ``REASONS``, the strongest first; (m, 3) the factors
            that they bring to the views, NaN of what is not new and where too little is known of
            the type.
        """
        m = len(rows)
        places, factors = np.zeros((m, SHOWN), np.int64), np.full((m, SHOWN), np.nan)
        if not m:
            return np.empty(0), places, factors
        predicted = self.booster_.inplace_predict(self._features(rows)).astype(np.float64)
        is_new = rows["stay"][:, 2] > 0
        for kind, regression in self.types_.items():
            own = np.flatnonzero(is_new & (rows["is_series"] == kind))
            sums = regression.by_reason(rows.take(own))
            predicted[own] += self.share * (regression.predict(sums) - predicted[own])
            places[own], moved = strongest(sums)
            factors[own] = 10.0**moved
        return np.asarray(predicted + rows["exposure"]), places, factors

    def _features(self, rows: Rows) -> NDArray[np.float32]:
        stay = rows["stay"].copy()
        # What nobody has dated is taken to come now.
        undated = (stay[:, 2] > 0) & np.isnan(stay[:, 1])
        stay[undated, 1] = self.newest_
        stay[undated, 3] = np.clip(self.newest_ - rows["released"][undated], -2.0, 100.0)
        parts = [stay, rows["season_facts"], rows["earlier"], *(rows[b] for b in VIEWS_TREES)]
        return side_by_side(parts)

    def _columns(self, rows: Rows) -> list[str]:
        """The block of each column that the trees read."""
        names = ("stay", "season_facts", "earlier", *VIEWS_TREES)
        return [name for name in names for _ in range(int(np.prod(rows[name].shape[1:])))]


class NewViews:
    """The regression for what came within a half-year, of one type.

    Args:
        settings: of the ``ViewsModel`` that it belongs to.
    """

    def __init__(self, settings: ViewsModel) -> None:
        self.settings = settings

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from m rows of one type and their m log10 views, less what their days explain."""
        from sklearn.linear_model import Ridge

        self.scalers_ = {
            name: BlockScaler(limit=4.0).fit(block) for name, block in _blocks(rows).items()
        }
        design = np.hstack(list(self._designs(rows).values()))
        regression = Ridge(alpha=self.settings.alpha).fit(design, target)
        self.coef_, self.intercept_ = regression.coef_, float(regression.intercept_)
        self.range_ = tuple(np.quantile(self.by_reason(rows).sum(axis=1), SEEN).tolist())
        return self

    def predict(self, sums: FloatArray) -> FloatArray:
        """Return m log10 views of a whole half-year from what each reason adds, none beyond what
        was seen in fitting: most titles that are asked of are unlike those that a report dates."""
        return np.asarray(np.clip(sums.sum(axis=1), *self.range_) + self.intercept_)

    def by_reason(self, rows: Rows) -> FloatArray:
        """(m, reasons) what each of ``REASONS`` adds to the m log10 views."""
        sums, start = np.zeros((len(rows), len(REASONS))), 0
        for name, design in self._designs(rows).items():
            end = start + design.shape[1]
            # Row by row: a matrix product adds in another order when there are more rows.
            own = np.einsum("ij,j->i", design, self.coef_[start:end])
            sums[:, reason_of(name)] += own
            start = end
        return sums

    def _designs(self, rows: Rows) -> dict[str, FloatArray]:
        blocks = _blocks(rows)
        return {
            name: scaler.transform(blocks[name]) * VIEWS_WEIGHTS.get(name, 1.0)
            for name, scaler in self.scalers_.items()
        }


def _blocks(rows: Rows) -> dict[str, Any]:
    """What the regression reads; what is not known of a row is 0 in all columns of its block."""
    number, length = rows["season_facts"].T
    away = rows["stay"][:, 3]
    earlier = rows["earlier"]
    return {
        "number": np.nan_to_num(np.minimum(number, SEASONS))[:, None],
        "length": np.nan_to_num(np.clip(length, *LENGTHS))[:, None],
        "away": np.nan_to_num(np.clip(away, -1.0, LONGEST_AWAY))[:, None],
        **{f"earlier_{k}": np.nan_to_num(earlier[:, k])[:, None] for k in range(earlier.shape[1])},
        "has_earlier": 1.0 + (~np.isnan(earlier)),
        **{name: rows[name] for name in VIEWS_WEIGHTS},
    }
