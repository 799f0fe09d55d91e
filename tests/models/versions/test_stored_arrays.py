"""What each model stores is listed, array by array: who changes it must raise its format number."""

import json
import re
import tomllib
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pyarrow as pa
import pytest
from audience_world import half_years
from audience_world import titles as titles_of_world

from models.audience.comparables import Comparables
from models.audience.next_views import NextViews
from models.audience.reach import CountryCount, CountryRanges
from models.audience.view_ranges import ViewRanges
from models.audience.views_model import ViewsModel
from models.feature_blocks import ANY_COUNTRY_WEIGHTS, HIT_WEIGHTS, TOP10_WEIGHTS
from models.genres.embedding_kernel import TagKernel
from models.genres.tag_models import TagBlender, TagMargins
from models.genres.tag_stack import TagStack
from models.hits.forecast_model import ForecastModel
from models.hits.hit_model import HitModel
from models.learn.error_bands import ErrorBands
from models.learn.thresholds import TagThresholds
from models.rating.kernel import KernelRating
from models.rating.rating_model import RatingModel, TypeRating
from models.rating.stars import LikedCurve, StarsModel
from models.text.title_encoder import GROUPS, NUMBERS, PEOPLE, TitleEncoder
from models.versions.model_formats import FORMATS
from models.versions.state_files import write_state
from models.versions.stored_types import STORED_TYPES

LISTED = tomllib.loads(Path(__file__).with_name("stored_arrays.toml").read_text(encoding="utf-8"))
N = 200  # titles


def titles():
    """A table as models read it, whose titles differ in every block."""
    words = [f"shark story {i % 7} of night {i % 5}" for i in range(N)]
    tokens = {name: [[f"{name}-{i % 3}"] for i in range(N)] for name in (*GROUPS, *PEOPLE)}
    numbers = {name: [float(i % 11 + i % 2) for i in range(N)] for name in NUMBERS}
    return pa.table({"words": words, **tokens, **numbers, "is_series": [i % 2 for i in range(N)]})


@pytest.fixture(scope="module")
def fitted():
    """The estimators of each model, fitted on little."""
    rng = np.random.default_rng(0)
    encoder = TitleEncoder()
    rows = encoder.fit_transform(titles())
    listed = rng.random((N, 4)) < 0.5
    widths = {"margins": 8, "margins_netflix": 5, "margins_tmdb": 3, "listing": 9, "lengths": 2}
    widths |= {"genre_mix": 3, "themes": 5, "main_themes": 2, "embedding": 7, "network": 2}
    rows = rows.adding(
        **{name: rng.random((N, width)) for name, width in widths.items()},
        votes=np.full(N, 50.0),
        fold=np.arange(N) % 5,
        predicted=np.full(N, 6.0),
        predicted_rating=np.full(N, 6.0),
        probabilities=rng.random((N, 4)),
        own=rng.random((N, 4, 3)),
        season_facts=np.ones((N, 2)),
        stay=np.column_stack([*rng.random((2, N)), np.ones(N), rng.random(N)]),
        earlier=rng.random((N, 4)),
        past=rng.random((N, 7)),
        local_title=rng.random((N, 2)),
        release_number=rng.random((N, 2)),
        release_length=rng.random((N, 2)),
        earlier_outcomes=rng.random((N, 9)),
        calendar=rng.random((N, 19)),
        exposure=np.zeros(N),
        kind=np.arange(N) // 2 % 3 * 1.0,
        first_weeks=np.full((N, 3), np.nan),
        stars=rng.uniform(1, 5, N),
        users=np.full(N, 9.0),
    )
    rating, level = rng.uniform(2, 9, N), rng.integers(0, 5, N).astype(float)
    levels = {"levels": (2, 3), "wanted": 3, "trees": 2}
    return {
        "titles": [encoder],
        "genres": [
            model.fit(rows, listed)
            for model in (TagMargins(), TagKernel(), TagBlender(2), TagStack(2), TagThresholds())
        ],
        "rating": [
            RatingModel(trees=2).fit(rows, rating),
            TypeRating(trees=2).fit(rows, rating),
            KernelRating(landmarks=5).fit(rows, rating),
            ErrorBands(minimum=5).fit(rows, rating),
            StarsModel(trees=2).fit(rows, rating),
            LikedCurve().fit(rows, rng.random(N)),
        ],
        "hit": [HitModel(HIT_WEIGHTS, **levels).fit(rows, level)],
        "audience": [
            ViewsModel(trees=2).fit(rows, rating),
            NextViews(trees=2).fit(rows, rating),
            HitModel(ANY_COUNTRY_WEIGHTS, "came", levels=(1, 10, 50), wanted=1).fit(
                rows, level * 20
            ),
            CountryCount(trees=2).fit(rows, listed.astype(float)),
            CountryRanges(4).fit(rows, listed.sum(axis=1)),
            ViewRanges(minimum=5).fit(rows, rating),
            Comparables().fit(rows, half_years(titles_of_world(N)), ([""] * N, [""] * N)),
        ],
        "top10": [corrected(ForecastModel(TOP10_WEIGHTS, **levels).fit(rows, level))],
    }


def corrected(model):
    model.lines_ = {0.0: (1.0, 0.1), 1.0: (0.9, 0.3)}
    return model


def stored(path, model):
    """The types of a file and, for each of their objects, what lies at which path in it."""
    write_state(path, model)
    with ZipFile(path) as archive:
        arrays = {n: np.load(archive.open(n)) for n in archive.namelist() if n.endswith(".npy")}
        objects = []
        walk(json.loads(archive.read("state.json")), arrays, objects, "", {})
    return objects


def walk(said, arrays, objects, path, found):
    """Go through a description: each object's own leaves by their paths; objects apart."""
    match said:
        case {"type": name, "state": {"dict": pairs}}:
            found[path] = name.removeprefix("catalogue.")
            own = {}
            objects.append((name.removeprefix("catalogue."), own))
            for key, part in pairs:
                walk(part, arrays, objects, key, own)
        case {"array": name}:
            found[path] = arrays[name]
        case {"dict": pairs}:
            for key, part in pairs:
                walk(part, arrays, objects, f"{path}.{key}", found)
        case {"tuple": parts}:
            for number, part in enumerate(parts):
                walk(part, arrays, objects, f"{path}.{number}", found)
        case _:
            found[path] = said


def fits(value, meaning, sizes):
    """Whether a leaf is what the listing says; ``sizes`` are those of the dimensions so far."""
    if not isinstance(value, np.ndarray):
        kinds = {bool: "switch", int: "number", float: "number", str: "text", list: "list"}
        kind = kinds.get(type(value), "nothing")
        return value == meaning or kind in meaning.split(" or ")
    dtype, dimensions = re.fullmatch(r"(\w+) \((.*)\)", meaning).groups()
    names = dimensions.split(", ")
    if str(value.dtype) != dtype or value.ndim != len(names):
        return False
    for name, size in zip(names, value.shape, strict=True):
        counted, _, more = name.partition(" + ")
        if sizes.setdefault(counted, size - int(more or 0)) != size - int(more or 0):
            return False
    return True


@pytest.mark.parametrize("model", FORMATS)
def test_a_model_stores_what_is_listed_for_its_format(model, fitted, tmp_path):
    listed = dict(LISTED[model])
    again = f"raise FORMATS['{model}'] and list what it stores now in stored_arrays.toml"
    assert listed.pop("format") == FORMATS[model], again
    objects = [o for part in fitted[model] for o in stored(tmp_path / "part.zip", part)]
    assert {name for name, _ in objects} == set(listed), again
    for name, meanings in listed.items():
        leaves = [own for kind, own in objects if kind == name]
        # Of an estimator that only holds the settings of another, the fitted part is missing.
        assert set().union(*leaves) == set(meanings), f"{name}: {again}"
        assert not wrong_leaves(leaves, meanings), f"{name}: {again}"


def wrong_leaves(objects, meanings):
    """The paths whose values are not what the listing says, object by object."""
    wrong = []
    for own in objects:
        sizes = {}
        wrong += [path for path, value in own.items() if not fits(value, meanings[path], sizes)]
    return wrong


def test_an_array_of_another_kind_or_shape_does_not_fit():
    meanings = {"coef_": "float32 (features, tags)", "intercept_": "float64 (tags)"}
    own = {"coef_": np.zeros((3, 2), np.float32), "intercept_": np.zeros(2)}
    assert wrong_leaves([own], meanings) == []
    assert wrong_leaves([{**own, "coef_": np.zeros((3, 2))}], meanings) == ["coef_"]
    assert wrong_leaves([{**own, "intercept_": np.zeros(3)}], meanings) == ["intercept_"]


def test_every_type_that_can_be_stored_is_listed():
    listed = {name for model in LISTED.values() for name in model if name != "format"}
    assert {f"catalogue.{name}" for name in listed} == set(STORED_TYPES)
