"""The small SQL functions of staging, on the spellings that real files have."""

import json

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue_common.text import register
from warehouse.sql_files import create_macros

CON = duckdb.connect()
register(CON)
create_macros(CON)


def call(macro: str, value: str | None):
    return CON.execute(f"select {macro}(?)", [value]).fetchone()[0]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Élite", "elite"),
        ("Ocean's Eleven", "oceans eleven"),
        ("Ocean’s  Eleven!", "oceans eleven"),
        ("Law & Order", "law and order"),
        ("हिंदी मीडियम", "हिंदी मीडियम"),
        ("海街diary", "海街diary"),
        ("!!!", "!!!"),
    ],
)
def test_title_key(title, key):
    assert call("title_key", title) == key


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Smørrebrød", "Smorrebrod"),
        ("Żółty Łoś", "Zolty Los"),
        ("Cœur d'ægir", "Coeur d'aegir"),
        ("Straße", "Strasse"),
        ("Đorđe", "Dorde"),
        ("Þór", "Thor"),
        ("Kırmızı Işık", "Kirmizi Isik"),
        ("ＪＯＪＯ　２０", "JOJO 20"),
        ("Lamp Ⅱ", "Lamp II"),
        ("Lamp ⅻ", "Lamp XII"),
        ("Alien³", "Alien3"),
        ("Ａ＆Ｂ", "A and B"),
        ("Élite!", "elite"),
        ("Ночь", "ночь"),
    ],
)
def test_letters_that_others_write_otherwise_match(title, plain):
    assert call("match_key", title) == call("match_key", plain)


def test_identifiers_are_made_of_the_letters_as_listed():
    assert call("title_key", "Smørrebrød Ⅱ") == "smørrebrød ⅱ"


@given(st.text(min_size=1).filter(str.strip))
def test_a_title_never_loses_everything(title):
    cleaned = call("clean_text", title)
    assert cleaned is None or call("title_key", cleaned)


# Without what mending looks for: of "&amp;amp;" it takes one layer, and that is right.
UNSPOILED = st.characters(exclude_categories=["Cs"], exclude_characters="&").filter(
    lambda sign: not "\xc2" <= sign <= "\xf4"
)


@given(st.text(UNSPOILED))
def test_cleaning_twice_changes_nothing_more(text):
    once = call("clean_text", text)
    assert call("clean_text", once) == once


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": 28, "name": "Action"}, {"id": 12, "name": "O\'Hara"}]',
        "[{'id': 28, 'name': 'Action'}, {'id': 12, 'name': \"O'Hara\"}]",
        '["Action", "O\'Hara"]',
        "['Action', \"O'Hara\"]",
        "Action, O'Hara",
        "Action|O'Hara",
    ],
)
def test_lists_in_every_spelling(text):
    assert call("list_of", text) == ["Action", "O'Hara"]


@given(st.lists(st.text(st.characters(categories=("L", "N")), min_size=1)))
@settings(deadline=None)  # how long a query is planned depends on the machine
def test_a_list_as_json_comes_back_cleaned(items):
    assert (call("list_of", json.dumps(items)) or []) == [call("clean_text", i) for i in items]


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_no_list_is_null(nothing):
    assert call("list_of", nothing) is None


@pytest.mark.parametrize(
    ("text", "ids"),
    [("[878, 12]", [878, 12]), ("[{'id': 28, 'name': 'Area 51'}]", [28]), ("", [])],
)
def test_identifiers_of_a_list(text, ids):
    assert call("ids_of", text) == ids


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (" August 14, 2020", "2020-08-14"),
        ("23-09-1994", "1994-09-23"),
        ("2010-07-15", "2010-07-15"),
        ("30-Sep-08", "2008-09-30"),
        ("soon", "None"),
    ],
)
def test_dates(text, day):
    assert str(call("to_date", text)) == day


@pytest.mark.parametrize(
    ("spoiled", "text"),
    [
        ("PokÃ©mon", "Pokémon"),
        ("Itâ€™s Fine", "It’s Fine"),
        ("Fish &amp; Chips &#39;n&#x27; Peas", "Fish & Chips 'n' Peas"),
        ("&lt;b&gt;Bold&lt;/b&gt;", "<b>Bold</b>"),
        ("Cafe\u0301", "Café"),
        ("\u00e6\u2014\u00a5\u00e6\u0153\u00ac", "日本"),
    ],
)
def test_a_spoiled_text_is_mended(spoiled, text):
    assert call("clean_text", spoiled) == text


@pytest.mark.parametrize(
    "text",
    ["Élite", "“Curly” quotes – and a dash…", "ﬁne", "日本沈没2020", "AT&T; Q&A", "Â", "São Paulo"],
)
def test_a_text_that_is_right_stays_as_it_is(text):
    assert call("clean_text", text) == text


def test_names_in_lists_are_mended():
    assert call("list_of", "RenÃ©e Doe, Zo\u00eb, A &amp; B") == ["Renée Doe", "Zoë", "A & B"]


LITERALS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("ab'\"\\"), inner),
    max_leaves=12,
)


@given(value=st.lists(LITERALS) | st.dictionaries(st.text(max_size=3), LITERALS))
def test_what_python_writes_is_read_as_what_it_is(value):
    literal = str(value)
    read = call("as_json", literal)
    has_wide_escapes = "\\U" in literal  # of letters that cannot be shown, beyond 16 bits
    assert has_wide_escapes or json.loads(read) == value


@pytest.mark.parametrize("text", ["Ada, Bo", "[Ada", "{'a': Ada}", "{'a': 1", "", None])
def test_what_is_neither_json_nor_python_is_nothing(text):
    assert call("as_json", text) is None


def test_half_an_object_names_nobody():
    assert call("list_of", "[{'id': 18, 'name': 'Drama'}, {'id'") is None
    assert call("list_of", "{'Drama', 'Comedy'}") == ["Drama", "Comedy"]


def test_ids_out_of_range_are_left_out():
    assert call("ids_of", "[99999999999, 18, 35.0]") == [18, 35]
