"""The search for titles: what can be asked for, and one page of what is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BaseModel, Field, model_validator

from catalogue_insights.serve.generation import Generation, Row, query_of
from catalogue_insights.serve.safe_csv import csv_file

PAGE_SIZE = 50
MOST_ROWS = 1_000_000

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
class SearchResult:
    """One page of titles, and how many there are."""

    rows: list[Row]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def first(self) -> int:
        """Place of the page's first title among all."""
        return (self.page - 1) * PAGE_SIZE + 1


def find(generation: Generation, search: Search) -> SearchResult:
    """The page that is asked for; beyond the last one, the last."""
    rows = generation.ask("titles", **_params(search, search.page))
    if not rows and search.page > 1:
        first = generation.ask("titles", **_params(search, 1))
        total = first[0]["total"] if first else 0
        last = max(1, -(-total // PAGE_SIZE))
        return find(generation, search.model_copy(update={"page": last}))
    total = rows[0]["total"] if rows else 0
    for row in rows:
        del row["total"]
    return SearchResult(rows, total, search.page)


def find_csv(generation: Generation, search: Search) -> IO[bytes]:
    """All titles that the search finds, safe to open in a spreadsheet."""
    params = _params(search, 1) | {"row_count": MOST_ROWS}
    with generation.cursor() as cursor:
        return csv_file(cursor.sql(query_of("titles"), params=params).project("* exclude (total)"))


def filter_choices(generation: Generation) -> Mapping[str, list[Row]]:
    """The genres and countries that titles can be narrowed to."""
    return generation.keep(
        "choices", lambda week: {name: week.ask(name) for name in ("genres", "countries")}
    )


def _params(search: Search, page: int) -> dict[str, Any]:
    fields = search.model_dump(exclude={"q", "order", "page"})
    return {
        **fields,
        "text": search.q,
        "is_ascending": search.is_ascending,
        "row_count": PAGE_SIZE,
        "first_row": (page - 1) * PAGE_SIZE,
    }
