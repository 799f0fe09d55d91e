"""What holds a table's bytes: itself, gzip or a zip."""

import gzip
import zipfile

import pytest

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from etl.load.containers import tables_in, taken_out
from etl.load.load import load_all


def zipped(path, **members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "."), content)
    return path


def test_a_file_in_nothing_is_itself(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("title")
    with taken_out(path) as plain:
        assert plain == path


def test_the_one_table_of_a_zip_is_there_for_as_long_as_it_is_needed(tmp_path):
    with taken_out(zipped(tmp_path / "A.ZIP", a__TSV="x", README__txt="y", LICENSE="z")) as path:
        assert (path.suffix, path.read_text()) == (".tsv", "x")
    assert not path.exists()


def test_each_of_several_tables_can_be_taken_out(tmp_path):
    path = zipped(tmp_path / "a.zip", a__csv="x", b__csv="y")
    assert tables_in(path) == ["a.csv", "b.csv"]
    with taken_out(path, "b.csv") as plain:
        assert plain.read_text() == "y"
    with pytest.raises(SourceError, match="it holds 2"), taken_out(path):
        pass


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("archive.zip/titles_2021-03-05.csv", "2021-03-05"),
        ("archive.zip/2021-03-06/titles.csv", "2021-03-06"),
        ("archive_2021-03-07.zip/titles_2021-03-05.csv", "2021-03-07"),
        ("2020-01/archive.zip/titles_2021-03-05.csv", "2021-03-05"),
    ],
)
def test_the_one_table_of_a_zip_says_the_day_where_the_zip_does_not(con, data, progress, name, day):
    plain = data.netflix("plain.csv", {})
    archive, member = name.split(".zip/")
    path = data.write(f"netflix/{archive}.zip", b"")
    zipped(path, **{member: plain.read_text()})
    plain.unlink()
    load_all(con, data.path, run_id="first", progress=progress)
    assert con.execute("select snapshot_on::text from ops.loads").fetchall() == [(day,)]


@pytest.mark.parametrize("name", ["a.csv.gz", "A.CSV.GZ", "really_gzip.csv"])
def test_gzip_is_known_by_its_bytes(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(gzip.compress(b"title,type"))
    with taken_out(path) as plain:
        assert plain.read_bytes() == b"title,type"


def test_a_table_may_lie_in_gzip_in_a_zip(tmp_path):
    with taken_out(zipped(tmp_path / "a.zip", a__csv__gz=gzip.compress(b"x"))) as plain:
        assert (plain.suffix, plain.read_bytes()) == (".csv", b"x")


PLAIN = b"title,type\n" + bytes(range(32, 120)) * 30
WHOLE = gzip.compress(PLAIN, mtime=0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (WHOLE[:-20], "ends early"),
        (WHOLE[:40] + b"\xff\xff\xff" + WHOLE[43:], "damaged inside"),
        (b"PK\x03\x04 and no more", "damaged inside"),
    ],
)
def test_a_damaged_container_is_refused_with_what_to_do(tmp_path, content, message):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=f"{message}.*Download it again"), taken_out(path):
        pass


def test_an_encrypted_zip_is_named_so(tmp_path):
    path = zipped(tmp_path / "a.zip", a__csv="x")
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path.write_bytes(content)
    with pytest.raises(SourceError, match="encrypted"), taken_out(path):
        pass


def test_a_zip_of_a_later_kind_is_named_so(tmp_path):
    path = zipped(tmp_path / "a.zip", a__csv="x")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 6] = 89
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"packed in a way .*version 8\.9"):
        tables_in(path)


def test_damage_under_lzma_is_explained(tmp_path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.csv", PLAIN)
    content = bytearray(path.read_bytes())
    content[60:80] = bytes(20)
    path.write_bytes(content)
    with pytest.raises(SourceError, match="damaged inside"), taken_out(path):
        pass


def test_a_member_whose_name_was_lost_is_no_table(tmp_path):
    path = zipped(tmp_path / "a.zip", a__csv="x", b__csv="y")
    content = path.read_bytes().replace(b"b.csv", b"\0.csv")
    path.write_bytes(content)
    assert tables_in(path) == [""]
    with taken_out(path) as plain:
        assert plain.read_text() == "x"


@pytest.mark.parametrize("name", ["a.csv.gz", "a.zip"])
def test_what_unpacks_to_more_than_is_allowed_is_refused(tmp_path, name):
    path, bomb = tmp_path / name, b"0" * (2 << 20)
    if name == "a.zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.csv", bomb)
    else:
        path.write_bytes(gzip.compress(bomb))
    limits = Limits(file_megabytes=1)
    with pytest.raises(SourceError, match="file_megabytes"), taken_out(path, limits=limits):
        pass
