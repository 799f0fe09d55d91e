"""From margins to tags: probabilities, then thresholds, then what is given.

The steps are cross-fitted one after the other on the same folds. Probabilities and thresholds of a
fold are learnt from the out-of-fold values of the other folds, so they never see the title that
they judge. The limit: those values come from margins whose learning rows include the judged fold
(one level of nesting, not two); with labels shuffled, nothing of it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from models.features import BoolArray, FloatArray, Rows
from models.genres.tag_models import TagBlender
from models.genres.tag_stack import TagStack
from models.learn.cross_fit import CrossFit, Folds, Model, Outcome, cross_fit
from models.learn.metrics import Metric, tag_metrics
from models.learn.thresholds import TagThresholds, decide

LEAST = 1e-4  # a probability nearer to 0 or 1 is taken for this one

Fitting = Callable[[Model, Rows, Outcome, Folds, str], CrossFit]


def tag_losses(listed: BoolArray, probabilities: FloatArray) -> FloatArray:
    """(n,) mean squared errors of the tags' (n, tags) probabilities; 0 where there is none."""
    errors: FloatArray = ((np.nan_to_num(probabilities) - listed) ** 2).mean(axis=1)
    return errors


@dataclass(frozen=True)
class JudgedTags:
    """What genre models say of n titles beside what is listed; each (n, tags)."""

    listed: BoolArray
    probabilities: FloatArray
    given: BoolArray

    @property
    def losses(self) -> FloatArray:
        """(n,) mean squared errors of the tags' probabilities."""
        return tag_losses(self.listed, self.probabilities)

    def metrics(self, model: str, name: str) -> list[Metric]:
        """The figures of a model on a slice of titles."""
        return tag_metrics(model, name, self.listed, self.probabilities, self.given)


@dataclass(frozen=True)
class FittedChain:
    """Both steps, cross-fitted; ``may_be_bare`` as ``decide`` has it."""

    probabilities: CrossFit
    thresholds: CrossFit
    may_be_bare: bool

    def judged(self, listed: BoolArray, titles: BoolArray) -> JudgedTags:
        """What is said of some titles beside their (n, tags) listing."""
        probabilities = self.probabilities.values[titles]
        thresholds = self.thresholds.values[titles]
        given = decide(probabilities, thresholds, may_be_bare=self.may_be_bare)
        return JudgedTags(listed[titles], probabilities, given)


@dataclass(frozen=True)
class TagChain:
    """The steps, not fitted.

    Args:
        blender: from margins to probabilities.
        thresholds: from probabilities to the point from which a tag is given.
    """

    blender: TagBlender | TagStack
    thresholds: TagThresholds

    def fit(
        self, inputs: Rows, outcome: Outcome, folds: Folds, name: str, fit: Fitting = cross_fit
    ) -> FittedChain:
        """Cross-fit both steps.

        Args:
            inputs: n titles with the blocks that the blender reads.
            outcome: the n titles' listing.
            folds: the n titles' folds.
            name: what the progress bar calls it.
            fit: ``cross_fit``, or ``cross_fit_known`` to measure only.
        """
        chances = fit(self.blender, inputs, outcome, folds, f"{name}: probabilities")
        inputs = Rows({"probabilities": chances.values})
        thresholds = fit(self.thresholds, inputs, outcome, folds, f"{name}: thresholds")
        return FittedChain(chances, thresholds, self.thresholds.precision is not None)


@dataclass(frozen=True)
class Embedded:
    """What is read beside margins where there are sentence embeddings.

    Args:
        said: by them, of each taxonomy's tags; each (n, tags).
        plain: (n, tags) the probabilities without them.
    """

    said: Mapping[str, FloatArray]
    plain: FloatArray

    def own_values(self, taxonomy: str, margins: FloatArray) -> FloatArray:
        """Return of each tag its own values, (n, tags, values)."""
        chance = np.nan_to_num(self.plain).clip(LEAST, 1 - LEAST)
        own = [margins, np.log(chance / (1 - chance))]
        if (said := self.said.get(taxonomy)) is not None:
            own += [said, said**2]
        return np.stack(own, axis=2)


def tag_inputs(
    is_series: FloatArray,
    taxonomy: str,
    margins: Mapping[str, FloatArray],
    embedded: Embedded | None,
    *more: BoolArray,
) -> Rows:
    """The blocks that a chain reads: all there is, and of each tag its own values."""
    order = [taxonomy, *(name for name in margins if name != taxonomy)]
    joined = [margins[name] for name in order] + list(more)
    if not embedded:
        return Rows({"is_series": is_series, "margins": np.hstack(joined)})
    said = embedded.said
    joined += [said[name] for name in order if name in said]
    joined += [said[taxonomy] ** 2] if taxonomy in said else []
    own = embedded.own_values(taxonomy, margins[taxonomy])
    return Rows({"is_series": is_series, "margins": np.hstack(joined), "own": own})
