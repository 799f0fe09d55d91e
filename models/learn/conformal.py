"""Conformal quantiles: between which errors an outcome lies as often as wanted."""

from __future__ import annotations

import numpy as np

from models.features import FloatArray


def conformal_ends(errors: FloatArray, coverage: float) -> tuple[float, float]:
    """The errors between which a further one lies with the probability ``coverage``, as many beyond
    the one as beyond the other (Vovk et al. 2005, "Algorithmic Learning in a Random World").

    Args:
        errors: (n,) in ascending order.
        coverage: between 0 and 1.
    """
    n, tail = len(errors), (1 - coverage) / 2
    # The counts are of n + 1 errors, for the further one is one of them.
    low = errors[max(int(np.floor((n + 1) * tail)) - 1, 0)]
    high = errors[min(int(np.ceil((n + 1) * (1 - tail))) - 1, n - 1)]
    return float(low), float(high)
