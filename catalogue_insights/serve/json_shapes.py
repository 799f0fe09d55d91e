"""The answers of the JSON interface: what each field means, for people and for OpenAPI."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.config import JsonDict

from catalogue_insights.serve.audience_shapes import TitleAudience
from catalogue_insights.serve.offer_shapes import TitleAlias, TitleOffer

EXAMPLE: JsonDict = {
    "title_id": "n0a1b2c3d4e5f607",
    "type": "movie",
    "title": "The Quiet Harbour",
    "release_year": 2019,
    "in_catalogue": True,
    "tmdb_id": 77,
    "actual_rating": 7.1,
    "vote_count": 120,
    "predicted_rating": 6.6,
    "predicted_rating_low": 5.4,
    "predicted_rating_high": 7.7,
    "liked_probability": 0.41,
    "is_hit": None,
    "hit_probability": 0.08,
    "entered_top10": None,
    "top10_probability": 0.12,
    "expected_views_91d": 4_100_000,
    "expected_views_91d_low": 600_000,
    "expected_views_91d_high": 15_200_000,
    "expected_countries": 3.2,
    "genres_listed": "Dramas, International Movies",
    "genres_predicted": "Dramas",
    "countries": "SE, US",
    "directors": "Ada Lindqvist",
}
Probability = float | None
MOST_TITLES = 1_000
MOST_NAMES = 50


def _day(text: str) -> str:
    """A day that there is, as the calendar knows it."""
    date.fromisoformat(text)
    return text


def _whole(value: Any) -> Any:
    """A number, as JSON has it: 2019.0 is whole, a text and a truth value are none."""
    if isinstance(value, str | bool):
        raise ValueError("this should be a whole number")
    return value


Day = Annotated[
    str,
    Field(pattern=r"^\d{4}-\d{2}-\d{2}$", json_schema_extra={"format": "date"}),
    AfterValidator(_day),
]
Text = Annotated[str, Field(max_length=10_000)]
Names = Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=MOST_NAMES)]
Year = Annotated[int, Field(ge=1800, le=2200), BeforeValidator(_whole)]
Minutes = Annotated[int, Field(ge=1, le=10_000), BeforeValidator(_whole)]


class TitleRow(BaseModel):
    """One title with its scores, as marts.title_scores has it."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})

    title_id: str = Field(description="Stable key of the title, the same every week.")
    type: Literal["movie", "series"]
    title: str | None
    release_year: int | None
    in_catalogue: bool | None
    tmdb_id: int | None
    actual_rating: float | None = Field(description="TMDb's vote average; null without votes.")
    vote_count: int | None
    predicted_rating: float | None
    predicted_rating_low: float | None = Field(description="Lower end of the 90% interval.")
    predicted_rating_high: float | None = Field(description="Upper end of the 90% interval.")
    liked_probability: Probability
    is_hit: bool | None = Field(description="What became of it; null where it cannot be known.")
    hit_probability: Probability
    entered_top10: bool | None = Field(description="Null where it cannot be known.")
    top10_probability: Probability
    expected_views_91d: float | None = Field(
        default=None,
        description="Views (hours by running time) on Netflix in its first 91 days there, the "
        "mean; null in weeks from before audiences were predicted.",
    )
    expected_views_91d_low: float | None = Field(
        default=None, description="Lower end of the 90% interval."
    )
    expected_views_91d_high: float | None = Field(
        default=None, description="Upper end of the 90% interval."
    )
    expected_countries: float | None = Field(
        default=None, description="In how many countries' Top 10 it will stand, the mean."
    )
    genres_listed: str | None
    genres_predicted: str | None
    countries: str | None
    directors: str | None


class TitlePage(BaseModel):
    """One page of the titles that a search finds."""

    run_id: str = Field(examples=["2026-W47-20261121T071948188"])
    week: str = Field(examples=["2026-W47"])
    total: int
    page: int
    pages: int
    titles: list[TitleRow]


class TitleTag(BaseModel):
    """One genre of a title."""

    taxonomy: str = Field(examples=["netflix"])
    genre: str = Field(examples=["Dramas"])
    probability: Probability
    is_listed: bool | None = Field(description="Null where nobody lists the title's genres.")
    is_predicted: bool
    reasons: list[str] = Field(description="Words that spoke for it, where they are known.")


class WeekScores(BaseModel):
    """The scores of one week."""

    week: str
    run_id: str
    predicted_rating: float | None
    predicted_rating_low: float | None
    predicted_rating_high: float | None
    liked_probability: Probability
    hit_probability: Probability
    top10_probability: Probability
    scored_at: datetime | None


class Similar(BaseModel):
    """A title that is like the one asked for."""

    title_id: str
    title: str | None
    type: str
    release_year: int | None
    similarity: float | None


class TitleSource(BaseModel):
    """A file that speaks of the title."""

    source: str
    file: str | None
    snapshot_on: date | None
    says: str | None


class Match(BaseModel):
    """How the title was matched with TMDb."""

    method: str | None
    score: int | None
    runner_up_score: int | None
    reason: str | None = Field(description="Why a person should look at it; null if none should.")


class TitleDetail(BaseModel):
    """All that is known of one title."""

    run_id: str
    week: str
    title: TitleRow
    description: str | None
    tags: list[TitleTag]
    history: list[WeekScores]
    similar: list[Similar]
    sources: list[TitleSource]
    match: Match | None
    offers: list[TitleOffer] = Field(
        description="Where it is and was offered, what lasts first; empty where no source says so."
    )
    aliases: list[TitleAlias]
    audience: TitleAudience


IDEA: JsonDict = {
    "title": "The Quiet Harbour",
    "type": "movie",
    "description": "A lighthouse keeper writes letters to a town that was never built.",
    "release_year": 2026,
    "maturity_rating": "TV-14",
    "countries": ["SE", "US"],
    "directors": ["Ada Lindqvist"],
}


class IdeaRequest(BaseModel, extra="forbid"):
    """A title that no source knows; whatever is not known of it is left out."""

    title: str = Field(min_length=1, max_length=500, examples=["The Quiet Harbour"])
    type: Literal["movie", "series"] = "movie"
    description: Text | None = Field(
        default=None,
        description="What it is about, as the catalogue says it.",
        examples=["A lighthouse keeper writes letters to a town that was never built."],
    )
    overview: Text | None = Field(default=None, description="What it is about, as TMDb says it.")
    release_year: Year | None = Field(default=None, examples=[2026])
    released_on: Day | None = Field(default=None, examples=["2026-11-20"])
    came_on: Day | None = Field(default=None, description="The day it comes to Netflix.")
    maturity_rating: Annotated[str, Field(max_length=20)] | None = Field(
        default=None, examples=["TV-14"]
    )
    duration_minutes: Minutes | None = Field(
        default=None, description="Length of a film.", examples=[101]
    )
    is_netflix_series: bool | None = Field(
        default=None, description="Whether Netflix airs the series."
    )
    original_language: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = Field(
        default=None, description="ISO 639-1 code.", examples=["sv"]
    )
    countries: Annotated[
        list[Annotated[str, Field(pattern="^[A-Z]{2}$")]], Field(max_length=MOST_NAMES)
    ] = Field(default=[], description="ISO 3166 codes.", examples=[["SE", "US"]])
    directors: Names = Field(default=[], examples=[["Ada Lindqvist"]])
    cast_members: Names = Field(default=[], description="The first ten count.")


class Ideas(BaseModel, extra="forbid"):
    """Titles to be scored."""

    model_config = ConfigDict(json_schema_extra={"example": {"titles": [IDEA]}})

    titles: list[IdeaRequest] = Field(min_length=1, max_length=MOST_TITLES)


class GivenTag(BaseModel):
    """A tag that the models give a title."""

    genre: str = Field(examples=["Dramas"])
    probability: float = Field(examples=[0.81])
    why: str | None = Field(
        description="What spoke most for it, strongest first.",
        examples=["lighthouse, letters, director=Ada Lindqvist"],
    )


class IdeaScore(BaseModel):
    """The scores of one title, as `catalogue score` prints them."""

    title: str
    type: Literal["movie", "series"]
    predicted_rating: float | None = Field(examples=[6.6])
    predicted_rating_low: float | None = Field(description="Lower end of the 90% interval.")
    predicted_rating_high: float | None = Field(description="Upper end of the 90% interval.")
    liked_probability: Probability
    hit_probability: Probability
    top10_probability: Probability
    genres_netflix: list[GivenTag] = Field(description="The likeliest first.")
    genres_tmdb: list[GivenTag] = Field(description="The likeliest first.")


class IdeaScores(BaseModel):
    """The scores of all titles that were sent, in their order."""

    models: dict[str, str] = Field(
        description="The version that answered each question.",
        examples=[{"genres": "2026-W47-20261121T071948188"}],
    )
    scores: list[IdeaScore]


class Report(BaseModel):
    """One weekly report."""

    week: str = Field(examples=["2026-W47"])
    title: str
    about: str
    address: str = Field(examples=["/reports/2026-W47/index.html"])


class Health(BaseModel):
    """That the server answers, and with which run."""

    status: Literal["ok"] = "ok"
    run_id: str
    week: str


def from_rows(shape: type[BaseModel], rows: list[dict[str, Any]]) -> list[Any]:
    """The rows in their shape; columns that the shape does not name are left out."""
    return [shape.model_validate(row) for row in rows]
