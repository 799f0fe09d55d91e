"""The answers of the JSON interface: what each field means, for people and for OpenAPI."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
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


def _utc(value: Any) -> Any:
    """Times in the warehouse are UTC and do not say so; in JSON they do (RFC 3339)."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and not value.tzinfo else value


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
    hit_note: str | None = Field(
        default=None,
        description="Why its chance is the share of its type, and not its own: too few titles "
        "like it have a known outcome; null where it is its own.",
    )
    entered_top10: bool | None = Field(description="Null where it cannot be known.")
    top10_probability: Probability
    top10_note: str | None = Field(default=None, description="The same of the Top 10.")
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
    scored_at: Annotated[AwareDatetime, BeforeValidator(_utc)] | None


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
