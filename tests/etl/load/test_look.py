"""What a look at one file says of it."""

from datetime import date

import pytest
from data_directory import FILM

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from catalogue_insights.cli.look_lines import look_lines
from etl.load.look import look_at

AS_OF = date(2026, 11, 20)


def test_a_file_anywhere_is_known_by_its_columns(data, tmp_path):
    path = data.netflix("n_2021-01.csv", {}).rename(tmp_path / "catalogue_2021-01.csv")
    [look] = look_at(path, AS_OF, Limits())
    assert (look.source, look.snapshot_on, look.rows_loaded) == ("netflix", "2021-01-31", 1)
    assert look.first_rows[0]["date_added"] == "2019-12-03"
    assert look.first_rows[0]["title"] == FILM["title"]


def test_a_file_in_a_services_folder_is_that_services(data):
    path = data.catalogue("services/disney-plus/SE/d_2021-10-01.csv", {})
    [look] = look_at(path, AS_OF, Limits())
    assert (look.source, look.service, look.region) == ("services", "Disney+", "SE")
    assert "a file for services (Disney+ in SE), read as raw.service_titles" in next(
        look_lines(look)
    )


def test_offers_and_providers_are_known_by_their_columns(tmp_path):
    tables = {
        "offers": "service,region,access,offered_from,tmdb_id\nHulu,US,ads,2026-01-01,603\n",
        "availability": "tmdbId,provider_name,access_type,country\n603,Hulu,ads,US\n",
    }
    for source, text in tables.items():
        path = tmp_path / "a.csv"
        path.write_text(text)
        [look] = look_at(path, AS_OF, Limits())
        assert (look.source, look.service, look.rows_loaded) == (source, None, 1)


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
