"""The same models the plain way, as scikit-learn has them: what bench/score.py compares with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import xgboost
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.svm import LinearSVC

from models.final_models import Scorer


class PlainWords:
    """The words as CountVectorizer counts them."""

    def __init__(self, names: Any) -> None:
        self.names = names
        self.counter = CountVectorizer(
            ngram_range=(1, 2),
            token_pattern=r"\b\w+\b",  # noqa: S106 - no password
            dtype=np.float32,
            vocabulary={name: number for number, name in enumerate(names)},
        )

    def transform(self, texts: pa.ChunkedArray) -> sparse.csr_matrix:
        """Return the counts of n texts."""
        return self.counter.transform(texts.to_pylist())


def plain_margins(model: Any) -> Callable[[Any], Any]:
    """One LinearSVC for each tag, asked one after the other, as OneVsRestClassifier does."""
    machines = []
    for tag in range(model.coef_.shape[1]):
        machine = LinearSVC()
        machine.coef_ = model.coef_[:, tag].astype(np.float64)[None]
        machine.intercept_, machine.classes_ = model.intercept_[[tag]], np.array([False, True])
        machines.append(machine)

    weights = {name: TfidfTransformer(sublinear_tf=True) for name in model.idf_}
    for name, transformer in weights.items():
        transformer.idf_ = model.idf_[name]

    def values(rows: Any) -> Any:
        parts = [t.transform(rows[name]) * getattr(model, name) for name, t in weights.items()]
        design = sparse.hstack([*parts, rows["metadata"] * model.metadata], format="csr")
        return np.column_stack([machine.decision_function(design) for machine in machines])

    return values


def plain_chances(model: Any) -> Callable[[Any], Any]:
    """One LogisticRegression for each tag and type."""
    types = {}
    for is_series, (mean, scale, coef, intercept) in model.types_.items():
        regressions = []
        for tag in range(coef.shape[1]):
            regression = LogisticRegression()
            regression.coef_, regression.intercept_ = coef[:, tag][None], intercept[[tag]]
            regression.classes_ = np.array([False, True])
            regressions.append(regression)
        types[is_series] = mean, scale, regressions

    def values(rows: Any) -> Any:
        found = np.full((len(rows), model.tag_count_), np.nan)
        for is_series, (mean, scale, regressions) in types.items():
            chosen = rows["is_series"] == is_series
            if chosen.any():
                scaled = (rows["margins"][chosen] - mean) / scale
                for tag, regression in enumerate(regressions):
                    if not np.isnan(regression.intercept_[0]):
                        found[chosen, tag] = regression.predict_proba(scaled)[:, 1]
        return found

    return values


def plain_kernel(model: Any) -> Callable[[Any], Any]:
    """Nystroem and Ridge one after the other, as they were fitted."""
    likeness = Nystroem(gamma=model.gamma, n_components=len(model.landmarks_), random_state=0)
    likeness.fit(model.landmarks_.astype(np.float64))
    ridge = Ridge(fit_intercept=False)
    weights = model.weights_[likeness.component_indices_].astype(np.float64)
    ridge.coef_ = np.linalg.lstsq(likeness.normalization_.T, weights)[0]
    ridge.intercept_ = model.mean_
    return lambda rows: ridge.predict(likeness.transform(model._design(rows))).clip(0.0, 10.0)


def make_plain(scorer: Scorer) -> None:
    """Put plain scikit-learn in the place of what is done faster here."""
    scorer.encoder.words_ = PlainWords(scorer.encoder.words_.names)
    for taxonomy, fit in scorer.genres.margins_.items():
        fit.final.values = plain_margins(fit.final)
        blend = scorer.genres.blends_[taxonomy].final
        blend.values = plain_chances(blend)
    if scorer.rating.blend.final_:
        booster = scorer.rating.blend.final_.booster_
        booster.inplace_predict = lambda features: booster.predict(xgboost.DMatrix(features))
    for models in scorer.rating.blend.own_.values():
        models["kernel"].predict = plain_kernel(models["kernel"])
