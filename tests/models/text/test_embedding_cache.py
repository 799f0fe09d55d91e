"""Each text is embedded once, and what is remembered can be lost without harm."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from catalogue_common.settings import Settings
from models.text import embedding_cache
from models.text import sentence_embeddings as embeddings
from models.text.embedding_cache import TextMemory, text_memory

installed = pytest.mark.skipif(not embeddings.is_available(), reason="the extra is not installed")


def test_only_new_texts_are_embedded(tmp_path, counted):
    first = TextMemory(tmp_path / "texts.parquet")
    before = first.embed(["one", "two", "one"])
    first.write()
    again = TextMemory(tmp_path / "texts.parquet")
    assert (again.embed(["three", "two", "one", "one"])[[3, 1, 2]] == before).all()
    assert (counted, again.new_count) == (["one", "two", "three"], 1)


def test_a_text_of_no_title_any_more_is_forgotten(tmp_path, counted):
    for texts in (["one", "two"], ["two"], ["one"]):
        memory = TextMemory(tmp_path / "texts.parquet")
        memory.embed(texts)
        memory.write()
    assert counted == ["one", "two", "one"]
    assert pq.read_table(tmp_path / "texts.parquet").num_rows == 1
    assert [path.name for path in tmp_path.iterdir()] == ["texts.parquet"]


def test_no_more_are_remembered_than_there_is_room_for(tmp_path, counted, monkeypatch):
    monkeypatch.setattr(embedding_cache, "LIMIT", 2)
    memory = TextMemory(tmp_path / "texts.parquet")
    for text in ("one", "two", "three"):
        memory.embed([text])
    memory.write()
    assert pq.read_table(tmp_path / "texts.parquet").num_rows == 2


@pytest.mark.parametrize("damage", ["cut", "changed", "other columns", "other embeddings"])
def test_a_file_that_cannot_be_believed_is_dropped(tmp_path, counted, damage, caplog):
    file = tmp_path / "texts.parquet"
    memory = TextMemory(file)
    vectors = memory.embed(["one"])
    memory.write()
    content = bytearray(file.read_bytes())
    if damage == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif damage == "changed":
        content[content.index(vectors.tobytes()[:64])] ^= 1
        file.write_bytes(content)
    elif damage == "other columns":
        pq.write_table(pa.table({"text": ["one"]}).replace_schema_metadata({"of": "x"}), file)
    else:
        pq.write_table(pq.read_table(file).replace_schema_metadata({"of": "others"}), file)
    assert (TextMemory(file).embed(["one"]) == vectors).all()
    assert counted == ["one", "one"]
    assert ("cannot be read" in caplog.text) == (damage != "other embeddings")


def test_without_the_extra_none_are_remembered(absent, tmp_path):
    assert text_memory(Settings(warehouse=tmp_path / "w.duckdb", embeddings=True)) is None


@installed
def test_without_the_wish_none_are_remembered(tmp_path):
    assert text_memory(Settings(warehouse=tmp_path / "w.duckdb", embeddings=False)) is None
