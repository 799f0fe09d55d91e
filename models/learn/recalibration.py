"""What chances were worth, learnt from forecasts whose outcome is known by now.

A straight line in log odds (Platt 1999, "Probabilistic outputs for support vector machines"). The
slope is drawn in towards 1: few forecasts say that a model is somewhat too sure, and none that it
is worthless.
"""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit

from models.features import BoolArray, FloatArray

DOUBT = 50.0  # how many forecasts' weight keeps the slope at 1
STEPS = 25
SURE = 0.005  # chances nearer to 0 or 1 are taken as this near where their odds are worked with

OddsLine = tuple[float, float]
"""Slope and shift of log odds."""

UNCHANGED: OddsLine = (1.0, 0.0)


def fit_odds(odds: FloatArray, hit: BoolArray, weight: FloatArray) -> OddsLine:
    """Return the line that suits n forecasts' log odds and outcomes best, by Newton's method.

    Args:
        odds: (n,) log odds that were said.
        hit: (n,) whether it came so.
        weight: (n,) how much each forecast counts.
    """
    design = np.column_stack([odds, np.ones(len(odds))])
    line, penalty = np.array(UNCHANGED), np.diag([DOUBT, 1e-3])
    for _ in range(STEPS):
        chance = expit(design @ line)
        slope = design.T @ (weight * (chance - hit)) + penalty @ (line - UNCHANGED)
        bend = (design * (weight * chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(bend, slope)
        line = line - np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-9:  # noqa: PLR2004 - as near as makes no difference
            break
    return float(line[0]), float(line[1])


def recalibrated(odds: FloatArray, line: OddsLine) -> FloatArray:
    """Return (n,) chances from log odds."""
    return np.asarray(expit(line[0] * odds + line[1]))


def log_odds(chance: FloatArray) -> FloatArray:
    """Log odds of (n,) chances."""
    return np.asarray(logit(np.clip(chance, SURE, 1 - SURE)))
