"""What a look at one file says of it."""

from datetime import date

import pytest
from data_directory import FILM

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from etl.load.look import look_at

AS_OF = date(2026, 11, 20)


def test_a_file_anywhere_is_known_by_its_columns(data, tmp_path):
    path = data.netflix("n_2021-01.csv", {}).rename(tmp_path / "catalogue_2021-01.csv")
    [look] = look_at(path, AS_OF, Limits())
    assert (look.source, look.snapshot_on, look.rows_loaded) == ("netflix", "2021-01-31", 1)
    assert look.first_rows[0]["date_added"] == "2019-12-03"
    assert look.first_rows[0]["title"] == FILM["title"]


def test_it_says_how_dates_were_read_and_what_was_not(data):
    odd = ({"title": name, "date_added": "08-12-2021"} for name in ("Two", "Three"))
    path = data.netflix("n.csv", {"date_added": "9/25/2021"}, *odd)
    [look] = look_at(path, AS_OF, Limits())
    [added] = [column for column in look.columns if column.column == "date_added"]
    assert (added.read_count, added.unread_count, added.examples) == (1, 2, ("08-12-2021",))
    assert "the month comes first" in added.note
    assert look.unread == ("date_added: 2 of 3 values were not understood ('08-12-2021')",)


def test_what_no_source_reads_is_refused_with_what_was_found(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("one,two\n1,2\n")
    with pytest.raises(SourceError, match="Found: one, two"):
        list(look_at(path, AS_OF, Limits()))


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(SourceError, match="is no file"):
        list(look_at(tmp_path / "none.csv", AS_OF, Limits()))
