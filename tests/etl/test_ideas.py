"""A list of ideas is read as people write it; what is no idea is said, not guessed."""

import json

import pytest
from openpyxl import Workbook

from catalogue_common.errors import SourceError
from catalogue_common.settings import Limits
from etl.ideas import read_ideas


def ideas(path):
    return read_ideas(path, Limits())


def test_a_spreadsheets_csv_with_the_names_that_people_use(tmp_path):
    file = tmp_path / "ideas.csv"
    file.write_text(
        "Working Title;Kind;Logline;Genre;Language;Country;People;Running time;Notes\n"
        "The Quiet Harbour;film;Letters to a town.;Drama;Swedish;Sweden, GB;Bo Ek;1h 44m;x\n"
    )
    found = ideas(file)
    assert found.titles == [
        {
            "title": "The Quiet Harbour",
            "type": "movie",
            "description": "Letters to a town.",
            "genres": ["Drama"],
            "original_language": "sv",
            "countries": ["SE", "GB"],
            "cast_members": ["Bo Ek"],
            "duration_minutes": "104",
        }
    ]
    assert list(found.lines()) == ["columns not read: Notes"]


def test_json_lines_and_a_list_of_objects_say_the_same(tmp_path):
    one = {"title": "Ett", "type": "tv show", "countries": ["SE"], "year": 2026}
    (tmp_path / "a.jsonl").write_text(json.dumps(one) + "\n" + json.dumps(one))
    (tmp_path / "b.json").write_text(json.dumps([one, one]))
    expected = {"title": "Ett", "type": "series", "countries": ["SE"], "release_year": "2026"}
    assert ideas(tmp_path / "a.jsonl").titles == ideas(tmp_path / "b.json").titles == [expected] * 2


def test_a_workbook_is_read_as_well(tmp_path):
    book = Workbook()
    book.active.append(["Title", "Description"])
    book.active.append(["Ett", "Ett hus vid havet."])
    book.save(tmp_path / "ideas.xlsx")
    (found,) = ideas(tmp_path / "ideas.xlsx").titles
    assert found == {"title": "Ett", "type": "movie", "description": "Ett hus vid havet."}


def test_what_is_no_idea_or_not_understood_is_said(tmp_path):
    (tmp_path / "a.csv").write_text(
        "title,type,description,running time,language,country\n"
        "Ett,film,,8 x 30,Elvish,Atlantis\n"
        "Två,opera,En sång.,,,\n"
        ",film,n/a,,,\n"
    )
    found = ideas(tmp_path / "a.csv")
    assert [title["title"] for title in found.titles] == ["Ett"]
    assert list(found.lines()) == [
        "row 2 is left out: 'opera' is neither a film nor a series",
        "row 3 is left out: it has neither a title nor a description",
        "row 1: not understood: running time '8 x 30'",
        "row 1: not understood: language 'Elvish'",
        "row 1: not understood: country 'Atlantis'",
    ]


@pytest.mark.parametrize("content", ["name of dog\nRex\n", "", "title\n\n", "<html>no</html>"])
def test_a_file_without_ideas_is_refused(tmp_path, content):
    (tmp_path / "a.csv").write_text(content)
    with pytest.raises(SourceError):
        ideas(tmp_path / "a.csv")


def test_the_refusal_says_what_was_expected_and_found(tmp_path):
    (tmp_path / "a.csv").write_text("dog,age\nRex,3\n")
    with pytest.raises(SourceError, match=r"Nothing was scored.*title, type.*found: dog, age"):
        ideas(tmp_path / "a.csv")
