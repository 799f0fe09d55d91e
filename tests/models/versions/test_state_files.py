"""What is written of a model is read as it was, under names of ours, and nothing else is made."""

import json
import os
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sklearn.linear_model import LogisticRegression

from catalogue_common.errors import UnknownTypeError
from models.learn.block_scaler import BlockScaler
from models.versions.state_files import read_state, write_state
from models.versions.stored_types import STORED_NAMES, STORED_TYPES

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
kinds = st.sampled_from([np.float32, np.float64, np.int64, np.bool_, np.uint8])
values = st.recursive(
    plain | arrays.arrays(kinds, arrays.array_shapes(max_dims=2, max_side=3, min_side=0)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
        | st.dictionaries(st.sampled_from([0.0, 1.0]), inner, max_size=2)
    ),
    max_leaves=8,
)


def written(path, value):
    """A file that holds a model of ours with something in it."""
    model = BlockScaler()
    model.learnt_ = value
    write_state(path, model)
    return path


def described(path, description):
    """A file with a description that somebody else wrote."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("state.json", json.dumps(description))
    return path


def same(one, other):
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.tobytes() == other.tobytes()
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other)) and type(one) is type(other)
    return type(one) is type(other) and one == other


@given(value=values)
def test_what_is_written_is_read_as_it_was(tmp_path_factory, value):
    model = read_state(written(tmp_path_factory.mktemp("state") / "model.zip", value))
    assert type(model) is BlockScaler
    assert same(model.learnt_, value)
    assert model.limit == 6.0


@pytest.mark.parametrize("value", [np.inf, -np.inf, 5e-324, 0.1 + 0.2])
def test_numbers_keep_their_last_bit(tmp_path, value):
    assert read_state(written(tmp_path / "m.zip", value)).learnt_ == value


def test_an_array_that_stands_twice_is_kept_once(tmp_path):
    numbers = np.arange(3.0)
    first, second = read_state(written(tmp_path / "m.zip", [numbers, numbers])).learnt_
    assert first is second


def test_files_name_no_module(tmp_path):
    with zipfile.ZipFile(written(tmp_path / "m.zip", 1)) as archive:
        said = archive.read("state.json").decode()
    assert '"catalogue.BlockScaler"' in said
    assert "models." not in said


def test_a_class_that_moved_is_read_under_its_old_name(tmp_path, monkeypatch):
    path = written(tmp_path / "m.zip", 7)
    moved = type("Renamed", (BlockScaler,), {"__module__": "models.elsewhere"})
    monkeypatch.setitem(STORED_TYPES, "catalogue.BlockScaler", moved)
    assert (type(read_state(path)), read_state(path).learnt_) == (moved, 7)


def test_each_type_has_one_name():
    assert len(STORED_NAMES) == len(STORED_TYPES)


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (LogisticRegression(), r"sklearn\.linear_model\._logistic\.LogisticRegression"),
        (np.array(["a", None], dtype=object), r"numpy\.ndarray"),
        (os.path.join, "function"),
        ({1, 2}, r"builtins\.set"),
        (np.random.default_rng(0), "Generator"),
    ],
    ids=["estimator of others", "objects", "function", "set", "generator"],
)
def test_what_no_file_may_hold_is_not_written(tmp_path, value, named):
    with pytest.raises(UnknownTypeError, match=named):
        written(tmp_path / "m.zip", value)


@pytest.mark.parametrize(
    "description",
    [{"type": "os.system", "state": {"dict": []}}, {"type": "models.hits.hit_model.HitModel"}, {}],
)
def test_what_is_not_one_of_our_types_is_not_made(tmp_path, description):
    with pytest.raises(UnknownTypeError):
        read_state(described(tmp_path / "m.zip", [description]))


def test_an_array_of_objects_is_not_read(tmp_path):
    path = described(tmp_path / "m.zip", {"array": "0.npy"})
    with zipfile.ZipFile(path, "a") as archive, archive.open("0.npy", "w") as file:
        np.save(file, np.array([os.path.join], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle=False"):
        read_state(path)
