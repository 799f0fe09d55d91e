"""Four public protocols, rerun on their own kind of data, with this project's figures beside them.

Public projects predict tags from the description alone, genres from the overview of one small file,
a "user rating" that was drawn at random, and a hit by popularity from what is filled in. Each is
done again as it usually is (TF-IDF with a linear SVM per tag, balanced random forests), and so is
what guessing would reach. docs/benchmarks.md says exactly how.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import brier_score_loss, f1_score, r2_score, roc_auc_score
from sklearn.model_selection import PredefinedSplit, RepeatedStratifiedKFold, cross_val_predict
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from catalogue_common.progress import Progress
from models.features import BoolArray, FloatArray, Rows, numbers, read_known
from models.genres.panel import listed_matrix
from models.genres.tag_chain import TagChain, tag_inputs
from models.genres.tag_models import TagBlender, TagMargins
from models.hits.hit_model import is_enough
from models.learn.cross_fit import Folds, Outcome, cross_fit_known
from models.learn.thresholds import TagThresholds
from models.rating.rating_model import RatingModel
from models.text.title_encoder import TitleEncoder, TokenCounter
from models.text.word_counter import WordCounter
from warehouse.reading import open_published
from warehouse.sql_files import SQL, read_header

MINIMUM = 20  # listings of a tag
REPEATS = 5
_ASKED = ("genre_count", "overview_length", "release_year", "release_month")


@dataclass(frozen=True)
class ProtocolFigure:
    """One figure of one way to do it; ``spread`` is its standard deviation over folds."""

    protocol: str
    method: str
    metric: str
    value: float
    spread: float


def rerun_protocols(warehouse: Path, seed: int, progress: Progress) -> Iterator[ProtocolFigure]:
    """Rerun all protocols on the published data; one that lacks its kind of data is left out.

    Args:
        warehouse: the published file; only read.
        seed: of all random choices.
        progress: shows the folds.

    Raises:
        QueryError: there is no such file, or it is no warehouse.
    """
    with threadpool_limits(limits=1), open_published(warehouse) as con:
        yield from tags_from_descriptions(con, seed, progress)
        yield from genres_from_overviews(con)
        yield from random_ratings(con, seed, progress)
        yield from hits_by_popularity(con, seed)


def figure_lines(figures: Iterator[ProtocolFigure]) -> Iterator[str]:
    """The figures as lines for people, the head first."""
    line = "{:<28} {:<44} {:<22} {:>8} {:>8}"
    yield line.format("protocol", "method", "metric", "value", "±")
    for f in figures:
        yield line.format(f.protocol, f.method, f.metric, f"{f.value:.4f}", f"{f.spread:.4f}")


def tags_from_descriptions(
    con: duckdb.DuckDBPyConnection, seed: int, progress: Progress
) -> Iterator[ProtocolFigure]:
    """Netflix tags from the description alone."""
    table, listed = _titles(con, "descriptions")
    if not listed.any():
        return
    methods = {
        "predict nothing": np.zeros_like(listed),
        "TF-IDF, a linear SVM per tag": _usual_tags(table, listed),
        "this project, from the same descriptions": _our_tags(table, listed, seed, progress),
    }
    yield from _tag_figures("Netflix tags", methods, listed, table)


def genres_from_overviews(con: duckdb.DuckDBPyConnection) -> Iterator[ProtocolFigure]:
    """TMDb genres of the films of one file."""
    table, listed = _titles(con, "genres", {"minimum": 5 * MINIMUM})
    if not listed.any():
        return
    methods = {
        "predict every genre": np.ones_like(listed),
        "TF-IDF, a linear SVM per genre": _usual_tags(table, listed),
        "this project, as published": listed_matrix(table, "by_us", _genres(table)),
    }
    yield from _tag_figures("TMDb genres", methods, listed, table)


def random_ratings(
    con: duckdb.DuckDBPyConnection, seed: int, progress: Progress
) -> Iterator[ProtocolFigure]:
    """A "user rating" of each catalogue title, drawn at random: there is nothing to learn."""
    table = read_known(con)
    table = table.filter(table["listed_netflix"].is_valid())
    if len(table) < MINIMUM:
        return
    rows = TitleEncoder(seed=seed).fit_transform(table)
    rating = np.random.default_rng(seed).uniform(1.0, 10.0, len(table)).round(1)
    methods = {
        "the mean": np.full(len(rating), rating.mean()),
        "random forest": _usual_ratings(rows, rating, table, seed),
        "this project's boosted trees": _our_ratings(rows, rating, table, seed, progress),
    }
    for method, values in methods.items():
        yield _over_folds("random user rating", method, "r2", table, r2_score, rating, values)


def hits_by_popularity(con: duckdb.DuckDBPyConnection, seed: int) -> Iterator[ProtocolFigure]:
    """Popularity hits among the series of one file."""
    table = con.execute(_sql("hits")).to_arrow_table()
    hit = np.array(table["is_hit"].to_pylist(), dtype=bool)
    if not is_enough(hit, MINIMUM):
        return
    protocol, chance = "popularity hit, series", numbers(table, "chance")
    yield from _usual_hits(protocol, table, hit, seed)
    for metric, measure in (("roc_auc", roc_auc_score), ("brier", brier_score_loss)):
        method = "this project, as published"
        yield _over_folds(protocol, method, metric, table, measure, hit, chance)


def _titles(
    con: duckdb.DuckDBPyConnection, name: str, given: dict[str, Any] | None = None
) -> tuple[pa.Table, BoolArray]:
    """Titles with their texts, and which tags each lists."""
    table = con.execute(_sql(name), given or {}).to_arrow_table()
    return table, listed_matrix(table, "there", _genres(table))


def _sql(name: str) -> str:
    return read_header(SQL / "evaluation" / f"{name}.sql")[1]


def _genres(table: pa.Table) -> list[str]:
    """The tags that are listed often enough."""
    counts = pc.value_counts(pc.list_flatten(table["listed_there"]))
    enough = pc.greater_equal(counts.field("counts"), MINIMUM)
    return sorted(counts.field("values").filter(enough).to_pylist())


def _folds(table: pa.Table, progress: Progress) -> Folds:
    return Folds(numbers(table, "fold").astype(np.int64), 1, progress)


def _usual_tags(table: pa.Table, listed: BoolArray) -> BoolArray:
    """One machine per tag on words, each judging by itself: what a first attempt looks like."""
    usual = make_pipeline(TfidfVectorizer(stop_words="english"), OneVsRestClassifier(LinearSVC()))
    split = PredefinedSplit(numbers(table, "fold"))
    texts = table["words"].to_pylist()
    return np.asarray(cross_val_predict(usual, texts, listed.astype(int), cv=split), dtype=bool)


def _our_tags(table: pa.Table, listed: BoolArray, seed: int, progress: Progress) -> BoolArray:
    """The genre models' steps, on these texts and nothing else."""
    folds, everyone = _folds(table, progress), np.ones(len(table), dtype=bool)
    outcome, name = Outcome(listed, everyone), "protocol: tags"
    rows = Rows({"words": WordCounter(2).fit_transform(table["words"])})
    model = TagMargins(metadata=0.0, people=0.0, seed=seed)
    margins = cross_fit_known(model, rows, outcome, folds, name).values
    chain = TagChain(TagBlender(MINIMUM), TagThresholds())
    inputs = tag_inputs(np.zeros(len(margins)), "tmdb", {"tmdb": margins}, None)
    fitted = chain.fit(inputs, outcome, folds, name, cross_fit_known)
    return fitted.judged(listed, everyone).given


def _usual_ratings(rows: Rows, rating: FloatArray, table: pa.Table, seed: int) -> FloatArray:
    features = np.column_stack([rows["year"], rows["minutes"], rows["is_series"]])
    forest = RandomForestRegressor(random_state=seed)
    split = PredefinedSplit(numbers(table, "fold"))
    return np.asarray(cross_val_predict(forest, np.nan_to_num(features), rating, cv=split))


def _our_ratings(
    rows: Rows, rating: FloatArray, table: pa.Table, seed: int, progress: Progress
) -> FloatArray:
    folds, n = _folds(table, progress), len(table)
    genres = pc.unique(pc.list_flatten(table["listed_netflix"])).to_pylist()
    listing = listed_matrix(table, "netflix", genres).astype(np.float64)
    rows = rows.adding(
        listing=listing, genre_mix=listing, margins=np.zeros((n, 1)), votes=np.full(n, 100.0)
    ).adding(fold=folds.number)
    outcome = Outcome(rating, np.ones(n, dtype=bool))
    model, name = RatingModel(seed=seed), "protocol: random ratings"
    return cross_fit_known(model, rows, outcome, folds, name).values


def _usual_hits(
    protocol: str, table: pa.Table, hit: BoolArray, seed: int
) -> Iterator[ProtocolFigure]:
    """A balanced forest on traits and on what is filled in, over 25 random splits."""
    traits = TokenCounter(MINIMUM).fit(table["traits"]).transform(table["traits"]).toarray()
    features = np.column_stack([traits, *(numbers(table, name) for name in _ASKED)])
    forest = RandomForestClassifier(class_weight="balanced", random_state=seed)
    splits = RepeatedStratifiedKFold(n_splits=5, n_repeats=REPEATS, random_state=seed)
    found = []
    for learnt, judged in splits.split(features, hit):
        chance = forest.fit(features[learnt], hit[learnt]).predict_proba(features[judged])[:, 1]
        found.append((roc_auc_score(hit[judged], chance), brier_score_loss(hit[judged], chance)))
    for metric, values in zip(("roc_auc", "brier"), np.transpose(found), strict=True):
        yield ProtocolFigure(protocol, "balanced random forest", metric, *_mean_and_spread(values))


def _tag_figures(
    protocol: str, methods: dict[str, BoolArray], listed: BoolArray, table: pa.Table
) -> Iterator[ProtocolFigure]:
    for method, given in methods.items():
        for metric, measure in _TAG_MEASURES.items():
            yield _over_folds(protocol, method, metric, table, measure, listed, given)


def _over_folds(  # noqa: PLR0913, PLR0917 - what is measured, of whom, how
    protocol: str,
    method: str,
    metric: str,
    table: pa.Table,
    measure: Callable[[NDArray[Any], NDArray[Any]], float],
    actual: NDArray[Any],
    predicted: NDArray[Any],
) -> ProtocolFigure:
    fold = numbers(table, "fold")
    values = [measure(actual[fold == k], predicted[fold == k]) for k in np.unique(fold)]
    return ProtocolFigure(protocol, method, metric, *_mean_and_spread(np.array(values)))


def _mean_and_spread(values: FloatArray) -> tuple[float, float]:
    return float(values.mean()), float(values.std(ddof=1)) if len(values) > 1 else 0.0


def _micro_f1(listed: BoolArray, given: BoolArray) -> float:
    return float(f1_score(listed, given, average="micro", zero_division=0))


_TAG_MEASURES: dict[str, Callable[[BoolArray, BoolArray], float]] = {
    "micro_f1": _micro_f1,
    "without a tag": lambda _, given: float((~given.any(axis=1)).mean()),
    "accuracy, tag by tag": lambda listed, given: float((listed == given).mean()),
}
