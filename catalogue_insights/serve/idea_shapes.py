"""Of the JSON interface: titles that no source knows, as they are asked of and answered."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StrictBool
from pydantic.config import JsonDict

from catalogue_insights.serve.audience_shapes import AudienceReason, LikelyCountry, ResembledTitle
from catalogue_insights.serve.json_shapes import Probability

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
    is_netflix_series: StrictBool | None = Field(
        default=None, description="Whether Netflix airs the series."
    )
    is_netflix_own: StrictBool | None = Field(
        default=None, description="False if Netflix does not make it; its views are then fewer."
    )
    original_language: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = Field(
        default=None, description="ISO 639-1 code.", examples=["sv"]
    )
    countries: Annotated[
        list[Annotated[str, Field(pattern="^[A-Z]{2}$")]], Field(max_length=MOST_NAMES)
    ] = Field(default=[], description="ISO 3166 codes.", examples=[["SE", "US"]])
    directors: Names = Field(default=[], examples=[["Ada Lindqvist"]])
    cast_members: Names = Field(default=[], description="The first ten count.")
    genres: Names = Field(
        default=[], description="TMDb's or Netflix's names.", examples=[["Drama", "Mystery"]]
    )


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
    hit_support: int | None = Field(
        description="Titles like it that a TMDb file ranks; null where no week says so.",
        examples=[1204],
    )
    top10_support: int | None = Field(description="The same of the Top 10.")
    rating_support: int | None = Field(description="The same of ratings.")
    audience_support: int | None = Field(description="The same of views.")
    hit_note: str | None = Field(
        description="Why the chance is not its own, but the share of its type."
    )
    top10_note: str | None = Field(description="The same of the Top 10.")
    rating_note: str | None = Field(description="Why the rating rests on too little.")
    audience_note: str | None = Field(description="Why the views rest on too little.")
    expected_views_91d: float | None = Field(
        description="Views on Netflix in its first 91 days there, the mean.", examples=[8_600_000]
    )
    expected_views_91d_low: float | None = Field(description="Lower end of the 90% interval.")
    expected_views_91d_high: float | None = Field(description="Upper end of the 90% interval.")
    expected_countries: float | None = Field(
        description="In how many countries' Top 10 it would stand, the mean.", examples=[5.4]
    )
    expected_countries_low: float | None = Field(description="Lower end of the 90% interval.")
    expected_countries_high: float | None = Field(description="Upper end of the 90% interval.")
    country_chance_1: Probability
    country_chance_10: Probability
    country_chance_50: Probability
    views_reasons: list[AudienceReason] = Field(description="What moves the views most.")
    countries_reasons: list[AudienceReason] = Field(
        description="What moves the number of countries most."
    )
    likeliest_countries: list[LikelyCountry]
    comparables: list[ResembledTitle] = Field(description="What it resembles most, and its views.")
    genres_netflix: list[GivenTag] = Field(description="The likeliest first.")
    genres_tmdb: list[GivenTag] = Field(description="The likeliest first.")


class IdeaScores(BaseModel):
    """The scores of all titles that were sent, in their order."""

    models: dict[str, str] = Field(
        description="The version that answered each question.",
        examples=[{"genres": "2026-W47-20261121T071948188"}],
    )
    scores: list[IdeaScore]
