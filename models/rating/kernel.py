"""Ratings predicted from how like each other titles are.

Kernel ridge regression with the Gaussian kernel, on a few hundred of the titles as landmarks
(Williams & Seeger 2000, "Using the Nyström method to speed up kernel machines"). For a type with
few titles it predicts better than trees do, and better still together with them.
"""

from __future__ import annotations

from typing import Self

import numpy as np
from numpy.typing import NDArray

from models.feature_blocks import KERNEL_WEIGHTS
from models.features import FloatArray, Rows
from models.learn.block_scaler import BlockScaler
from models.learn.blocks import in_blocks
from models.learn.estimator import Estimator

KNOTS = (0.25, 0.75)  # quantiles of the year of release where its effect may bend
PREDICTED_AT_ONCE = 768


class KernelRating(Estimator):
    """Gaussian kernel ridge regression on landmarks.

    Args:
        half: votes at which a title has half its full weight.
        alpha: strength of the penalty.
        gamma: how fast likeness falls with the squared distance.
        landmarks: titles that all others are compared with.
        seed: of the choice of landmarks.
    """

    def __init__(
        self,
        half: float = 10.0,
        alpha: float = 0.7,
        gamma: float = 0.03,
        landmarks: int = 600,
        seed: int = 0,
    ) -> None:
        self.half = half
        self.alpha = alpha
        self.gamma = gamma
        self.landmarks = landmarks
        self.seed = seed

    def fit(self, rows: Rows, target: FloatArray) -> Self:
        """Learn from n rows with block ``votes``, and their n ratings."""
        from sklearn.kernel_approximation import Nystroem
        from sklearn.linear_model import Ridge

        weight = rows["votes"] / (rows["votes"] + self.half)
        year = rows["released"]
        self.middle_ = float(np.nanmedian(year)) if (~np.isnan(year)).any() else 0.0
        self.knots_ = np.quantile(np.nan_to_num(year, nan=self.middle_), KNOTS)
        self.scalers_ = {name: BlockScaler().fit(rows[name]) for name in KERNEL_WEIGHTS}
        self.years_ = BlockScaler().fit(self._years(rows))
        self.mean_ = float(np.average(target, weights=weight))
        design = self._design(rows)
        likeness = Nystroem(
            gamma=self.gamma,
            n_components=min(self.landmarks, len(design)),
            random_state=self.seed,
        )
        ridge = Ridge(alpha=self.alpha, fit_intercept=False)
        ridge.fit(likeness.fit_transform(design), target - self.mean_, sample_weight=weight)
        # Both are linear in the likeness to landmarks: one weight for each of them says the same.
        self.landmarks_ = likeness.components_.astype(np.float32)
        self.weights_ = (likeness.normalization_.T @ ridge.coef_).astype(np.float32)
        return self

    def predict(self, rows: Rows) -> FloatArray:
        """Return n ratings between 0 and 10."""
        found = in_blocks(
            np.arange(len(rows)),
            PREDICTED_AT_ONCE,
            lambda at: self._rated(self._design(rows.take(at))),
        )
        return (found.astype(np.float64) + self.mean_).clip(0.0, 10.0)

    values = predict

    def _rated(self, design: FloatArray) -> NDArray[np.float32]:
        return np.asarray(self._likeness(design) @ self.weights_)

    def _likeness(self, design: FloatArray) -> NDArray[np.float32]:
        """The (n, landmarks) Gaussian kernel, in single precision.

        The product is not: in single precision, a row's sums depend on where in a block it stands.
        """
        landmarks = self.landmarks_.astype(np.float64)
        own, other = (np.square(side).sum(axis=1) for side in (design, landmarks))
        squared = own[:, None] + other
        squared -= design @ (2 * landmarks.T)
        np.maximum(squared, 0, out=squared)
        squared *= -self.gamma
        likeness: NDArray[np.float32] = squared.astype(np.float32)
        np.exp(likeness, out=likeness)
        return likeness

    def _design(self, rows: Rows) -> FloatArray:
        parts = [
            s.transform(rows[name]) * KERNEL_WEIGHTS[name] for name, s in self.scalers_.items()
        ]
        return np.hstack([*parts, self.years_.transform(self._years(rows))])

    def _years(self, rows: Rows) -> FloatArray:
        year = np.nan_to_num(rows["released"], nan=self.middle_)[:, None]
        return np.hstack([year - self.middle_, np.maximum(year - self.knots_, 0.0)])
