"""From bytes in another encoding to UTF-8."""

import gzip

import pytest

from etl.load.encodings import as_utf8, marked_encoding, without_mark


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_file_is_written_anew_in_utf8(tmp_path, name, encoding):
    content = "title\r\nAmélie’s Été\r\n".encode(encoding)
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    assert as_utf8(path, encoding, tmp_path).read_bytes().decode() == "title\r\nAmélie’s Été\r\n"


def test_a_mark_names_the_encoding():
    assert marked_encoding("title".encode("utf-16")) == "utf-16"
    assert marked_encoding(b"\xef\xbb\xbftitle") is None
    assert without_mark(b"\xef\xbb\xbftitle") == b"title"
