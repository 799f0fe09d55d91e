"""Words are counted as scikit-learn counts them, in any script."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

from models.text.tfidf import idf_of, weigh
from models.text.word_counter import WordCounter, pack, unpack

TEXTS = [
    "Éowyn's café: a naïve Übermensch, l'été à Málaga — ÇA VA?",
    "ΟΔΥΣΣΕΥΣ επιστρέφει στο σπίτι του. Ο ΟΔΥΣΣΕΥΣ, Σ",
    "Москва слезам не верит… Ёлка; Їжак",
    "東京の夜 東京タワー、千と千尋の神隠し",
    "서울의 봄, 한국 영화 한국 드라마",
    "हिन्दी फ़िल्म की कहानी की कहानी",
    "ภาพยนตร์ไทย เรื่องหนึ่ง",
    "الحب في زمن الحرب، مُحَمَّد",
    "İSTANBUL'da bir gece; IĞDIR straße ﬁlm ǅ",
    "e\u0301clair éclair 2nd ½ ² Ⅷ x_y __ 👩‍👩‍👧 a\u200db",
    "שלום עולם — የኢትዮጵያ ፊልም — ქართული ფილმი",
    "",
    "-- ... !!",
    "the the the the quiet the quiet",
    "one\nline\r\nand\tanother\0after\x85it\u2028on",
]


def sklearn_counter(minimum=1):
    options = {"token_pattern": r"\b\w+\b", "dtype": np.float32, "min_df": minimum}
    return CountVectorizer(ngram_range=(1, 2), **options)


@pytest.mark.parametrize("minimum", [1, 2])
def test_counts_and_names_are_those_of_scikit_learn(minimum):
    theirs, ours = sklearn_counter(minimum), WordCounter(minimum)
    expected = theirs.fit_transform(TEXTS)
    counted = ours.fit_transform(pa.chunked_array([TEXTS]))
    assert (expected != counted).nnz == 0
    assert ours.names.tolist() == theirs.get_feature_names_out().tolist()


def test_weights_are_those_of_scikit_learn_on_texts_not_seen_in_fitting():
    theirs, ours = sklearn_counter().fit(TEXTS[:8]), WordCounter()
    ours.fit_transform(pa.chunked_array([TEXTS[:8]]))
    weights = TfidfTransformer(sublinear_tf=True).fit(theirs.transform(TEXTS[:8]))
    unseen = [" ".join(TEXTS), *TEXTS]
    expected = weights.transform(theirs.transform(unseen))
    idf = idf_of(ours.transform(pa.chunked_array([TEXTS[:8]])))
    assert abs(idf - weights.idf_).max() < 1e-6
    assert abs(weigh(ours.transform(pa.chunked_array([unseen])), idf) - expected).max() < 1e-6


@pytest.mark.parametrize("texts", [[], [""], ["", "the", ""]])
def test_texts_without_known_words_weigh_nothing(texts):
    counter = WordCounter()
    idf = idf_of(counter.fit_transform(pa.chunked_array([["quiet"]])))
    weights = weigh(counter.transform(pa.chunked_array([texts], pa.string())), idf)
    assert weights.shape == (len(texts), 1)
    assert weights.nnz == 0


@given(st.lists(st.text(max_size=30), min_size=1, max_size=8))
def test_any_texts_are_counted_alike(texts):
    ours, column = WordCounter(), pa.chunked_array([texts], pa.string())
    counted = ours.fit_transform(column)
    if not counted.shape[1]:  # scikit-learn refuses texts without any word
        return
    assert (sklearn_counter().fit_transform(texts) != counted).nnz == 0
    assert (ours.transform(column) != counted).nnz == 0


def test_many_texts_are_counted_in_blocks(monkeypatch):
    column = pa.chunked_array([TEXTS])
    whole = WordCounter().fit_transform(column)
    monkeypatch.setattr("models.text.word_counter._BLOCK", 4)
    assert (WordCounter().fit_transform(column) != whole).nnz == 0


def test_strings_survive_as_plain_arrays():
    strings = pa.array(["", *TEXTS, ""])
    assert unpack(pack(strings.slice(3, 9))).to_pylist() == strings.slice(3, 9).to_pylist()
    assert unpack(pack(strings.slice(0, 0))).to_pylist() == []
