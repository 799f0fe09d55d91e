"""Files of skops are read as skops reads them, and nothing but what we write into them."""

import json
import os
import zipfile

import numpy as np
import pytest
import skops.io
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from sklearn.linear_model import LogisticRegression

from models.hits.hit_model import BlockScaler
from models.versions.skops_reader import UntrustedError, read_object

OURS = ["models.hits.hit_model.BlockScaler"]

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
    """A file that holds an estimator of ours with something in it."""
    model = BlockScaler()
    model.learnt_ = value
    skops.io.dump(model, path)
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
def test_what_is_written_is_read_as_skops_reads_it(tmp_path_factory, value):
    path = written(tmp_path_factory.mktemp("skops") / "model.skops", value)
    ours, theirs = read_object(path, OURS), skops.io.load(path, trusted=OURS)
    assert type(ours) is BlockScaler
    assert same(ours.learnt_, theirs.learnt_)
    assert ours.limit == 6.0


def test_an_array_that_stands_twice_is_read_once(tmp_path):
    numbers = np.arange(3.0)
    first, second = read_object(written(tmp_path / "m.skops", [numbers, numbers]), OURS).learnt_
    assert first is second


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (LogisticRegression(), "sklearn.linear_model._logistic.LogisticRegression"),
        (np.array(["a", None], dtype=object), "numpy.ndarray"),
        (os.path.join, "posixpath.join"),
        ({1, 2}, "builtins.set"),
        (np.random.default_rng(0), "numpy.random._generator.Generator"),
    ],
    ids=["estimator of others", "objects", "function", "set", "generator"],
)
def test_what_we_do_not_write_is_refused(tmp_path, value, named):
    with pytest.raises(UntrustedError, match=named):
        read_object(written(tmp_path / "m.skops", value), OURS)


def test_an_estimator_that_is_not_asked_for_is_refused(tmp_path):
    with pytest.raises(UntrustedError, match=r"models\.hits\.BlockScaler"):
        read_object(written(tmp_path / "m.skops", 1), [])


@pytest.mark.parametrize("loader", ["ObjectNode", "TypeNode", "DictNode", "NdArrayNode", "Node"])
def test_a_type_under_a_false_name_is_refused(tmp_path, loader):
    """A file may say anything: here, that a command is one of the plain types."""
    node = {"__module__": "os", "__class__": "system", "__loader__": loader, "__id__": 1}
    schema = {**node, "protocol": 2, "content": {}, "key_types": [], "type": "numpy", "file": "x"}
    with zipfile.ZipFile(tmp_path / "m.skops", "w") as archive:
        archive.writestr("schema.json", json.dumps(schema))
    with pytest.raises(UntrustedError, match=r"os\.system"):
        read_object(tmp_path / "m.skops", OURS)


def test_another_protocol_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "m.skops", "w") as archive:
        archive.writestr("schema.json", json.dumps({"protocol": 3}))
    with pytest.raises(ValueError, match="it is of protocol 3, not 2"):
        read_object(tmp_path / "m.skops", OURS)
