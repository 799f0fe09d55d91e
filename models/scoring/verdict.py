"""How a challenger did beside the champion: which of the two answers a question from now on.

Both are judged on the same titles, each by scores of models that were fitted without the title. Of
what is to come these are forecasts, where enough of both are there: what models said that had
learnt from earlier titles alone, and of titles that came after a training its final models. Else
they are out-of-fold scores for the titles that a training learnt from, the final models' for those
that came later. A title's loss is the squared error: of the probability for tags and hits (Brier
1950), of the rating, and of the logarithm of the views of what came in the newest half-year.

Of what is to come a challenger takes over only if its mean loss is no higher. Tags are no forecast:
there the champion stays if the mean of the paired differences lies more than two of its standard
errors on its side. So it does where it never learnt from the newest report: the challenger knows
more than can be judged yet. Without enough forecasts of the audience the challenger takes over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from models.audience.half_years import read_half_years
from models.audience.title_sums import TitleSums
from models.features import TAXONOMIES, FloatArray, numbers
from models.final_models import Scorer, TitleScores
from models.genres.panel import listed_matrix
from models.hits.top10_panel import hit_panels
from models.learn.metrics import RELIABLE
from models.learn.paired_test import Paired, compare
from models.questions import FORECAST

HIT_PANELS = hit_panels()
ENOUGH = 100  # titles that both have forecast, to be judged by

Losses = tuple[FloatArray, FloatArray]


@dataclass(frozen=True)
class Verdict:
    """How a challenger did beside the champion.

    Args:
        question: which they answer.
        champion: its version.
        result: of losses, negative where the challenger is better.
        in_time: whether both were judged by forecasts.
        knows_more: whether the challenger learnt from a report that the champion never saw.
    """

    question: str
    champion: str
    result: Paired
    in_time: bool = False
    knows_more: bool = False

    @property
    def is_judged(self) -> bool:
        """Whether there was enough to judge by."""
        return self.question != "audience" or self.result.title_count >= ENOUGH

    @property
    def stays(self) -> bool:
        """Whether the champion stays."""
        if self.question in FORECAST and not self.knows_more:
            return self.is_judged and self.result.difference > 0
        return self.is_judged and self.result.is_worse

    def facts(self) -> dict[str, Any]:
        """What the challenger's manifest says of it."""
        found = self.result
        return {
            "champion": self.champion,
            "difference": found.difference,
            "error": found.error if np.isfinite(found.error) else None,
            "titles": found.title_count,
            "in_time": self.in_time,
            "is_judged": self.is_judged,
            "knows_more": self.knows_more,
        }

    def __str__(self) -> str:
        found, judged = self.result, "forecast" if self.in_time else "out of fold"
        return (
            f"the models of {self.champion} stay: on {found.title_count} titles, {judged}, this "
            f"training's mean squared error is higher by {found.difference:.5f} (standard error "
            f"{found.error:.5f})"
        )


def judge(
    question: str, champion: Scorer, table: pa.Table, scores: tuple[TitleScores, TitleScores]
) -> Verdict:
    """Compare a challenger and the champion of a question.

    Args:
        question: which they answer.
        champion: the models that answer it until now.
        table: titles from ``read_known``.
        scores: what the challenger and the champion say of them.
    """
    version = champion.version
    if question == "audience":
        result = compare(*_view_losses(table, *scores))
        more = _is_new_to(champion, table)
        return Verdict(question, version, result, in_time=True, knows_more=more)
    if question in FORECAST:
        by_forecasts = compare(*_losses(question, table, "forecast", *scores))
        if by_forecasts.title_count >= ENOUGH:
            return Verdict(question, version, by_forecasts, in_time=True)
    return Verdict(question, version, compare(*_losses(question, table, "", *scores)))


def _losses(
    question: str, table: pa.Table, said: str, ours: TitleScores, theirs: TitleScores
) -> Losses:
    """Squared errors of both trainings' scores out of fold, or of what is ``said`` in their
    place; NaN where the outcome is not known."""
    if question == "genres":
        pairs = [_tag_losses(table, t, ours, theirs) for t in TAXONOMIES]
        return np.concatenate([p[0] for p in pairs]), np.concatenate([p[1] for p in pairs])
    if question == "rating":
        rating = numbers(table, "rating")
        rating[~(numbers(table, "vote_count") >= RELIABLE)] = np.nan
        a, b = (getattr(own.ratings, said or "predicted") for own in (ours, theirs))
        return (a - rating) ** 2, (b - rating) ** 2
    panel = HIT_PANELS[question]
    level = numbers(table, panel.column)
    hit = np.where(np.isnan(level), np.nan, level >= panel.model.wanted)
    a, b = (getattr(own.hits[question], said or "chance") for own in (ours, theirs))
    return (a - hit) ** 2, (b - hit) ** 2


def _view_losses(table: pa.Table, ours: TitleScores, theirs: TitleScores) -> Losses:
    """Squared errors of log10 views, of titles with seasons that were new in a half-year."""
    half_years = read_half_years(table)
    sums = TitleSums(half_years, numbers(table, "is_series"))
    said = [own.audience.half_years.forecast for own in (ours, theirs)]
    if any(len(own) != sums.count for own in said):  # one of them had nothing to learn from
        return np.empty(0), np.empty(0)
    actual = sums.sum_of_new(half_years.facts["views"])
    return (said[0] - actual) ** 2, (said[1] - actual) ** 2


def _is_new_to(champion: Scorer, table: pa.Table) -> bool:
    """Whether a report has come since the champion was trained."""
    half_years = read_half_years(table)
    begins = half_years.facts["period"][half_years.is_newest_reported].max(initial=-np.inf)
    return not champion.audience.newest_learnt >= begins


def _tag_losses(table: pa.Table, taxonomy: str, ours: TitleScores, theirs: TitleScores) -> Losses:
    """Mean squared errors over the tags that both trainings know; NaN without a listing."""
    a, b = ours.tags[taxonomy], theirs.tags[taxonomy]
    shared = [genre for genre in a.listing.genres if genre in b.listing.genres]
    if not shared:
        return np.empty(0), np.empty(0)
    listed = listed_matrix(table, taxonomy, shared)
    losses = []
    for scores in (a, b):
        at = [scores.listing.genres.index(genre) for genre in shared]
        chances = np.nan_to_num(scores.probabilities[:, at])
        loss = ((chances - listed) ** 2).mean(axis=1)
        losses.append(np.where(a.listing.known, loss, np.nan))
    return losses[0], losses[1]
