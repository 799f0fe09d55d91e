"""Of the JSON interface: how many watched a title, how many are expected to, and where."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

CANNOT_TELL = (
    "Netflix's own audience only, worldwide. The day of arrival is reported for Netflix's own "
    "titles alone, so for how long others could be watched is unknown; marketing is not in the "
    "data. What is expected of a title on another service is what it would reach on Netflix."
)


class HalfYear(BaseModel):
    """A half-year of Netflix's reports, or the one after the newest, as marts.audience has it."""

    period_start: date
    period_end: date = Field(description="First day after it.")
    hours_viewed: int | None = Field(description="Worldwide; null of the half-year to come.")
    views: float | None = Field(description="Hours viewed divided by running time.")
    expected_views: float | None = Field(description="The mean: what a sum adds up.")
    typical_views: float | None = Field(description="The median.")
    expected_views_low: float | None = Field(description="Lower end of the 90% interval.")
    expected_views_high: float | None = Field(description="Upper end of the 90% interval.")
    place: int | None = Field(description="Among its type, from 1.")
    is_new: bool | None = Field(description="Whether it, or a season of it, came within it.")
    is_coming: bool
    is_from_past: bool | None = Field(
        description="Whether what is expected goes by earlier half-years, not by what is known "
        "before release alone."
    )
    reasons: str | None = Field(
        description="What the half-year to come goes by.",
        examples=["the half-year before (12.3M views) ×0.62"],
    )
    is_out_of_fold: bool | None


class CountryChance(BaseModel):
    """A country in whose Top 10 the title is likely to stand, as marts.title_reach has it."""

    country_code: str = Field(examples=["SE"])
    country: str | None = Field(examples=["Sweden"])
    chance: float | None
    has_stood: bool | None = Field(description="Whether it did; null where that is not known.")


class TitleAudience(BaseModel):
    """How many watched it, how many are expected to, and where."""

    views_reasons: str | None = Field(
        description="What moves the expected views most, and by how much.",
        examples=["genres and text ×1.3; country ×0.9"],
    )
    countries_reasons: str | None = Field(
        description="What moves the expected number of countries most, and by how much.",
        examples=["language ×1.4; country ×0.8"],
    )
    half_years: list[HalfYear] = Field(description="The oldest first.")
    countries: list[CountryChance] = Field(description="The ten likeliest first.")
    cannot_tell: str = Field(
        default=CANNOT_TELL, description="What these figures leave out.", examples=[CANNOT_TELL]
    )


class AudienceReason(BaseModel):
    """What moves the expected views of a title, or its number of countries, and by what factor."""

    reason: str = Field(examples=["genres and text"])
    factor: float = Field(description="Beside the middle of those learnt from.", examples=[1.3])


class LikelyCountry(BaseModel):
    """A country in whose Top 10 a title may stand."""

    country: str = Field(description="ISO 3166 alpha-2 code.", examples=["SE"])
    chance: float = Field(examples=[0.14])


class ResembledTitle(BaseModel):
    """A released title that another resembles, and what it reached."""

    title_id: str
    title: str
    similarity: float = Field(description="Cosine, at most 1.", examples=[0.61])
    period_start: date = Field(description="The half-year: that in which it came, or the newest.")
    views: float = Field(examples=[3_900_000])
    is_new: bool = Field(description="Whether it came within that half-year.")
