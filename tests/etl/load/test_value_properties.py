"""Whatever a table holds and however it is written: the same values come back, or they are counted
as empty or not understood, or the file is refused; never another value."""

import csv
import io
import random
import re
import unicodedata
from decimal import Decimal

import duckdb
import pytest
from building import set_variables
from data_directory import FILM, NETFLIX_COLUMNS, DataDirectory
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from catalogue_common.errors import SourceError
from catalogue_common.progress import Progress
from catalogue_common.settings import Limits, Settings
from etl.load.load import load_all
from etl.load.recognise import recognise
from etl.load.scratch import Scratch
from etl.load.table_reading import TablePlace, TableReading, read_table
from etl.sources import SOURCES
from warehouse.build import build

few = settings(max_examples=25, deadline=None, print_blob=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("properties")


@pytest.fixture(scope="module")
def con(folder):
    with build(Settings(warehouse=folder / "warehouse.duckdb")) as new:
        set_variables(new.con)
        yield new.con


def written(header: list[str], rows: list[list[str]], separator: str = ";", end: str = "\n") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator=end).writerows([header, *rows])
    return text.getvalue()


def read(con: duckdb.DuckDBPyConnection, path, source: str, columns: str) -> list[tuple] | None:
    """The columns as they are stored, in the file's order; None if the file is refused. Every value
    is accounted for."""
    with Scratch(con) as scratch:
        kinds = SOURCES[source]
        try:
            reading: TableReading = read_table(
                scratch,
                TablePlace(path, path.name),
                lambda scratch, table: recognise(scratch, table, kinds),
                Limits(),
            )
        except SourceError:
            return None
        assert reading.rows.rejected_count == 0
        for column in reading.columns:
            counted = column.read_count + column.empty_count + column.unread_count
            assert counted == reading.rows.read_count
        return con.execute(
            f"select {columns} from {reading.rows.table.rows} order by place"
        ).fetchall()


def with_marks(thousands: str, decimal: str):
    """How a number is written where these marks part thousands and fractions."""
    marks = str.maketrans({",": thousands, ".": decimal})
    return lambda number: f"{number:,f}".translate(marks)


FORMS = {
    "plain": lambda number: f"{number:f}",
    "1,234.5": with_marks(",", "."),
    "1.234,5": with_marks(".", ","),
    "1 234,5": with_marks("\N{NARROW NO-BREAK SPACE}", ","),
    "1'234.5": with_marks("'", "."),
    "1234,5": with_marks("", ","),
}
NO_NUMBERS = (
    "NaN",
    "nan",
    "Infinity",
    "-Infinity",
    "inf",
    "-1",
    "-0,5",
    "1e999",
    "9e15",
    "N/A",
    "-",
)
DECIMALS = st.integers(0, 3).flatmap(lambda places: st.decimals(0, 10**6, places=places))


@few
@given(
    rows=st.lists(st.tuples(DECIMALS, st.integers(0, 10**7)), min_size=1, max_size=20),
    form=st.sampled_from(sorted(FORMS)),
    odd=st.lists(st.sampled_from(NO_NUMBERS), max_size=3),
)
@example(rows=[(Decimal("2.500"), 2500)], form="1.234,5", odd=[])
@example(rows=[(Decimal("1234.5"), 1234), (Decimal("2.500"), 1)], form="1.234,5", odd=["NaN"])
@example(rows=[(Decimal(1001), 1), (Decimal("0.25"), 2)], form="1,234.5", odd=["Infinity"])
def test_a_number_is_read_as_it_was_meant_or_not_at_all(con, folder, rows, form, odd):
    write = FORMS[form]
    # Beside "-0,5" a point parts thousands: whether "1.000" is one or a thousand nobody can say.
    sizes = [write(size) for size, _ in rows]
    assume("-0,5" not in odd or not any(re.fullmatch(r"\d{1,3}\.\d{3}", size) for size in sizes))
    cells = [(write(size), write(count)) for size, count in rows] + [(word, word) for word in odd]
    path = folder / "numbers_2026-01.csv"
    header = ["id", "title", "popularity", "vote_count"]
    numbered = [[f"{n}", f"Film {n}", *pair] for n, pair in enumerate(cells, 1)]
    path.write_text(written(header, numbered), encoding="utf-8")
    found = read(con, path, "tmdb", "popularity, vote_count")
    meant = [*rows, *((None, None) for _ in odd)]
    for pair, numbers in zip(found or [], meant, strict=bool(found)):
        for text, number in zip(pair, numbers, strict=True):
            assert text is None or Decimal(text) == number


NULL_WORDS = ("", "Unknown", "Not Given", "N/A", "NA", "null", "None", "-", "nan", "#N/A", "?")
NAMES = st.text(st.characters(categories=["L"]), min_size=21, max_size=40)
IN_WORDS = ("director", "cast", "country", "description")


def spelt(word: str, chance: random.Random) -> str:
    """The same word for nothing, in another case and between blanks."""
    return f"{' ' * chance.randrange(2)}{chance.choice([word, word.lower(), word.upper()])}"


@few
@given(
    rows=st.lists(
        st.tuples(*[st.one_of(st.none(), NAMES)] * len(IN_WORDS)), min_size=1, max_size=12
    ),
    chance=st.randoms(use_true_random=False),
)
def test_a_word_for_nothing_is_no_value_and_a_value_stays(con, folder, rows, chance):
    path = folder / "words_2021-01.csv"
    table = []
    for number, row in enumerate(rows):
        cells = [spelt(chance.choice(NULL_WORDS), chance) if one is None else one for one in row]
        film = {**FILM, "title": f"Film {number}", **dict(zip(IN_WORDS, cells, strict=True))}
        table.append([film[name] for name in NETFLIX_COLUMNS])
    path.write_text(written(NETFLIX_COLUMNS, table, ","), encoding="utf-8")
    columns = ", ".join(f'"{name}"' for name in IN_WORDS)
    assert read(con, path, "netflix", columns) == rows


def lengths(minutes: int) -> list[str]:
    """How people write the length of a film."""
    hours, rest = divmod(minutes, 60)
    return [f"{minutes}", f"{minutes} min", f"{minutes} Min.", f"{hours}h {rest}m", f"{minutes}.0"]


@few
@given(
    minutes=st.lists(st.integers(1, 599), min_size=1, max_size=12),
    chance=st.randoms(use_true_random=False),
)
def test_a_length_is_read_as_it_was_meant_or_not_at_all(con, folder, minutes, chance):
    path = folder / "lengths_2021-01.csv"
    words = [spelt(word, chance) for word in NULL_WORDS]
    cells = [chance.choice(lengths(one)) for one in minutes] + words
    films = [{**FILM, "title": f"F {n}", "duration": cell} for n, cell in enumerate(cells)]
    table = [[film[name] for name in NETFLIX_COLUMNS] for film in films]
    path.write_text(written(NETFLIX_COLUMNS, table, ","), encoding="utf-8")
    meant = [f"{one} min" for one in minutes] + [None] * len(words)
    for (text,), length in zip(read(con, path, "netflix", "duration"), meant, strict=True):
        assert text in (length, None)


# None of which a wrong encoding makes two: such letters are mended.
LETTERS = st.text(
    st.characters(codec="latin-1", categories=["Lu", "Ll", "Nd"], exclude_characters="µ"),
    min_size=1,
    max_size=8,
)


def saved_again(text: str, chance: random.Random) -> bytes:
    """The same table in another dialect: its rows and columns in another order, other marks, ends
    of lines, encoding and spelling of letters."""
    header, *rows = csv.reader(io.StringIO(text))
    order = chance.sample(range(len(header)), len(header))
    chance.shuffle(rows)
    dropped = chance.sample(["description", "cast", "country"], chance.randrange(3))
    kept = [place for place in order if header[place] not in dropped]
    table = [[row[place] for place in kept] for row in rows]
    again = written([header[place] for place in kept], table, chance.choice(",;\t"), "\r\n")
    form = chance.choice(["NFC", "NFD"])
    codec = "utf-16" if form == "NFD" else chance.choice(["utf-8-sig", "utf-16", "latin-1"])
    return unicodedata.normalize(form, again).encode(codec)


@settings(max_examples=15, deadline=None, print_blob=True)
@given(
    words=st.lists(LETTERS, min_size=1, max_size=15, unique_by=lambda word: word.casefold()),
    chance=st.randoms(use_true_random=False),
)
def test_a_snapshot_that_is_saved_twice_is_one_with_each_title_once(con, folder, words, chance):
    data = DataDirectory(folder / "data")
    titles = [f"The Harbour {number} {word}" for number, word in enumerate(words)]
    first = data.netflix("a_2021-01-16.csv", *({"title": title} for title in titles))
    data.write("netflix/b_2021-01-16.csv", saved_again(first.read_text(encoding="utf-8"), chance))
    for table in ("raw.netflix_titles", "raw.rejects", "ops.loads", "ops.load_columns"):
        con.execute(f"delete from {table}")
    loads = load_all(con, data.path, run_id="first", progress=Progress(quiet=True))
    found = [name for (name,) in con.execute("select title from raw.netflix_titles").fetchall()]
    assert sorted(unicodedata.normalize("NFC", name) for name in found) == sorted(titles)
    assert sorted(bool(load.rows_loaded) for load in loads) == [False, True]
    assert "the same snapshot as" in " ".join(load.message for load in loads)
