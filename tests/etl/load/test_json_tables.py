"""JSON in every shape that TMDb's answers and pandas' dumps have."""

import json

import pytest

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from etl.load.json_tables import read_json_file
from etl.load.scratch import Scratch

FILMS = [{"id": 1, "title": "O'Hara"}, {"id": 2, "title": "Été"}]
PAGE = {"page": 1, "results": FILMS, "total_pages": 1}
DETAIL = {**FILMS[0], "videos": {"results": [{"id": "a"}]}}

SHAPES = {
    "array": json.dumps(FILMS),
    "indented array": json.dumps(FILMS, indent=2),
    "lines": "\n".join(map(json.dumps, FILMS)),
    "lines after blank ones": "\n\n" + "\n".join(map(json.dumps, FILMS)),
    "indented objects": "\n".join(json.dumps(film, indent=2) for film in FILMS),
    "objects in one line": "".join(map(json.dumps, FILMS)),
    "objects with commas": ",\n".join(map(json.dumps, FILMS)),
    "arrays one after another": "\n".join(json.dumps([film]) for film in FILMS),
    "page": json.dumps(PAGE),
    "indented page": json.dumps(PAGE, indent=2),
    "pages": "\n".join(json.dumps({"page": film["id"], "results": [film]}) for film in FILMS),
    "array of pages": json.dumps([{"page": film["id"], "results": [film]} for film in FILMS]),
    "by column": json.dumps({"id": {"0": 1, "1": 2}, "title": {"0": "O'Hara", "1": "Été"}}),
    "by row": json.dumps({"0": FILMS[0], "1": FILMS[1]}),
    "split": json.dumps(
        {"columns": ["id", "title"], "index": [0, 1], "data": [[1, "O'Hara"], [2, "Été"]]}
    ),
    "table": json.dumps({"schema": {"fields": []}, "data": FILMS}),
}


@pytest.fixture
def read(con, tmp_path):
    """Reads a text of JSON: the rows' ids and titles, and how many rows are broken."""

    def read_text(text: str, limits: Limits | None = None):
        path = tmp_path / "a.json"
        path.write_text(text, encoding="utf-8")
        with Scratch(con) as scratch:
            table = read_json_file(scratch, path, tmp_path, limits or Limits())
            query = f"select id, title from {table.rows} order by row_number"
            return con.execute(query).fetchall(), table.broken_count

    return read_text


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_rows(read, shape):
    assert read(SHAPES[shape]) == ([("1", "O'Hara"), ("2", "Été")], 0)


def test_the_results_within_an_answer_are_no_titles(read):
    assert read(json.dumps(DETAIL, indent=2)) == ([("1", "O'Hara")], 0)


@pytest.mark.parametrize(
    "text", ['[{"id": 1, "title": "A"}, {"id": 2, "ti', '{"id":1,"title":"A"}{']
)
def test_of_a_file_that_is_cut_off_the_whole_objects_are_read(read, text):
    assert read(text) == ([("1", "A")], 1)


def test_what_is_no_number_comes_as_it_is(read):
    assert read('{"id": NaN, "title": -Infinity}') == ([("NaN", "-Infinity")], 0)


@pytest.mark.parametrize("text", ["[" * 100_000, "[]", "[1, 2]", '{"a'])
def test_without_a_whole_object_it_is_refused(read, text):
    with pytest.raises(SourceError, match="none that is whole"):
        read(text)


def test_too_many_keys_are_refused_with_the_setting(read):
    with pytest.raises(SourceError, match="columns in the settings"):
        read(json.dumps({f"key{number}": 1 for number in range(20)}), Limits(columns=10))
