"""A folder of parts, here or in a store: files are put whole, and secrets are not in addresses."""

from __future__ import annotations

import sys

import pytest
from s3_store import SECRET

from catalogue_common.errors import PartsError
from models.parts.place import Place


@pytest.fixture(params=["local", "s3"])
def place(request, tmp_path, store, monkeypatch):
    """Both kinds."""
    for name, value in store.environment.items():
        monkeypatch.setenv(name, value)
    return Place(str(tmp_path / "made") if request.param == "local" else "s3://titles/made/")


def test_what_is_put_is_found_and_read(place):
    assert place.stamps() == {}
    place.put("a/one.parquet", b"one")
    place.put("two.json", b"second")
    place.put("_aside/three.parquet", b"hidden")
    assert list(place.stamps()) == ["a/one.parquet", "two.json"]
    assert list(place.stamps("a")) == ["a/one.parquet"]
    assert list(place.stamps(ending=".json")) == ["two.json"]
    assert place.stamps()["two.json"].size == 6
    assert place.read("a/one.parquet") == b"one"
    assert place.read_all(["two.json", "a/one.parquet"]) == {
        "two.json": b"second",
        "a/one.parquet": b"one",
    }


def test_another_content_has_another_stamp(place):
    place.put("one", b"one")
    before = place.stamps()
    assert place.stamps() == before
    place.put("one", b"two")
    assert place.stamps() != before


def test_what_is_not_there(place):
    place.remove("nothing")
    for read in (lambda: place.read("nothing"), lambda: place.read_all(["nothing"])):
        with pytest.raises(PartsError, match="cannot be read"):
            read()
    place.put("one", b"one")
    place.remove("one")
    assert place.stamps() == {}


def test_a_store_that_refuses_is_told_without_the_secret(store, monkeypatch):
    for name, value in store.environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(PartsError) as caught:
        Place("s3://no-such-bucket/x").put("one", b"1")
    assert "cannot be written" in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["s3://key:secret@bucket/x", "ftp://me@host/x", "s3://bucket/x?token=secret"]
)
def test_an_address_holds_no_secret(address):
    with pytest.raises(PartsError, match="no name, password or query") as caught:
        Place(address)
    assert "secret" not in str(caught.value)


def test_another_kind_of_store_is_named():
    with pytest.raises(PartsError, match="cannot be reached"):
        Place("nosuch://bucket/x")


def test_without_the_extra_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(PartsError, match=r"pip install 'catalogue-insights\[scale\]'"):
        Place(str(tmp_path))
