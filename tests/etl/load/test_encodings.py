"""From bytes in another encoding to UTF-8."""

import pytest

from etl.load.encodings import in_utf8, without_mark

TEXT = "title\r\nAmélie’s Été\r\nLe Dîner\r\n"


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_is_written_anew_in_utf8(tmp_path, encoding):
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.encode(encoding))
    file = in_utf8(path, tmp_path)
    assert file.path.read_bytes().decode() == TEXT
    assert (file.is_cut, file.spoiled_lines) == (False, 0)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_file_in_utf8_is_read_where_it_is(tmp_path, mark):
    path = tmp_path / "a.csv"
    path.write_bytes(mark + ("é" * (3 << 19)).encode())
    assert in_utf8(path, tmp_path).path == path


def test_one_bad_byte_spoils_one_letter_and_is_counted(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("등대,Маяк\nÉté,Ý\nBad é\nПорт\n".encode().replace(b"Bad \xc3", b"Bad "))
    file = in_utf8(path, tmp_path)
    assert file.path.read_text(encoding="utf-8") == "등대,Маяк\nÉté,Ý\nBad �\nПорт\n"
    assert file.spoiled_lines == 1


def test_a_file_cut_within_a_letter_is_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("등대\n등대".encode()[:-1])
    file = in_utf8(path, tmp_path)
    assert file.path.read_text(encoding="utf-8") == "등대\n등�"
    assert (file.is_cut, file.spoiled_lines) == (True, 0)


def test_the_mark_is_taken_off():
    assert without_mark(b"\xef\xbb\xbftitle") == b"title"
