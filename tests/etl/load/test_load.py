"""Files of every shape: each row is loaded, rejected or a duplicate, and no file stops another."""

import gzip
import json
import zipfile

import pytest
from data_directory import DataDirectory

from catalogue_common.errors import SourceError
from catalogue_common.files import sha256_of
from etl.load.load import load_all

TMDB_CSV = "id,title,popularity,vote_average,vote_count,release_date,genres\n"


def load(con, data: DataDirectory, progress) -> dict:
    loads = load_all(con, data.path, run_id="test", progress=progress)
    return {one.file: one for one in loads}


def titles(con, table: str = "raw.netflix_titles") -> list[str]:
    return [row[0] for row in con.execute(f"select title from {table} order by title").fetchall()]


def test_a_snapshot_is_loaded_as_it_came(con, data, progress):
    data.netflix("netflix_titles_2021-01.csv", {}, {"title": "Élite, & <others>"})
    result = load(con, data, progress)["netflix/netflix_titles_2021-01.csv"]
    assert (result.status, result.rows_read, result.rows_loaded) == ("loaded", 2, 2)
    assert titles(con) == ["The Quiet Harbour", "Élite, & <others>"]


def test_the_same_bytes_are_loaded_once(con, data, progress):
    data.netflix("netflix_titles_2021-01.csv", {})
    data.netflix("copy_of_2021-01.csv", {})
    statuses = {one.status for one in load(con, data, progress).values()}
    again = {one.status for one in load(con, data, progress).values()}
    assert statuses == {"loaded", "unchanged"}
    assert again == {"unchanged"}
    assert len(titles(con)) == 1


def test_a_load_names_its_file_by_the_hash_of_its_bytes(con, data, progress):
    data.netflix("netflix_titles_2021-01.csv", {})
    load(con, data, progress)
    file = data.path / "netflix" / "netflix_titles_2021-01.csv"
    traced = """
        select loads.sha256 from raw.netflix_titles as titles inner join ops.loads using (load_id)
    """
    assert con.execute(traced).fetchall() == [(sha256_of(file),)]


def test_a_file_with_semicolons_a_byte_order_mark_and_windows_line_ends(con, data, progress):
    data.write(
        "netflix/excel.csv",
        b"\xef\xbb\xbfTitle;TYPE;Release_Year;;\r\nTwo Rivers;Movie;2001;;\r\n",
    )
    load(con, data, progress)
    assert titles(con) == ["Two Rivers"]


def test_a_file_in_windows_encoding_keeps_its_accents(con, data, progress):
    rows = "title,type,release_year\nAmélie’s Été,Movie,2001\nPlain,Movie,2002\n"
    data.write("netflix/old.csv", rows.encode("cp1252"))
    load(con, data, progress)
    assert titles(con) == ["Amélie’s Été", "Plain"]


def test_a_description_may_hold_line_breaks_and_quotes(con, data, progress):
    data.netflix("n.csv", {"description": 'She said "no"\nand left, again.'})
    load(con, data, progress)
    found = con.execute("select description from raw.netflix_titles").fetchone()
    assert found == ('She said "no"\nand left, again.',)


def test_a_truncated_last_row_is_kept_in_rejects(con, data, progress):
    data.write("tmdb/cut.csv", TMDB_CSV + '1,One,2.5,7,10,2001-01-01,Drama\n2,"Tw')
    result = load(con, data, progress)["tmdb/cut.csv"]
    assert (result.rows_read, result.rows_loaded, result.rows_rejected) == (2, 1, 1)
    reason, row = con.execute('select reason, "row" from raw.rejects').fetchone()
    assert "quote" in reason
    assert row.startswith('2,"Tw')


def test_a_row_without_title_or_number_is_rejected_with_its_reason(con, data, progress):
    data.write("tmdb/a.csv", TMDB_CSV + "1,One,1,0,0,,\nx,Two,1,0,0,,\n3,,1,0,0,,\n")
    result = load(con, data, progress)["tmdb/a.csv"]
    reasons = con.execute("select reason from raw.rejects order by row_number").fetchall()
    assert reasons == [("id is not a number",), ("no title",)]
    assert result.rows_read == result.rows_loaded + result.rows_rejected


def test_a_repeated_title_in_one_file_is_a_duplicate(con, data, progress):
    data.write("tmdb/a.csv", TMDB_CSV + "1,One,1,0,0,,\n1,One,1,0,0,,\n")
    result = load(con, data, progress)["tmdb/a.csv"]
    assert (result.rows_loaded, result.rows_duplicate) == (1, 1)


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.jsonl.gz"])
def test_answers_as_array_or_lines(con, data, progress, name):
    answers = [
        {"id": 1, "name": "One", "popularity": 2},
        {"id": 2, "name": "T'wo", "popularity": 1},
    ]
    lines = "\n".join(json.dumps(answer) for answer in answers)
    text = json.dumps(answers) if name == "a.json" else lines
    data.write(f"tmdb/{name}", gzip.compress(text.encode()) if name.endswith("gz") else text)
    load(con, data, progress)
    assert titles(con, "raw.tmdb_titles") == ["One", "T'wo"]
    assert con.execute("select distinct kind from raw.tmdb_titles").fetchall() == [("tv",)]


def test_a_broken_line_of_answers_is_rejected(con, data, progress):
    data.write("tmdb/a.jsonl", '{"id": 1, "title": "One", "popularity": 1}\n{"id": 2, "ti\n')
    result = load(con, data, progress)["tmdb/a.jsonl"]
    assert (result.rows_read, result.rows_loaded, result.rows_rejected) == (2, 1, 1)


def test_a_zip_is_unpacked(con, data, progress):
    (data.path / "tmdb").mkdir()
    with zipfile.ZipFile(data.path / "tmdb" / "dump.csv.zip", "w") as archive:
        archive.writestr("../../outside.csv", TMDB_CSV + "1,One,1,0,0,,\n")
        archive.writestr("__MACOSX/._dump.csv", "junk")
    load(con, data, progress)
    assert titles(con, "raw.tmdb_titles") == ["One"]
    assert not (data.path.parent.parent / "outside.csv").exists()


BROKEN = {
    "netflix/no_title.csv": ("name,type,release_year\na,Movie,2001\n", "title is missing"),
    "netflix/page.csv": ("<!DOCTYPE html><html></html>", "HTML page"),
    "netflix/empty.csv": ("", "empty"),
    "top10/null.tsv": ("null", "only the word null"),
    "tmdb/cut.csv.zip": ("PK\x03\x04 cut", "damaged"),
    "tmdb/cut.json": ('[{"id": 1, "title": "One"', "none that is whole"),
    "tmdb/notes.docx": ("hello", "expected a file ending in"),
    "tmdb/other.json": ("[1, 2, 3]", "expected JSON objects"),
    "top10/no_rows.tsv": ("week\tcategory\tweekly_rank\tshow_title\n", "rows can be used"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_stops_only_itself_and_says_why(con, data, progress, name):
    content, message = BROKEN[name]
    data.write(name, content)
    data.netflix("good.csv", {})
    loads = load(con, data, progress)
    assert loads[name].status == "skipped"
    assert loads[name].message.startswith(name)
    assert message in loads[name].message
    assert loads["netflix/good.csv"].status == "loaded"
    assert con.execute("select count(*) from raw.tmdb_titles").fetchone() == (0,)


def test_an_unknown_folder_is_named(con, data, progress):
    data.netflix("good.csv", {})
    data.write("music/songs.csv", "a,b\n1,2\n")
    assert "belongs to no source" in load(con, data, progress)["music"].message


@pytest.mark.parametrize("content", [None, "README.md"])
def test_a_missing_or_empty_directory_is_an_error(con, data, progress, content):
    if content is None:
        data.path.rmdir()
    else:
        data.write(content, "nothing here")
    with pytest.raises(SourceError, match="data directory"):
        load_all(con, data.path, run_id="test", progress=progress)


def test_nothing_readable_at_all_is_an_error(con, data, progress):
    data.write("netflix/page.csv", "<html>")
    with pytest.raises(SourceError, match="No file"):
        load_all(con, data.path, run_id="test", progress=progress)


def test_columns_in_any_order_and_case_and_unknown_ones_are_reported(con, data, progress):
    data.write("netflix/n.csv", "stars,TITLE,Release Year,type\n9,One,2001,Movie\n")
    result = load(con, data, progress)["netflix/n.csv"]
    assert result.message == "columns not loaded: stars"
    assert titles(con) == ["One"]


def test_a_file_with_fewer_than_half_the_rows_of_the_last_one_is_refused(con, data, progress):
    data.netflix("netflix_2021-01.csv", *({"title": f"Title {n}"} for n in range(9)))
    data.netflix("netflix_2021-02.csv", {}, {"title": "Second"})
    result = load(con, data, progress)["netflix/netflix_2021-02.csv"]
    assert result.status == "skipped"
    assert (
        "its 2 rows are fewer than half of the 9 in netflix/netflix_2021-01.csv" in result.message
    )
    loads = load_all(con, data.path, run_id="two", progress=progress, accept_shrink=True)
    assert [one.status for one in loads] == ["unchanged", "loaded"]


def test_an_older_or_another_file_may_be_smaller(con, data, progress):
    data.netflix("netflix_2021-02.csv", *({"title": f"Title {n}"} for n in range(9)))
    data.netflix("netflix_2021-01.csv", {})
    data.write("tmdb/big_2021-01.csv", TMDB_CSV + "".join(f"{n},T,1,1,1,,\n" for n in range(9)))
    data.write("tmdb/small_2021-02.csv", TMDB_CSV + "1,T,1,1,1,,\n")
    assert {one.status for one in load(con, data, progress).values()} == {"loaded"}


def test_a_daily_export_of_identifiers_makes_no_titles(con, data, progress):
    lines = [
        {"adult": False, "id": 5, "original_title": "Five", "popularity": 1.5, "video": False},
        {"adult": False, "id": 6, "original_title": "Six", "popularity": 2.5, "video": False},
    ]
    content = gzip.compress("\n".join(json.dumps(line) for line in lines).encode())
    data.write("tmdb/movie_ids_11_20_2026.json.gz", content)
    assert load(con, data, progress)["tmdb/movie_ids_11_20_2026.json.gz"].rows_loaded == 2
    assert titles(con, "raw.tmdb_titles") == []
    assert con.execute("select kind, id, popularity from raw.tmdb_ids order by id").fetchall() == [
        ("movie", "5", "1.5"),
        ("movie", "6", "2.5"),
    ]
