"""Sentence transformers of the kinds BERT and MPNet, computed with NumPy alone.

A text's tokens are turned into vectors layer by layer (Vaswani et al. 2017, "Attention is all you
need"; Devlin et al. 2019, "BERT"; Song et al. 2020, "MPNet"), and their mean is what the text is
about (Reimers & Gurevych 2019, "Sentence-BERT"). What is computed of a text depends on nothing
beside it, to the last bit: only texts of one length are computed together, and the rows of each are
filled up to a multiple of ``TILE``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Pair = tuple[Array, Array]  # weights and bias

TILE = 12
"""Rows that OpenBLAS takes at a time. It adds up some of them in another order than the others, so
that a text has to begin where others do."""


@dataclass(frozen=True)
class Shape:
    """How a transformer is built.

    Args:
        kind: whose names of weights it has, and whose positions.
        width, layers, heads, inner: of its vectors, and of the wide layer within each layer.
        epsilon: of the normalisations.
        pooling: whether a text's vector is the mean of its tokens' or that of the first one.
    """

    kind: Literal["bert", "mpnet"]
    width: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    pooling: Literal["mean", "first"] = "mean"


class Transformer:
    """Turns the tokens of texts into vectors of length 1.

    Args:
        shape: how it is built.
        weights: its arrays by the names that Hugging Face's classes give them.
    """

    def __init__(self, shape: Shape, weights: Mapping[str, Array]) -> None:
        self.shape = shape
        self.weights = weights
        self.layers = [_layer(shape, weights, number) for number in range(shape.layers)]

    def vectors(self, tokens: NDArray[np.int64]) -> Array:
        """Return the (n, width) vectors of n texts of one length, (n, length) tokens."""
        n, length = tokens.shape
        rows = np.zeros((n, -(-length // TILE) * TILE, self.shape.width), np.float32)
        rows[:, :length] = self._embedded(tokens)
        bias = self._distance_bias(length)
        for layer in self.layers:
            rows = self._through(layer, rows, length, bias)
        hidden = rows[:, :length]
        first = self.shape.pooling == "first"
        # Text by text: the sums of them all at once go another way where there is but one.
        pooled = np.stack([own[0] if first else own.mean(axis=0) for own in hidden])
        unit: Array = pooled / np.sqrt(np.square(pooled).sum(axis=1, keepdims=True))
        return unit

    def _embedded(self, tokens: NDArray[np.int64]) -> Array:
        """The sum of what is learnt of each token and of its place."""
        own = self.weights
        start = FIRST_PLACE[self.shape.kind]
        places = own["embeddings.position_embeddings.weight"][start : start + tokens.shape[1]]
        found = own["embeddings.word_embeddings.weight"][tokens] + places
        if self.shape.kind == "bert":
            found += own["embeddings.token_type_embeddings.weight"][0]
        return _normalised(found, *_norm(own, "embeddings.LayerNorm"), self.shape.epsilon)

    def _through(self, layer: _Layer, rows: Array, length: int, bias: Array | None) -> Array:
        epsilon = self.shape.epsilon
        seen = np.zeros_like(rows)
        seen[:, :length] = self._attended(_dense(rows, layer.look)[:, :length], bias)
        found = _dense(seen, layer.out)
        found += rows
        rows = _normalised(found, *layer.out_norm, epsilon)
        found = _dense(_gelu(_dense(rows, layer.widen)), layer.narrow)
        found += rows
        return _normalised(found, *layer.narrow_norm, epsilon)

    def _attended(self, mixed: Array, bias: Array | None) -> Array:
        """What each token takes from the others, by how much it asks for what they offer."""
        n, length, _ = mixed.shape
        parts = mixed.reshape(n, length, 3, self.shape.heads, -1).transpose(2, 0, 3, 1, 4)
        query, key, value = np.ascontiguousarray(parts)
        weight = query @ key.transpose(0, 1, 3, 2)
        if bias is not None:
            weight += bias
        weight -= weight.max(axis=-1, keepdims=True)
        np.exp(weight, out=weight)
        weight /= weight.sum(axis=-1, keepdims=True)
        taken: Array = weight @ value
        return taken.transpose(0, 2, 1, 3).reshape(n, length, -1)

    def _distance_bias(self, length: int) -> Array | None:
        """(heads, length, length) MPNet's weights of how far two tokens are apart."""
        if self.shape.kind == "bert":
            return None
        learnt = self.weights["encoder.relative_attention_bias.weight"]
        place = np.arange(length)
        groups = _distance_groups(place[None, :] - place[:, None], len(learnt))
        return np.ascontiguousarray(learnt[groups].transpose(2, 0, 1))


@dataclass(frozen=True)
class _Layer:
    """One layer's weights; ``look`` holds query, key and value side by side."""

    look: Pair
    out: Pair
    out_norm: Pair
    widen: Pair
    narrow: Pair
    narrow_norm: Pair


# Where places begin: MPNet leaves out as many as its padding token's number says, and one more.
FIRST_PLACE = {"bert": 0, "mpnet": 2}
_LOOK = {
    "bert": ("attention.self.query", "attention.self.key", "attention.self.value"),
    "mpnet": ("attention.attn.q", "attention.attn.k", "attention.attn.v"),
}
_OUT = {"bert": "attention.output.dense", "mpnet": "attention.attn.o"}
_NORM = {"bert": "attention.output.LayerNorm", "mpnet": "attention.LayerNorm"}


def expected_arrays(shape: Shape) -> dict[str, tuple[int | None, ...]]:
    """Names and sizes of the arrays that a transformer of a shape reads; None for any size."""
    width, inner = shape.width, shape.inner
    found: dict[str, tuple[int | None, ...]] = {
        "embeddings.word_embeddings.weight": (None, width),
        "embeddings.position_embeddings.weight": (None, width),
        "embeddings.LayerNorm.weight": (width,),
        "embeddings.LayerNorm.bias": (width,),
    }
    if shape.kind == "bert":
        found["embeddings.token_type_embeddings.weight"] = (None, width)
    else:
        found["encoder.relative_attention_bias.weight"] = (None, shape.heads)
    kind = shape.kind
    for number in range(shape.layers):
        start = f"encoder.layer.{number}"
        for name in (*_LOOK[kind], _OUT[kind]):
            found |= {f"{start}.{name}.weight": (width, width), f"{start}.{name}.bias": (width,)}
        for name in (_NORM[kind], "output.LayerNorm"):
            found |= {f"{start}.{name}.weight": (width,), f"{start}.{name}.bias": (width,)}
        found |= {
            f"{start}.intermediate.dense.weight": (inner, width),
            f"{start}.intermediate.dense.bias": (inner,),
            f"{start}.output.dense.weight": (width, inner),
            f"{start}.output.dense.bias": (width,),
        }
    return found


def _layer(shape: Shape, weights: Mapping[str, Array], number: int) -> _Layer:
    start = f"encoder.layer.{number}"

    def dense(name: str) -> Pair:
        turned = np.ascontiguousarray(weights[f"{start}.{name}.weight"].T)
        return turned, weights[f"{start}.{name}.bias"]

    query, key, value = (dense(name) for name in _LOOK[shape.kind])
    # The usual division of query times key, done once and for all.
    scale = np.float32(1 / np.sqrt(shape.width / shape.heads))
    return _Layer(
        look=(
            np.hstack([query[0] * scale, key[0], value[0]]),
            np.concatenate([query[1] * scale, key[1], value[1]]),
        ),
        out=dense(_OUT[shape.kind]),
        out_norm=_norm(weights, f"{start}.{_NORM[shape.kind]}"),
        widen=dense("intermediate.dense"),
        narrow=dense("output.dense"),
        narrow_norm=_norm(weights, f"{start}.output.LayerNorm"),
    )


def _norm(weights: Mapping[str, Array], name: str) -> Pair:
    return weights[f"{name}.weight"], weights[f"{name}.bias"]


def _dense(rows: Array, layer: Pair) -> Array:
    weights, bias = layer
    found: Array = rows.reshape(-1, len(weights)) @ weights
    found += bias
    return found.reshape(*rows.shape[:-1], -1)


def _normalised(rows: Array, weight: Array, bias: Array, epsilon: float) -> Array:
    """Each row brought to mean 0 and variance 1, then weighted (Ba et al. 2016)."""
    centred: Array = rows - rows.mean(axis=-1, keepdims=True)
    variance = np.einsum("...i,...i->...", centred, centred)[..., None] / rows.shape[-1]
    centred /= np.sqrt(variance + np.float32(epsilon))
    centred *= weight
    centred += bias
    return centred


_BELOW = (
    0.797828136876831,
    0.03646878661532531,
    -1.2485863271e-4,
    -3.0581627949e-5,
    1.1191193942e-6,
)
_ROWS_AT_ONCE = 12  # which stay near the processor


def _gelu(rows: Array) -> Array:
    """x times the normal distribution's share below x (Hendrycks & Gimpel 2016), in place.

    The share is (1 + tanh(x p(x²))) / 2; the polynomial p was fitted to it, and the product is
    right to 3e-6, in a tenth of the time of SciPy's error function.
    """
    flat = rows.reshape(-1, rows.shape[-1])
    for start in range(0, len(flat), _ROWS_AT_ONCE):
        part = flat[start : start + _ROWS_AT_ONCE]
        squared = part * part
        share = squared * np.float32(_BELOW[-1])
        for factor in _BELOW[-2:0:-1]:
            share += np.float32(factor)
            share *= squared
        share += np.float32(_BELOW[0])
        share *= part
        np.tanh(share, out=share)
        share += np.float32(1)
        share *= np.float32(0.5)
        part *= share
    return rows


def _distance_groups(distance: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """The groups of distances that share a weight: near ones alone, far ones by their logarithm
    (Raffel et al. 2020, "Exploring the limits of transfer learning", as T5 has them)."""
    half = count // 2
    exact, furthest = half // 2, 128
    far = np.abs(distance)
    ratio = np.log(np.maximum(far, 1).astype(np.float32) / exact) / np.log(furthest / exact)
    grown = np.minimum(exact + (ratio * (half - exact)).astype(np.int64), half - 1)
    return np.where(distance > 0, half, 0) + np.where(far < exact, far, grown)
