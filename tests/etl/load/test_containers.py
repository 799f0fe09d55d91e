"""What holds a table's bytes: itself, gzip or a zip."""

import gzip
import zipfile

import pytest

from catalogue_common.errors import SourceError
from etl.load.containers import start_of, taken_out


def zipped(path, **members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return path


def test_a_file_that_is_no_zip_is_itself(tmp_path):
    with taken_out(tmp_path / "a.csv") as path:
        assert path == tmp_path / "a.csv"


def test_the_one_file_of_a_zip_is_there_for_as_long_as_it_is_needed(tmp_path):
    with taken_out(zipped(tmp_path / "A.ZIP", a__TSV="x")) as path:
        assert (path.suffix, path.read_text()) == (".tsv", "x")
    assert not path.exists()


def test_of_two_files_in_a_zip_none_is_chosen(tmp_path):
    path = zipped(tmp_path / "a.zip", a__csv="x", b__csv="y")
    with pytest.raises(SourceError, match="it holds 2"), taken_out(path):
        pass


@pytest.mark.parametrize("name", ["a.csv.gz", "A.CSV.GZ"])
def test_the_first_bytes_are_looked_at_inside_gzip(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"title,type"))
    assert start_of(path, 5) == b"title"


@pytest.mark.parametrize("content", [b"title,type", gzip.compress(b"title,type")[:12]])
def test_what_is_no_whole_gzip_is_said(tmp_path, content):
    path = tmp_path / "a.csv.gz"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="expected a whole gzip file"):
        start_of(path)
