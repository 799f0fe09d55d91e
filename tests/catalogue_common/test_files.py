"""Files are whole or as they were; lines are not spoilt by half a line before them."""

import stat

import pytest

from catalogue_common.files import append_json_line, read_json_lines, replace_file, sha256_of


def mode_of(path) -> str:
    return stat.filemode(path.stat().st_mode)


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    page = tmp_path / "new folder" / "page.html"
    replace_file(page, "old")
    replace_file(page, "né".encode())
    assert page.read_text(encoding="utf-8") == "né"
    assert [path.name for path in page.parent.iterdir()] == ["page.html"]


def test_a_folder_that_is_missing_may_be_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="mistyped"):
        replace_file(tmp_path / "mistyped" / "page.html", "new", makes_folder=False)
    assert not list(tmp_path.iterdir())


def test_a_file_is_for_whom_it_is_written(tmp_path):
    replace_file(tmp_path / "page", "all may read", mode=0o644)
    replace_file(tmp_path / "letter", "one may", mode=0o600)
    assert mode_of(tmp_path / "page") == "-rw-r--r--"
    assert mode_of(tmp_path / "letter") == "-rw-------"


def test_what_fails_leaves_the_old_file_alone(tmp_path, monkeypatch):
    page = tmp_path / "page"
    replace_file(page, "old")

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        replace_file(page, "new")
    assert page.read_text() == "old"
    assert list(tmp_path.iterdir()) == [page]


def test_lines_after_half_a_line_are_read(tmp_path):
    ledger = tmp_path / "ledger.jsonl"
    append_json_line(ledger, {"number": 1})
    with ledger.open("a") as file:
        file.write('{"number": 2, "hal')
    append_json_line(ledger, {"number": 3})
    assert [line["number"] for line in read_json_lines(ledger)] == [1, 3]
    assert mode_of(ledger) == "-rw-r-----"


def test_no_file_has_no_lines(tmp_path):
    assert list(read_json_lines(tmp_path / "none")) == []


def test_the_hash_of_no_bytes(tmp_path):
    (tmp_path / "empty").touch()
    assert sha256_of(tmp_path / "empty").startswith("e3b0c44298fc1c14")
