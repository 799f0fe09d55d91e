"""What parts a file's cells and what its columns are called, as its header shows."""

import pytest

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
