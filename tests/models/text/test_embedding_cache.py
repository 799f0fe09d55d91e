"""Each text is embedded once, and what is remembered can be lost without harm."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from meaningless_embeddings import WORDS

from catalogue_common.settings import Settings
from models.text import embedding_cache
from models.text.embedding_cache import KindMemory, TextMemory, text_memory


def test_only_new_texts_are_embedded(tmp_path, counted):
    first = KindMemory(WORDS, tmp_path / "texts.parquet")
    before = first.embed(["one", "two", "one"])
    first.write()
    again = KindMemory(WORDS, tmp_path / "texts.parquet")
    assert (again.embed(["three", "two", "one", "one"])[[3, 1, 2]] == before).all()
    assert (counted, again.new_count) == (["one", "two", "three"], 1)


def test_a_text_of_no_title_any_more_is_forgotten(tmp_path, counted):
    for texts in (["one", "two"], ["two"], ["one"]):
        memory = KindMemory(WORDS, tmp_path / "texts.parquet")
        memory.embed(texts)
        memory.write()
    assert counted == ["one", "two", "one"]
    assert pq.read_table(tmp_path / "texts.parquet").num_rows == 1
    assert [path.name for path in tmp_path.iterdir()] == ["texts.parquet"]


def test_no_more_are_remembered_than_there_is_room_for(tmp_path, counted, monkeypatch):
    monkeypatch.setattr(embedding_cache, "LIMIT", 2)
    memory = KindMemory(WORDS, tmp_path / "texts.parquet")
    for text in ("one", "two", "three"):
        memory.embed([text])
    memory.write()
    assert pq.read_table(tmp_path / "texts.parquet").num_rows == 2


@pytest.mark.parametrize("damage", ["cut", "changed", "other columns", "other width"])
def test_a_file_that_cannot_be_believed_is_dropped(tmp_path, counted, damage, caplog):
    file = tmp_path / "texts.parquet"
    memory = KindMemory(WORDS, file)
    vectors = memory.embed(["one"])
    memory.write()
    content = bytearray(file.read_bytes())
    if damage == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif damage == "changed":
        content[content.index(vectors.tobytes()[:64])] ^= 1
        file.write_bytes(content)
    elif damage == "other columns":
        pq.write_table(pa.table({"text": ["one"]}), file)
    else:
        KindMemory({**WORDS, "width": 8}, file).embed(["one"])
        wide = pa.array([[1.0] * 8], pa.list_(pa.float16(), 8))
        pq.write_table(pq.read_table(file).set_column(1, "vector", wide), file)
    assert (KindMemory(WORDS, file).embed(["one"]) == vectors).all()
    assert counted.count("one") >= 2
    assert "cannot be read" in caplog.text


def test_each_kind_of_embeddings_has_a_file_and_those_read_no_more_are_dropped(tmp_path, counted):
    titles = pa.table({"words": ["one", "two"]})
    other = {**WORDS, "weights_sha256": "z", "width": 8}
    memory = TextMemory(WORDS, tmp_path)
    both = memory.added_to(titles, [WORDS, other, None, WORDS])
    memory.write()
    assert both.num_columns == 3
    assert len(list(tmp_path.iterdir())) == 2
    later = TextMemory(WORDS, tmp_path)
    assert later.added_to(titles, [WORDS])[1] == both[1]
    later.write()
    assert len(list(tmp_path.iterdir())) == 1
    assert counted == ["one", "two"] * 2


def test_without_the_extra_none_are_tried(absent, tmp_path):
    assert text_memory(Settings(warehouse=tmp_path / "w.duckdb", embeddings=True)).tried is None


def test_without_the_wish_none_are_tried(tmp_path):
    assert text_memory(Settings(warehouse=tmp_path / "w.duckdb", embeddings=False)).tried is None
