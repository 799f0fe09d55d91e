"""The search for titles: what can be asked for, and one page of what is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, Field, model_validator

from catalogue_insights.serve.finding import SearchFinding, finding
from catalogue_insights.serve.generation import Generation, Row, query_of
from catalogue_insights.serve.paging import Paged, pages_of, rows_of_page
from catalogue_insights.serve.safe_csv import csv_file
from reports.formats import text_of

MOST_ROWS = 1_000_000
MOST_OF_A_FACET = 8
MOST_NEAR, MOST_WORDS, MOST_ALIKE, MOST_SLIPS_OF_A_WORD = 200, 12, 8, 2
"""Of other spellings: names of which slips are counted, words of a search, words like each."""
FACETS = {
    "type": "Type",
    "in_catalogue": "On Netflix",
    "genre": "Genre",
    "decade": "Decade",
    "country": "Country",
}
"""What titles are narrowed to by a link, in the order of the page."""
LABELS_OF_VALUES = {
    "movie": "Films",
    "series": "Series",
    "true": "On Netflix",
    "false": "Not on Netflix",
}

Sort = Literal["match", "title", "year", "rating", "predicted_rating", "hit", "top10", "views"]


Year = Annotated[int, Field(ge=1800, le=2200)] | None
Score = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)] | None
Word = Annotated[str, Field(max_length=100)] | None


class Search(BaseModel):
    """What the Titles page is asked for; the same words stand in its address."""

    q: str = Field(
        default="",
        max_length=200,
        description="Words of a title, a person's name or a genre; all must be found.",
        examples=["quiet harbour"],
    )
    type: Literal["movie", "series"] | None = None
    genre: Word = Field(default=None, examples=["Dramas"])
    country: Word = Field(default=None, description="ISO 3166 code.", examples=["SE"])
    year_from: Year = Field(default=None, examples=[2015])
    year_to: Year = Field(default=None, examples=[2020])
    in_catalogue: bool | None = None
    hit: Literal["yes", "no", "unknown"] | None = Field(
        default=None, description="What became of it, not what was predicted."
    )
    rating_from: Score = Field(
        default=None, description="TMDb's rating, or the predicted one where there is none."
    )
    sort: Sort = "match"
    order: Literal["desc", "asc"] | None = Field(
        default=None, description="Titles begin with A unless asked otherwise, numbers high."
    )
    page: int = Field(default=1, ge=1, le=100_000)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but words is asked for."""
        return bool(self.model_dump(exclude_defaults=True, exclude={"q", "page"}))

    @property
    def is_ascending(self) -> bool:
        """The direction; a title's own is from A to Z, a number's from high to low."""
        return self.order == "asc" or (self.order is None and self.sort == "title")

    def address(self, path: str = "/titles", **changes: Any) -> str:
        """The address of this search, or of one that differs from it in some fields."""
        fields = self.model_dump(exclude_defaults=True, mode="json") | changes
        said = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in fields.items()
            if value not in (None, "") and not (name == "page" and value == 1)
        }
        return f"{path}?{urlencode(said)}" if said else path

    def sorted_by(self, sort: Sort) -> str:
        """The address of the same search by another order; once more turns it round."""
        turned = {False: "asc", True: "desc"}[self.is_ascending]
        return self.address(sort=sort, order=turned if sort == self.sort else None, page=1)


class Form(Search):
    """The same from a form, where a field that is left empty asks for nothing."""

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, fields: Any) -> Any:
        return {name: value for name, value in dict(fields).items() if value != ""}


@dataclass(frozen=True)
class Facet:
    """What some of the found titles have in common, how many they are, and where they are alone."""

    facet: str
    label: str
    title_count: int
    address: str


@dataclass(frozen=True)
class SearchResult(Paged):
    """One page of titles, and how many there are."""

    rows: list[Row]
    total: int
    page: int
    is_guess: bool = False
    """Whether nothing is spelt as asked, so that what is spelt like it was found."""
    facets: Sequence[Facet] = ()


def find(generation: Generation, search: Search, *, with_facets: bool = False) -> SearchResult:
    """The page that is asked for; beyond the last one, the last.

    Where nothing is spelt as asked, what is spelt like it is found.

    Args:
        generation: the week.
        search: what is asked for.
        with_facets: whether what the found titles are is counted, too.
    """
    with _found(generation, search) as (found, is_guess):
        total = found.count
        page = min(search.page, pages_of(total))
        rows = found.ask("titles", **rows_of_page(page))
        facets = _facets(generation, search, found) if with_facets else []
    return SearchResult(rows, total, page, bool(total and is_guess), facets)


def find_csv(generation: Generation, search: Search) -> IO[bytes]:
    """All titles that the search finds, safe to open in a spreadsheet."""
    with _found(generation, search) as (found, _):
        return csv_file(found.relation("titles", row_count=MOST_ROWS, first_row=0))


def prepare_search(generation: Generation) -> None:
    """Make what a search asks for, before the week is shown."""
    filter_choices(generation)
    _make_words(generation)
    _facet_values(generation)


def filter_choices(generation: Generation) -> Mapping[str, list[Row]]:
    """The genres and countries that titles can be narrowed to, each with its label in a list."""

    def made(week: Generation) -> Mapping[str, list[Row]]:
        choices = {name: week.ask(name) for name in ("genres", "countries")}
        for row in (row for rows in choices.values() for row in rows):
            count = text_of(row["title_count"], "integer")
            row["label"] = f"{row.get('country') or row['genre']} ({count})"
        return choices

    return generation.keep("choices", made)


@contextmanager
def _found(generation: Generation, search: Search) -> Iterator[tuple[SearchFinding, bool]]:
    """What is found, and whether it is a guess, since nothing is spelt as asked."""
    with finding(generation, _params(search)) as found:
        phrase = found.phrase(search.q)
        words = phrase.split()
        asked = {"phrase": phrase, "words": [[word] for word in words]}
        # Few titles have the longest word: the others are looked for in those alone.
        found.find("titles_found", **asked, longest_word=max(words, key=len, default=""))
        is_spelt_so = found.count > 0
        if not found.ask("titles_begun") and most_slips(phrase):
            _find_near(generation, found, asked)
        yield found, not is_spelt_so


def _find_near(generation: Generation, found: SearchFinding, asked: dict[str, Any]) -> None:
    """Find what is spelt like it, too: whole names, or else other words."""
    phrase, words = asked["phrase"], asked["words"]
    near = found.ask(
        "titles_near", phrase=phrase, most_slips=most_slips(phrase), row_count=MOST_NEAR
    )
    if near:
        places, slips = [row["found_place"] for row in near], [row["slips"] for row in near]
        more: dict[str, Any] = {"near_places": places, "near_slips": slips}
    elif not found.count:
        _make_words(generation)
        more = {"words": [[word, *_alike(found, word)] for (word,) in words[:MOST_WORDS]]}
        more["words"] += words[MOST_WORDS:]
    else:
        return
    found.find("titles_found", **asked | more, longest_word="")


def _alike(found: SearchFinding, word: str) -> list[str]:
    """The words of titles and people that are spelt like it; none where it is short."""
    most = min(MOST_SLIPS_OF_A_WORD, most_slips(word))
    if not most:
        return []
    rows = found.ask("titles_words", word=word, most_slips=most, row_count=MOST_ALIKE)
    return [row["word"] for row in rows]


def most_slips(text: str) -> int:
    """How many letters may be wrong in a word or a name: none where it is short."""
    return sum(len(text) >= letters for letters in (4, 8, 16))


def _facets(generation: Generation, search: Search, found: SearchFinding) -> list[Facet]:
    """What the found titles are, each value with the address that narrows the search to it."""
    values = _facet_values(generation)
    counts = {row["facet_id"]: row["title_count"] for row in found.ask("titles_facets")}
    names = {row["country_code"]: row["country"] for row in filter_choices(generation)["countries"]}
    facets = []
    for facet in FACETS:
        of_it = [(-counts[key], value) for key, value in values[facet].items() if key in counts]
        commonest = sorted(of_it)[:MOST_OF_A_FACET]
        made = [_facet(search, facet, value, -n, names) for n, value in commonest]
        facets += [one for one in made if one]
    return facets


def _facet(
    search: Search, facet: str, value: str, count: int, countries: Mapping[str, str]
) -> Facet | None:
    """A value as a link; None where the search is narrowed by it already."""
    if facet == "decade":
        if search.year_from or search.year_to:
            return None
        decade = int(value)
        address = search.address(year_from=decade, year_to=decade + 9, page=1)
        return Facet(facet, f"{decade}s", count, address)
    if getattr(search, facet) is not None:
        return None
    label = LABELS_OF_VALUES.get(value) or (countries.get(value) if facet == "country" else None)
    return Facet(facet, label or value, count, search.address(**{facet: value}, page=1))


def _make_words(generation: Generation) -> None:
    """The words of the week in memory, the first time that a search finds nothing."""

    def made(week: Generation) -> bool:
        with week.cursor() as cursor:
            cursor.execute(f"create table search.words as {query_of('words_table')}")
        return True

    generation.keep("search words", made)


def _facet_values(generation: Generation) -> Mapping[str, Mapping[int, str]]:
    """What titles can be narrowed to: the values of each facet by their numbers."""

    def made(week: Generation) -> Mapping[str, Mapping[int, str]]:
        with week.cursor() as cursor:
            cursor.execute(query_of("facet_tables"))
            rows = cursor.execute("select facet, facet_id, value from search.facet_values")
            values: dict[str, dict[int, str]] = {facet: {} for facet in FACETS}
            for facet, facet_id, value in rows.fetchall():
                values[facet][facet_id] = value
        return values

    return generation.keep("search facets", made)


def _params(search: Search) -> dict[str, Any]:
    fields = search.model_dump(exclude={"q", "order", "page"})
    near: dict[str, Any] = {"near_places": [], "near_slips": []}
    return {**fields, **near, "is_ascending": search.is_ascending}
