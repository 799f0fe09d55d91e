"""XGBoost without its wrappers for scikit-learn.

They are not used here, and would import most of scikit-learn, which takes longer than to score a
title. XGBoost leaves them out where scikit-learn cannot be found.
"""

from __future__ import annotations

import sys

_MISSING = None  # what Python takes for "cannot be found"

_is_hidden = "sklearn" not in sys.modules
if _is_hidden:
    sys.modules["sklearn"] = _MISSING  # type: ignore[assignment]
try:
    import xgboost
finally:
    if _is_hidden:
        del sys.modules["sklearn"]

__all__ = ["xgboost"]
