"""Titles to license: what can be asked for, what is found, and what speaks against the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, Field, model_validator

from catalogue_insights.serve.finding import SearchFinding, finding
from catalogue_insights.serve.generation import Generation, Row, query_of
from catalogue_insights.serve.paging import PAGE_SIZE, Paged, pages_of, rows_of_page
from catalogue_insights.serve.safe_csv import csv_file
from catalogue_insights.serve.search import MOST_ROWS, Score, Word, Year
from catalogue_insights.serve.table_columns import BY_NAME, TITLE, USUAL, TableColumn, with_title

KINDS = {
    "ours": "on our service, or our own production",
    "made_by_rival": "a rival’s own production",
    "talk": "news, talk and prize shows",
    "no_title": "clips, duplicates and working titles",
    "failed": "rated below 6 by 100 voters or more",
    "little_known": "too few titles like it are known",
}
"""What speaks against asking for a title; each is left out unless it is let through."""
Kind = Literal["ours", "made_by_rival", "talk", "no_title", "failed", "little_known"]
LicensingSort = Literal[
    "title",
    "type",
    "release_year",
    "genres_listed",
    "language",
    "countries",
    "maturity_rating",
    "duration_minutes",
    "season_count",
    "offered_by",
    "offered_since",
    "offers_seen_on",
    "expected_views_91d",
    "expected_views_91d_low",
    "expected_views_91d_high",
    "audience_support",
    "expected_countries",
    "hit_probability",
    "top10_probability",
    "actual_rating",
    "vote_count",
    "predicted_rating",
    "directors",
    "not_proposed_for",
]
IN_WORDS = {
    "title",
    "type",
    "genres_listed",
    "language",
    "countries",
    "maturity_rating",
    "offered_by",
    "directors",
    "not_proposed_for",
}
_ALL = {"row_count": MOST_ROWS, "first_row": 0}
FILTERS_AND_VALUES = {"genre", "language", "country", "maturity", "offered_by"}
Minutes = Annotated[int, Field(ge=0, le=100_000)] | None
Millions = Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)] | None


class LicensingSearch(BaseModel):
    """What titles to license are asked for; the same words stand in the page's address."""

    q: str = Field(default="", max_length=200, description="Part of a title.")
    type: Literal["movie", "series"] | None = None
    genre: Word = Field(default=None, description="As listed.", examples=["Drama"])
    language: Word = Field(default=None, description="ISO 639-1 code.", examples=["sv"])
    country: Word = Field(default=None, description="ISO 3166 code.", examples=["SE"])
    year_from: Year = None
    year_to: Year = None
    maturity: Word = Field(default=None, description="Age rating.", examples=["TV-14"])
    minutes_from: Minutes = Field(default=None, description="Running time, at least.")
    minutes_to: Minutes = Field(default=None, description="Running time, at most.")
    offered_by: Word = Field(
        default=None,
        description="A service that has it now, or 'nobody': looked for and not found.",
        examples=["Hulu"],
    )
    views_from: Millions = Field(
        default=None, description="Views expected in 91 days, at least; in millions."
    )
    low_from: Millions = Field(
        default=None, description="Lower end of their 90% interval, at least; in millions."
    )
    rating_from: Score = Field(
        default=None, description="TMDb's rating, or the predicted one where there is none."
    )
    evidence_from: Annotated[int, Field(ge=0, le=10_000_000)] | None = Field(
        default=None, description="How many known titles are like it, at least."
    )
    also: list[Kind] = Field(
        default=[], description="Titles that such a reason speaks against, too.", max_length=10
    )
    sort: LicensingSort = "expected_views_91d"
    order: Literal["desc", "asc"] | None = Field(
        default=None, description="Words begin with A unless asked otherwise, numbers high."
    )
    page: int = Field(default=1, ge=1, le=100_000)

    @property
    def is_ascending(self) -> bool:
        """The direction; of words their own is from A to Z, of numbers from high to low."""
        return self.order == "asc" or (self.order is None and self.sort in IN_WORDS)

    def address(self, path: str = "/licensing", **changes: Any) -> str:
        """The address of this question, or of one that differs from it in some fields."""
        fields = self.model_dump(exclude_defaults=True, mode="json") | changes
        said = {
            name: value
            for name, value in fields.items()
            if value not in (None, "", []) and not (name == "page" and value == 1)
        }
        return f"{path}?{urlencode(said, doseq=True)}" if said else path

    def sorted_by(self, sort: str) -> str:
        """The address of the same question by another order; once more turns it round."""
        turned = {False: "asc", True: "desc"}[self.is_ascending]
        return self.address(sort=sort, order=turned if sort == self.sort else None, page=1)


class LicensingForm(LicensingSearch):
    """The same from the page's form, with the columns; a field left empty asks for nothing."""

    column: list[Annotated[str, Field(max_length=40)]] = Field(default=[*USUAL], max_length=40)

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, fields: Any) -> Any:
        return {name: value for name, value in dict(fields).items() if value not in ("", [""])}

    @model_validator(mode="after")
    def _known_columns(self) -> LicensingForm:
        unknown = [name for name in self.column if name not in {**BY_NAME, TITLE.name: TITLE}]
        if unknown:
            raise ValueError(f"there is no column {unknown[0]}; there are: {', '.join(BY_NAME)}")
        return self

    @property
    def columns(self) -> list[TableColumn]:
        """The table's columns, the title first and its links last."""
        return with_title(self.column)


@dataclass(frozen=True)
class LicensingChip:
    """A kind of title that is left out, or let through, and how many the filters leave of it."""

    kind: str
    label: str
    is_let_through: bool
    title_count: int
    address: str


@dataclass(frozen=True)
class LicensingResult(Paged):
    """One page of titles to license, how many there are, and what speaks against others."""

    rows: list[Row]
    total: int
    page: int
    chips: list[LicensingChip]

    @property
    def hidden(self) -> int:
        """How many reasons to leave a title out are at work; a title may have several."""
        return sum(chip.title_count for chip in self.chips if not chip.is_let_through)


def is_licensing_known(week: Generation) -> bool:
    """Whether the week was published with titles to license and what speaks against them."""
    return week.keep(
        "licensing known", lambda week: bool(week.ask("licensing_known")[0]["is_known"])
    )


def prepare_licensing(week: Generation) -> None:
    """Make what the page asks for, before the week is shown."""
    if is_licensing_known(week):
        licensing_choices(week)


def find_licensing(week: Generation, asked: LicensingSearch) -> LicensingResult:
    """The page that is asked for; beyond the last one, the last."""
    with _found(week, asked) as found:
        rows = found.ask("licensing", **rows_of_page(asked.page))
        if not rows and asked.page > 1:
            first = found.ask("licensing", **rows_of_page(1))
            last = pages_of(first[0]["total"] if first else 0)
            return find_licensing(week, asked.model_copy(update={"page": last}))
        chips = _chips(asked, found.ask("licensing_hidden"))
    total = rows[0]["total"] if rows else 0
    for row in rows:
        del row["total"]
    return LicensingResult(rows, total, asked.page, chips)


def licensing_csv(week: Generation, asked: LicensingForm) -> IO[bytes]:
    """All titles that are found, in the chosen columns, safe to open in a spreadsheet."""
    names = ", ".join(column.name for column in asked.columns)
    with _found(week, asked) as found:
        return csv_file(found.relation("licensing", **_ALL).project(f"title_id, {names}"))


def licensing_rows(week: Generation, asked: LicensingForm) -> Iterator[Row]:
    """All titles that are found, a few at a time."""
    with _found(week, asked) as search:
        found = search.relation("licensing", **_ALL)
        while rows := found.fetchmany(PAGE_SIZE):
            for row in rows:
                yield dict(zip(found.columns, row, strict=True))


def licensing_choices(week: Generation) -> Mapping[str, list[Row]]:
    """What titles can be narrowed to, by filter."""

    def made(week: Generation) -> Mapping[str, list[Row]]:
        _make_table(week)
        rows = week.ask("licensing_choices")
        return {name: [row for row in rows if row["filter"] == name] for name in FILTERS_AND_VALUES}

    return week.keep("licensing choices", made)


@contextmanager
def _found(week: Generation, asked: LicensingSearch) -> Iterator[SearchFinding]:
    _make_table(week)
    with finding(week, _params(asked)) as found:
        found.find("licensing_found")
        yield found


def _make_table(week: Generation) -> None:
    """The titles in memory, the first time that somebody asks."""

    def made(week: Generation) -> bool:
        with week.cursor() as cursor:
            cursor.execute(f"create table search.licensing as {query_of('licensing_table')}")
        return True

    week.keep("licensing table", made)


def _chips(asked: LicensingSearch, hidden: list[Row]) -> list[LicensingChip]:
    counts = {row["kind"]: row["title_count"] for row in hidden}
    chips = []
    for kind, label in KINDS.items():
        is_let_through = kind in asked.also
        others = [other for other in asked.also if other != kind]
        also = others if is_let_through else [*others, kind]
        address = asked.address(also=also, page=1)
        chips.append(LicensingChip(kind, label, is_let_through, counts.get(kind, 0), address))
    return chips


def _params(asked: LicensingSearch) -> dict[str, Any]:
    fields = LicensingSearch.model_dump(asked, exclude={"order", "page", "column"})
    return {**fields, "is_ascending": asked.is_ascending}
