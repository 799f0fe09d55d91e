"""Titles to license as JSON: what each field means."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field


class LicensingRow(BaseModel):
    """One title outside the catalogue, as marts.licensing_candidates has it."""

    title_id: str = Field(description="Stable key of the title, the same every week.")
    type: Literal["movie", "series"]
    title: str | None
    release_year: int | None
    genres_listed: str | None
    original_language: str | None = Field(description="ISO 639-1 code.")
    countries: str | None
    maturity_rating: str | None
    duration_minutes: int | None
    season_count: int | None
    offered_by: str | None = Field(
        description="Services in the catalogue's region that have it now; null where none is known."
    )
    offered_since: date | None
    offers_seen_on: date | None = Field(description="When it was looked for; null: nobody looked.")
    expected_views_91d: float | None = Field(description="The mean of the model's forecast.")
    expected_views_91d_low: float | None = Field(description="Lower end of the 90% interval.")
    expected_views_91d_high: float | None = Field(description="Upper end of the 90% interval.")
    audience_support: int | None = Field(description="How many known titles are like it.")
    audience_note: str | None = Field(description="Why they are too few; null where they are not.")
    expected_countries: float | None
    hit_probability: float | None = Field(description="Null where it would not be its own.")
    hit_note: str | None
    top10_probability: float | None = Field(description="Null where it would not be its own.")
    top10_note: str | None
    actual_rating: float | None
    vote_count: int | None
    predicted_rating: float | None
    predicted_rating_low: float | None
    predicted_rating_high: float | None
    directors: str | None
    not_proposed_for: str | None = Field(description="What speaks against it, if anything does.")
    tmdb_id: int | None
    imdb_id: str | None
    tmdb_address: str | None
    justwatch_address: str | None


class LicensingLeftOut(BaseModel):
    """A kind of title that is left out unless ``also`` names it."""

    kind: str = Field(examples=["ours"])
    label: str
    is_let_through: bool
    title_count: int = Field(description="Of those that the filters leave.")


class LicensingPage(BaseModel):
    """One page of titles to license."""

    run_id: str
    week: str = Field(examples=["2026-W47"])
    total: int
    page: int
    pages: int
    left_out: list[LicensingLeftOut]
    titles: list[LicensingRow]
