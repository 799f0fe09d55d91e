"""Extremely randomised trees, kept as XGBoost's.

Grown by scikit-learn (Geurts, Ernst & Wehenkel 2006, "Extremely randomized trees"), on several
outcomes at once: a few titles teach more when one split must suit all of them. scikit-learn's own
form of a tree is not safe to read from a file; XGBoost's is, and it answers faster.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.features import FloatArray
from models.learn.boosted_trees import xgboost

LEAST_LEAF = 3  # titles in a leaf
TRIED = 0.3  # share of the features tried at each split


def grow(  # noqa: PLR0913, PLR0917 - what trees grow from
    features: NDArray[Any],
    outcomes: FloatArray,
    wanted: int,
    trees: int,
    seed: int,
    weight: FloatArray | None = None,
) -> xgboost.Booster:
    """Fit trees on n titles, and keep what they predict of one outcome.

    Args:
        features: (n, features).
        outcomes: (n, outcomes), each 0 or 1, or how far it is from a share.
        wanted: which outcome the trees are to predict.
        trees: how many.
        seed: of their splits.
        weight: (n,) how much each title counts; once by default.
    """
    from sklearn.ensemble import ExtraTreesRegressor

    forest = ExtraTreesRegressor(
        trees, min_samples_leaf=LEAST_LEAF, max_features=TRIED, random_state=seed
    )
    forest.fit(features.astype(np.float32), outcomes.squeeze(), sample_weight=weight)
    model = _empty_model(features.shape[1])
    booster = model["learner"]["gradient_booster"]["model"]
    pattern = booster["trees"][0]
    booster["trees"] = [
        _as_xgboost(tree.tree_, wanted, trees, {**pattern, "id": number})
        for number, tree in enumerate(forest.estimators_)
    ]
    booster["tree_info"] = [0] * trees
    booster["iteration_indptr"] = list(range(trees + 1))
    booster["gbtree_model_param"] |= {"num_trees": str(trees)}
    return xgboost.Booster({"nthread": 1}, model_file=bytearray(json.dumps(model), "ascii"))


def _empty_model(feature_count: int) -> dict[str, Any]:
    """What XGBoost says of itself, with one tree that says nothing."""
    nothing = xgboost.DMatrix(np.zeros((2, feature_count)), label=np.zeros(2))
    booster = xgboost.train({"base_score": 0.0, "nthread": 1}, nothing, 1)
    model: dict[str, Any] = json.loads(booster.save_raw("json"))
    return model


def _as_xgboost(tree: Any, wanted: int, share: int, pattern: dict[str, Any]) -> dict[str, Any]:
    """One of ``share`` trees whose sum is the forest's mean."""
    n, order = tree.node_count, _level_by_level(tree)
    number = np.append(np.argsort(order), -1)  # the place of -1, no child, stays -1
    left, right = number[tree.children_left[order]], number[tree.children_right[order]]
    inner = np.flatnonzero(left >= 0)
    parents = np.full(n, 2**31 - 1)
    parents[left[inner]] = parents[right[inner]] = inner
    value = tree.value.reshape(n, -1)[order, wanted] / share
    nodes: dict[str, NDArray[Any]] = {
        "left_children": left,
        "right_children": right,
        "parents": parents,
        "split_indices": tree.feature[order].clip(0),
        "split_conditions": np.where(left < 0, value, _just_above(tree.threshold[order])),
        "base_weights": value,
        "sum_hessian": tree.weighted_n_node_samples[order],
        "loss_changes": np.zeros(n),
        "default_left": np.zeros(n, dtype=int),
        "split_type": np.zeros(n, dtype=int),
    }
    sizes = {**pattern["tree_param"], "num_nodes": str(n)}
    return {**pattern, **{name: v.tolist() for name, v in nodes.items()}, "tree_param": sizes}


def _level_by_level(tree: Any) -> NDArray[np.int64]:
    """The nodes from the root down: XGBoost wants both children of a node side by side."""
    levels = [np.zeros(1, dtype=np.int64)]
    while len(levels[-1]):
        inner = levels[-1][tree.children_left[levels[-1]] >= 0]
        levels.append(
            np.column_stack([tree.children_left[inner], tree.children_right[inner]]).ravel()
        )
    return np.concatenate(levels)


def _just_above(threshold: FloatArray) -> NDArray[np.float32]:
    """scikit-learn goes left up to the threshold, XGBoost below it."""
    single = threshold.astype(np.float32)
    return np.where(single > threshold, single, np.nextafter(single, np.float32(np.inf)))
