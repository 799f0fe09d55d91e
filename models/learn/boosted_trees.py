"""XGBoost without its wrappers for scikit-learn.

They are not used here, and would import most of scikit-learn, which takes longer than to score a
title. XGBoost leaves them out where scikit-learn cannot be found.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.features import FloatArray
from models.learn.estimator import Estimator

MAX_BIN = 64
_MISSING = None  # what Python takes for "cannot be found"

_is_hidden = "sklearn" not in sys.modules
if _is_hidden:
    sys.modules["sklearn"] = _MISSING  # type: ignore[assignment]
try:
    import xgboost
finally:
    if _is_hidden:
        del sys.modules["sklearn"]

__all__ = ["BoostedEstimator", "xgboost"]


class BoostedEstimator(Estimator):
    """An estimator with trees in ``booster_``, which are stored in a format of their own.

    Those that are boosted here have the settings ``trees``, ``depth``, ``rate`` and ``seed``.
    """

    BOOSTING: Mapping[str, float] = {}
    """XGBoost's settings that differ between models."""

    booster_: xgboost.Booster

    def __getstate__(self) -> dict[str, Any]:
        """The state without the trees."""
        return {name: value for name, value in self.__dict__.items() if name != "booster_"}

    def _boost(
        self,
        features: NDArray[np.floating[Any]],
        target: FloatArray,
        weight: FloatArray | None = None,
    ) -> None:
        """Learn to predict (n,) numbers from (n, columns) features, by squared error."""
        own: Any = self
        data = xgboost.QuantileDMatrix(features, label=target, weight=weight, max_bin=MAX_BIN)
        settings = {
            "objective": "reg:squarederror",
            "max_depth": own.depth,
            "eta": own.rate,
            "reg_lambda": 5,
            "max_bin": MAX_BIN,
            "seed": own.seed,
            **self.BOOSTING,
            # The folds share the cores; one thread a model keeps sums in one order.
            "nthread": 1,
        }
        self.booster_ = xgboost.train(settings, data, own.trees)
