"""What parts a file's cells and what its columns are called, as its header shows."""

import pytest

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from etl.load.dialects import dialect_of


@pytest.mark.parametrize(
    ("header", "separator", "columns"),
    [
        ("title,type", ",", ("title", "type")),
        ("title;type;rating, in stars", ";", ("title", "type", "rating, in stars")),
        ("\ufefftitle\ttype\r", "\t", ("title", "type")),
        ('"title, as shown","type"', ",", ("title, as shown", "type")),
        (",title,Title,row_number", ",", ("column0", "title", "column2", "column3")),
    ],
)
def test_the_header_shows_the_dialect(tmp_path, header, separator, columns):
    path = tmp_path / "a.csv"
    path.write_bytes(f"{header}\n1,2;3\n".encode())
    dialect = dialect_of(path)
    assert (dialect.separator, dialect.columns) == (separator, columns)


@pytest.mark.parametrize(
    ("content", "setting"),
    [(b'a,"' + b"x" * 2000 + b'"\n1,2\n', "header_kilobytes"), (b"a," * 200 + b"\n", "columns")],
)
def test_a_header_beyond_its_limits_is_refused_with_the_setting(tmp_path, content, setting):
    path = tmp_path / "a.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=f"raise {setting}"):
        dialect_of(path, Limits(header_kilobytes=1, columns=100))


@pytest.mark.parametrize("above", [b"\n", b"\xef\xbb\xbf\r\n \r\n", b"sep=|\n", b'"sep=|"\r\n\n'])
def test_the_header_starts_below_blank_lines_and_the_one_that_names_the_separator(tmp_path, above):
    path = tmp_path / "a.csv"
    path.write_bytes(above + b"title|a,b,c\n")
    dialect = dialect_of(path)
    assert dialect.starts_at == len(above)
    assert dialect.columns in {("title", "a,b,c"), ("title|a", "b", "c")}
    assert dialect.separator == ("|" if b"sep" in above else ",")


@pytest.mark.parametrize(
    ("text", "banner", "starts_at"),
    [
        ("What We Watched,,,\n,,,\nHalf,H1 2023,,\n,Title,Type,Hours\n,A,b,1\n", True, 38),
        ("Jan-Jun 2023\n\nTitle,Type,Hours\nA,b,1\n", True, 14),
        ("Title,Type,Hours\nA,b,1\n", False, 0),
        ("genre_id,genre\n1,Drama\n", False, 0),
        ("genre_id,genre\n1,Drama, of a kind\n", False, 0),
        ("id\n1,2,3\n", False, 0),
        ('"Title\n(en)",Type,Hours\nA,b,1\n', False, 0),
    ],
)
def test_what_stands_above_the_header_is_its_banner(tmp_path, text, banner, starts_at):
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode())
    dialect = dialect_of(path)
    assert (bool(dialect.banner), dialect.starts_at) == (banner, starts_at)
