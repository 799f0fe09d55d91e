"""A sentence transformer read from a folder, as Hugging Face's libraries write them.

Read are ``config.json``, ``model.safetensors`` and ``tokenizer.json`` and, where they are there,
``modules.json``, ``sentence_bert_config.json`` and the pooling's ``config.json``. Nothing of a
folder is run, and each file has a limit: what is no transformer of a known kind is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, RootModel, ValidationError
from threadpoolctl import threadpool_limits

from catalogue_common.errors import ModelError
from models.text.transformer import FIRST_PLACE, Shape, Transformer, expected_arrays

CONFIG, WEIGHTS, TOKENIZER = "config.json", "model.safetensors", "tokenizer.json"
MODULES, SENTENCES = "modules.json", "sentence_bert_config.json"
LIMITS = {WEIGHTS: 2 * 2**30, TOKENIZER: 64 * 2**20}  # bytes
LIMIT = 2**20  # of every other file
LENGTH = 256  # tokens, where a folder sets no limit
TOKENS_AT_ONCE = 1_008
TEXTS_AT_ONCE = 4_000  # cut into tokens, to bound memory

Read = TypeVar("Read", bound=BaseModel)


class _Config(BaseModel):
    model_type: Literal["bert", "mpnet"]
    hidden_size: int = Field(gt=0, le=4096)
    num_hidden_layers: int = Field(gt=0, le=96)
    num_attention_heads: int = Field(gt=0, le=128)
    intermediate_size: int = Field(gt=0, le=16384)
    layer_norm_eps: float = Field(ge=0, le=0.1)
    hidden_act: Literal["gelu"] = "gelu"
    position_embedding_type: Literal["absolute"] = "absolute"


class _Module(BaseModel):
    path: str
    type: str


class _Modules(RootModel[list[_Module]]):
    pass


class _Sentences(BaseModel):
    max_seq_length: int | None = Field(default=None, gt=2)


class _Pooling(BaseModel):
    pooling_mode_cls_token: bool = False
    pooling_mode_mean_tokens: bool = False
    pooling_mode_max_tokens: bool = False
    pooling_mode_mean_sqrt_len_tokens: bool = False


class SentenceTransformer:
    """Turns texts into vectors; a text's own depends on nothing beside it, to the last bit.

    Args:
        place: the folder.

    Raises:
        ModelError: it holds no sentence transformer that can be read.
    """

    def __init__(self, place: Path) -> None:
        shape, self.length = check_folder(place)
        self.width = shape.width
        self.transformer = Transformer(shape, _arrays(place, shape))
        self.tokenizer = _tokenizer(place)
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(self.length)
        self.frame = self.tokenizer.num_special_tokens_to_add(False)
        words = self.transformer.weights["embeddings.word_embeddings.weight"]
        if self.tokenizer.get_vocab_size() > len(words):
            raise _refused(place / TOKENIZER, f"knows more tokens than {WEIGHTS} has vectors")

    def embed(self, texts: list[str], threads: int = 1) -> NDArray[np.float32]:
        """Return the (n, width) vectors of n texts, all zero for one without a token.

        Args:
            texts: of which as many tokens are read as the folder says.
            threads: cores to use; changes no vector.
        """
        found = np.zeros((len(texts), self.width), np.float32)
        # A product that is shared among threads of its own is cut up otherwise, and adds otherwise.
        with threadpool_limits(1), ThreadPoolExecutor(threads) as pool:
            for start in range(0, len(texts), TEXTS_AT_ONCE):
                cut = self.tokenizer.encode_batch_fast(texts[start : start + TEXTS_AT_ONCE])
                batches = list(self._batches([one.ids for one in cut]))
                vectors = pool.map(self.transformer.vectors, [tokens for _, tokens in batches])
                for (rows, _), part in zip(batches, vectors, strict=True):
                    found[start + rows] = part
        return found

    def _batches(
        self, tokens: list[list[int]]
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Row numbers and tokens of texts of one length, some at a time."""
        lengths = np.array([len(own) for own in tokens])
        for length in np.unique(lengths[lengths > self.frame]):
            own, size = np.flatnonzero(lengths == length), max(TOKENS_AT_ONCE // length, 1)
            for start in range(0, len(own), size):
                rows = own[start : start + size]
                yield rows, np.array([tokens[row] for row in rows])


def check_folder(place: Path) -> tuple[Shape, int]:
    """See that a folder holds a sentence transformer; its shape, and how many tokens it reads.

    Raises:
        ModelError: it holds none, or one of another kind.
    """
    for name in (CONFIG, WEIGHTS, TOKENIZER):
        if not (place / name).is_file():
            raise _refused(place, f"has no file {name}")
        if (place / name).stat().st_size > LIMITS.get(name, LIMIT):
            raise _refused(place / name, f"is larger than {LIMITS.get(name, LIMIT) >> 20} MB")
    config = _read(place / CONFIG, _Config)
    if config.hidden_size % config.num_attention_heads:
        raise _refused(place / CONFIG, "has a hidden_size that is no multiple of its heads")
    shape = Shape(
        config.model_type,
        config.hidden_size,
        config.num_hidden_layers,
        config.num_attention_heads,
        config.intermediate_size,
        config.layer_norm_eps,
        _pooling(place),
    )
    sizes = _check_arrays(place / WEIGHTS, shape)
    places = sizes["embeddings.position_embeddings.weight"][0] - FIRST_PLACE[shape.kind]
    wanted = None
    if (place / SENTENCES).is_file():
        wanted = _read(place / SENTENCES, _Sentences).max_seq_length
    return shape, min(wanted or LENGTH, places)


def settings_files(place: Path) -> list[Path]:
    """The small files of a folder that say what its vectors are."""
    names = [CONFIG, MODULES, SENTENCES, *(f"{own}/{CONFIG}" for own in _pooling_folders(place))]
    return [place / name for name in names if (place / name).is_file()]


def _pooling(place: Path) -> Literal["mean", "first"]:
    """How a text's vector is made from its tokens' vectors; their mean where nothing is said."""
    for module in _modules(place):
        kind = module.type.rsplit(".", 1)[-1]
        if kind not in {"Transformer", "Pooling", "Normalize"}:
            raise _refused(place / MODULES, f"asks for a step '{kind}', which is not known here")
        if kind == "Transformer" and module.path:
            raise _refused(place / MODULES, "has its transformer in a folder of its own")
    modes = [_read(place / own / CONFIG, _Pooling) for own in _pooling_folders(place)]
    for mode in modes:
        if (mode.pooling_mode_cls_token + mode.pooling_mode_mean_tokens) != 1 or (
            mode.pooling_mode_max_tokens or mode.pooling_mode_mean_sqrt_len_tokens
        ):
            raise _refused(place, "takes neither the mean of its tokens nor the first one")
    return "first" if any(mode.pooling_mode_cls_token for mode in modes) else "mean"


def _pooling_folders(place: Path) -> list[str]:
    found = [m.path for m in _modules(place) if m.type.rsplit(".", 1)[-1] == "Pooling"]
    if any(not name or Path(name).name != name or name == ".." for name in found):
        raise _refused(place / MODULES, "names a folder outside its own")
    return found


def _modules(place: Path) -> list[_Module]:
    file = place / MODULES
    return _read(file, _Modules).root if file.is_file() else []


def _read(file: Path, kind: type[Read]) -> Read:
    try:
        with file.open("rb") as opened:
            text = opened.read(LIMIT + 1)
    except OSError as error:
        raise _refused(file, f"cannot be read ({error.strerror})") from error
    if len(text) > LIMIT:
        raise _refused(file, f"is larger than {LIMIT >> 20} MB")
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise _refused(file, f"is of another kind: {field} {first['msg']}".strip()) from error


def _check_arrays(file: Path, shape: Shape) -> dict[str, list[int]]:
    """See that the arrays are there, and as large as they should be; returns their sizes."""
    from safetensors import SafetensorError, safe_open

    sizes: dict[str, list[int]] = {}
    try:
        with safe_open(file, framework="numpy") as opened:
            names = _names(opened.keys())
            for name, expected in expected_arrays(shape).items():
                if name not in names:
                    raise _refused(file, f"has no array {name}")
                own = opened.get_slice(names[name])
                sizes[name] = own.get_shape()
                agrees = len(sizes[name]) == len(expected) and all(
                    size in {None, real} for size, real in zip(expected, sizes[name], strict=True)
                )
                if not agrees or own.get_dtype() not in {"F32", "F16"}:
                    raise _refused(
                        file, f"has {name} as {own.get_dtype()} {sizes[name]}, which does not fit"
                    )
    except (SafetensorError, OSError) as error:
        raise _refused(file, f"cannot be read ({error})") from error
    return sizes


def _arrays(place: Path, shape: Shape) -> dict[str, NDArray[np.float32]]:
    from safetensors import safe_open

    with safe_open(place / WEIGHTS, framework="numpy") as opened:
        names = _names(opened.keys())
        return {
            name: np.asarray(opened.get_tensor(names[name]), np.float32)
            for name in expected_arrays(shape)
        }


def _names(stored: Any) -> dict[str, str]:
    """Names as the shape has them to names as they are stored: some stand under the model's."""
    return {name.removeprefix("bert.").removeprefix("mpnet."): name for name in stored}


def _tokenizer(place: Path) -> Any:
    from tokenizers import Tokenizer

    try:
        return Tokenizer.from_file(str(place / TOKENIZER))
    except Exception as error:  # the library has no error of its own
        raise _refused(place / TOKENIZER, f"cannot be read ({error})") from error


def _refused(where: Path, why: str) -> ModelError:
    return ModelError(
        f"{where} {why}. No text was embedded. The setting 'embeddings' takes the folder of a "
        "sentence transformer of the kinds BERT and MPNet, with config.json, model.safetensors and "
        "tokenizer.json."
    )
