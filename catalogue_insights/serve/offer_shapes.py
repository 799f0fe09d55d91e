"""Of the JSON interface: where a title is offered, and what it is called."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field


class TitleOffer(BaseModel):
    """One unbroken time of being offered, as marts.offers has it."""

    service: str = Field(examples=["Hulu"])
    region: str = Field(description="ISO 3166 alpha-2 code.", examples=["US"])
    access: str = Field(
        description="subscription, channel, free, ads, rent or buy.", examples=["subscription"]
    )
    offered_from: date = Field(description="First day; see start_known.")
    offered_until: date | None = Field(
        description="First day without it, also ahead of today; null while it lasts."
    )
    start_known: str = Field(
        description="stated, listed (between two lists) or first sight (that day or before).",
        examples=["listed"],
    )
    end_known: str | None = Field(
        description="stated, list, reading or other source; null while it lasts."
    )
    first_seen_on: date | None
    last_seen_on: date | None = Field(description="The newest word that has it.")
    is_offered: bool = Field(description="On the day of the run, as far as is known.")
    is_confirmed: bool = Field(
        description="False of an end that may be taken back by the next list."
    )
    sources: str | None


class TitleAlias(BaseModel):
    """A name that sources call the title by."""

    alias: str
    sources: str = Field(description="Who calls it so, separated by commas.")
    is_original: bool | None = Field(description="Whether it is the name in its own language.")
