"""What transformers make of tokens, and which folders are taken for one."""

import json
import shutil

import numpy as np
import pytest
from scipy.special import erf

from catalogue_common.errors import ModelError
from models.text import sentence_embeddings as embeddings
from models.text.transformer import Shape, Transformer, expected_arrays

tokenizers = pytest.importorskip("tokenizers")
safetensors = pytest.importorskip("safetensors.numpy")

minilm = pytest.mark.skipif(not embeddings.folder("minilm"), reason="MiniLM is not installed")

SHAPES = {
    "bert": Shape("bert", 24, 2, 3, 40, 1e-12),
    "mpnet": Shape("mpnet", 24, 2, 3, 40, 1e-5, "first"),
}
SIZES = {
    "embeddings.word_embeddings.weight": 50,
    "embeddings.position_embeddings.weight": 40,
    "embeddings.token_type_embeddings.weight": 2,
    "encoder.relative_attention_bias.weight": 32,
}


def weights_of(shape):
    rng = np.random.default_rng(0)
    return {
        name: rng.standard_normal([SIZES.get(name) if n is None else n for n in size]).astype(
            np.float32
        )
        for name, size in expected_arrays(shape).items()
    }


def plainly(shape, weights, tokens):
    """One text's vector as the papers have it, number by number, in double precision."""
    own = {name: array.astype(float) for name, array in weights.items()}

    def norm(rows, name):
        centred = rows - rows.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + shape.epsilon)
        return centred / spread * own[f"{name}.weight"] + own[f"{name}.bias"]

    def dense(rows, name):
        return rows @ own[f"{name}.weight"].T + own[f"{name}.bias"]

    is_bert, n = shape.kind == "bert", len(tokens)
    first = 0 if is_bert else 2
    rows = own["embeddings.word_embeddings.weight"][tokens]
    rows = rows + own["embeddings.position_embeddings.weight"][first : first + n]
    if is_bert:
        rows = rows + own["embeddings.token_type_embeddings.weight"][0]
    rows = norm(rows, "embeddings.LayerNorm")
    for number in range(shape.layers):
        start = f"encoder.layer.{number}"
        names = ("query", "key", "value") if is_bert else ("q", "k", "v")
        place = f"{start}.attention.{'self' if is_bert else 'attn'}"
        query, key, value = (dense(rows, f"{place}.{name}") for name in names)
        size, taken = shape.width // shape.heads, []
        for head in range(shape.heads):
            at = slice(head * size, (head + 1) * size)
            weight = query[:, at] @ key[:, at].T / np.sqrt(size)
            if not is_bert:
                bias = own["encoder.relative_attention_bias.weight"][:, head]
                # Up to seven apart each distance counts for itself, ahead by itself as well.
                weight += [[bias[abs(b - a) + 16 * (b > a)] for b in range(n)] for a in range(n)]
            weight = np.exp(weight)
            taken.append(weight / weight.sum(axis=1, keepdims=True) @ value[:, at])
        out = "attention.output.dense" if is_bert else "attention.attn.o"
        after = "attention.output.LayerNorm" if is_bert else "attention.LayerNorm"
        rows = norm(rows + dense(np.hstack(taken), f"{start}.{out}"), f"{start}.{after}")
        inner = dense(rows, f"{start}.intermediate.dense")
        inner = inner * (1 + erf(inner / np.sqrt(2))) / 2
        rows = norm(rows + dense(inner, f"{start}.output.dense"), f"{start}.output.LayerNorm")
    pooled = rows[0] if shape.pooling == "first" else rows.mean(axis=0)
    return pooled / np.linalg.norm(pooled)


@pytest.mark.parametrize("kind", SHAPES)
def test_vectors_are_those_of_the_papers(kind):
    shape, weights = SHAPES[kind], weights_of(SHAPES[kind])
    tokens = np.random.default_rng(1).integers(0, 50, (4, 7))
    found = Transformer(shape, weights).vectors(tokens)
    expected = [plainly(shape, weights, own) for own in tokens]
    np.testing.assert_allclose(found, expected, atol=2e-5)


@minilm
def test_minilm_says_what_its_makers_publish():
    """The scores are those of Sentence Transformers' own documentation."""
    pairs = {
        ("The cat sits outside", "The dog plays in the garden"): 0.2838,
        ("A man is playing guitar", "A woman watches TV"): -0.0327,
        ("The new movie is awesome", "The new movie is so great"): 0.8939,
    }
    for pair, score in pairs.items():
        one, other = embeddings.embed(list(pair), embeddings.identity("minilm")).astype(float)
        assert one @ other == pytest.approx(score, abs=5e-4)


@pytest.fixture(params=SHAPES)
def place(request, tmp_path):
    """A folder with a small transformer and a tokenizer of a few words."""
    shape = SHAPES[request.param]
    config = {
        "model_type": shape.kind,
        "hidden_size": shape.width,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.inner,
        "layer_norm_eps": shape.epsilon,
    }
    (tmp_path / "config.json").write_text(json.dumps(config))
    names = {f"{shape.kind}.{name}": array for name, array in weights_of(shape).items()}
    safetensors.save_file(names, tmp_path / "model.safetensors")
    words = {"[UNK]": 0, "[CLS]": 1, "[SEP]": 2, "shark": 3, "night": 4}
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(words, "[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def test_a_folder_is_an_encoder_of_its_own(place):
    of = embeddings.chosen(str(place))
    assert (of["width"], of["name"], of["encoder"]) == (24, place.name, str(place))
    night, sharks, nothing = embeddings.embed(["night", "shark shark", ""], of)
    assert (night != sharks).any()
    assert not nothing.any()


def test_no_more_of_a_text_is_read_than_there_are_places(place):
    (place / "sentence_bert_config.json").write_text('{"max_seq_length": 5}')
    of = embeddings.chosen(str(place))
    short, long = embeddings.embed(["shark shark night", "shark shark night shark"], of)
    assert (short == long).all()


def changed(place, name, **fields):
    file = place / name
    file.write_text(json.dumps({**json.loads(file.read_text()), **fields}))


def step(place, name, path="1_Pooling"):
    (place / "modules.json").write_text(json.dumps([{"path": path, "type": f"models.{name}"}]))


DAMAGES = {
    "no file tokenizer": lambda place: (place / "tokenizer.json").unlink(),
    "another kind: model_type": lambda place: changed(place, "config.json", model_type="t5"),
    "another kind: hidden_act": lambda place: changed(place, "config.json", hidden_act="relu"),
    "another kind: hidden_size": lambda place: changed(place, "config.json", hidden_size=10**9),
    "no multiple of its heads": lambda place: changed(place, "config.json", num_attention_heads=5),
    "no array encoder.layer.2": lambda place: changed(place, "config.json", num_hidden_layers=3),
    "which does not fit": lambda place: changed(place, "config.json", intermediate_size=41),
    "another kind:": lambda place: (place / "config.json").write_text("no JSON"),
    "larger than 1 MB": lambda place: (place / "config.json").write_text(" " * (2**20 + 1)),
    "safetensors cannot be read": lambda place: (place / "model.safetensors").write_bytes(b"x"),
    "a step 'Dense'": lambda place: step(place, "Dense"),
    "outside its own": lambda place: step(place, "Pooling", "../.."),
    "config.json cannot be read": lambda place: step(place, "Pooling"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_folder_that_holds_something_else_is_refused_and_why(place, damage):
    DAMAGES[damage](place)
    with pytest.raises(ModelError, match=rf"{damage}.*No text was embedded"):
        embeddings.chosen(str(place))


def test_a_tokenizer_that_does_not_belong_to_the_weights_is_refused(place):
    of = embeddings.chosen(str(place))
    file = place / "tokenizer.json"
    file.write_text("{}")
    with pytest.raises(ModelError, match=r"tokenizer\.json cannot be read"):
        embeddings.embed(["shark"], of)


def test_how_tokens_become_one_vector_is_read_and_tells_vectors_apart(place):
    before = embeddings.text_key(embeddings.chosen(str(place)))
    step(place, "Pooling")
    (place / "1_Pooling").mkdir()
    (place / "1_Pooling" / "config.json").write_text('{"pooling_mode_cls_token": true}')
    again = shutil.copytree(place, place.parent / f"{place.name}-again")
    assert embeddings.text_key(embeddings.chosen(str(again))) != before
    (again / "1_Pooling" / "config.json").write_text('{"pooling_mode_max_tokens": true}')
    other = shutil.copytree(again, place.parent / f"{place.name}-other")
    with pytest.raises(ModelError, match="neither the mean of its tokens nor the first one"):
        embeddings.chosen(str(other))
