"""What makes a class an estimator as scikit-learn understands it, without its import.

To import ``sklearn.base`` takes a second, and a title is to be scored in less than two. So nothing
of scikit-learn is imported at the head of a module that answers: it is imported where it fits, and
what it has learnt is kept as arrays.
"""

from __future__ import annotations

import inspect
from typing import Any, Self, TypeVar

Model = TypeVar("Model")


class Estimator:
    """Settings can be asked and changed by name; they are the arguments of ``__init__``."""

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return the settings."""
        return {name: getattr(self, name) for name in inspect.signature(type(self)).parameters}

    def set_params(self, **settings: Any) -> Self:
        """Change settings.

        Raises:
            ValueError: there is no setting of that name.
        """
        if unknown := settings.keys() - self.get_params().keys():
            raise ValueError(f"{type(self).__name__} has no setting {', '.join(sorted(unknown))}.")
        for name, value in settings.items():
            setattr(self, name, value)
        return self

    def __sklearn_tags__(self) -> Any:
        """What scikit-learn asks of an estimator that it is given."""
        from sklearn.base import BaseEstimator

        return BaseEstimator.__sklearn_tags__(self)


def unfitted(model: Model) -> Model:
    """A copy of an estimator that has its settings, and has learnt nothing."""
    settings: dict[str, Any] = model.get_params()  # type: ignore[attr-defined]
    return type(model)(**settings)
