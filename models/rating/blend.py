"""The predicted rating: one model for all titles, and models of their own for a type with few.

Boosted trees learn from films and series together. A type with few rated titles is drowned there:
it is predicted by trees fitted on it alone and by kernel regression, averaged with fixed weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from models.features import BoolArray, FloatArray, Rows
from models.learn.cross_fit import CrossFit, Folds, Outcome, cross_fit
from models.learn.estimator import unfitted
from models.rating.kernel import KernelRating
from models.rating.rating_model import RatingModel, TypeRating

FEW, MANY = 200, 5_000  # rated titles of a type that gets models of its own
SHARES = {"trees": 0.4, "kernel": 0.6}
TYPES = {"movie": 0.0, "series": 1.0}


class RatingBlend:
    """All models of the rating.

    Args:
        seed: of the samples of trees and of landmarks.
    """

    def __init__(self, seed: int = 0) -> None:
        self.model = RatingModel(seed=seed)
        self.own_models: dict[str, Any] = {
            "trees": TypeRating(trees=150, seed=seed),
            "kernel": KernelRating(seed=seed),
        }
        self.final_: RatingModel | None = None
        self.own_: dict[str, dict[str, Any]] = {}

    def fit(self, rows: Rows, outcome: Outcome, folds: Folds) -> FloatArray:
        """Cross-fit on n rows with blocks ``votes`` and ``fold``; return their n ratings."""
        fit = cross_fit(self.model, rows, outcome, folds, "rating")
        predicted, self.final_, self.own_ = fit.values.copy(), fit.final, {}
        for name, kind in TYPES.items():
            of_type = rows["is_series"] == kind
            if FEW <= (outcome.known & of_type).sum() <= MANY:
                of_own = rows.take(of_type), outcome.take(of_type), folds.take(of_type)
                own = self._fit_own(name, *of_own)
                self.own_[name] = {part: model.final for part, model in own.items()}
                predicted[of_type] = sum(SHARES[part] * model.values for part, model in own.items())
        return predicted

    def forecast(self, rows: Rows, target: FloatArray, learnt: BoolArray) -> FloatArray:
        """What models say that learn from some of n titles alone: (n,) ratings, NaN of those.

        Args:
            rows: with blocks ``votes`` and ``fold``.
            target: (n,) ratings; read only of the titles learnt from.
            learnt: (n,) which these are.
        """
        said, fitted = np.full(len(rows), np.nan), RatingBlend()
        own = rows.take(learnt)
        fitted.final_ = unfitted(self.model).fit(own, target[learnt])
        for name, kind in TYPES.items():
            of_type = own["is_series"] == kind
            if FEW <= of_type.sum() <= MANY:
                lesson = own.take(of_type), target[learnt][of_type]
                fitted.own_[name] = {
                    part: unfitted(model).fit(*lesson) for part, model in self.own_models.items()
                }
        said[~learnt] = fitted.predict(rows.take(~learnt))
        return said

    def predict(self, rows: Rows) -> FloatArray:
        """Return n ratings by the final models; there must be some."""
        assert self.final_ is not None  # noqa: S101
        predicted = np.empty(len(rows))
        others = ~np.isin(rows["is_series"], [TYPES[name] for name in self.own_])
        predicted[others] = self.final_.predict(rows.take(others))
        for name, models in self.own_.items():
            of_type = rows["is_series"] == TYPES[name]
            if of_type.any():
                own = rows.take(of_type)
                predicted[of_type] = sum(
                    SHARES[p] * model.predict(own) for p, model in models.items()
                )
        return predicted

    def finals(self) -> dict[str, Any]:
        """Return the final models by name: ``model``, and ``series_trees`` and the like."""
        if self.final_ is None:
            return {}
        own = {f"{t}_{part}": m for t, models in self.own_.items() for part, m in models.items()}
        return {"model": self.final_, **own}

    def restore(self, finals: Mapping[str, Any]) -> None:
        """Take final models as ``finals`` gave them."""
        self.final_ = finals["model"]
        for name in TYPES:
            own = {part: finals[f"{name}_{part}"] for part in SHARES if f"{name}_{part}" in finals}
            if own:
                self.own_[name] = own

    def parameters(self) -> dict[str, Any]:
        """Return the settings of all models."""
        own = {name: model.get_params() for name, model in self.own_models.items()}
        return {"all": self.model.get_params(), **own, "shares": SHARES}

    def _fit_own(
        self, name: str, rows: Rows, outcome: Outcome, folds: Folds
    ) -> dict[str, CrossFit]:
        return {
            part: cross_fit(model, rows, outcome, folds, f"rating of {name}: {part}")
            for part, model in self.own_models.items()
        }
