"""The settings of the report: what stands where, where it leads, when a source is stale."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from catalogue_common.mail_settings import link


class Freshness(BaseModel, extra="forbid"):
    """After how many days without a newer file a source counts as stale; the report says so."""

    netflix: int = Field(default=120, ge=1)
    tmdb: int = Field(default=30, ge=1)
    top10: int = Field(default=14, ge=1)
    engagement: int = Field(default=270, ge=1)
    justwatch: int = Field(default=14, ge=1)
    availability: int = Field(default=14, ge=1)
    offers: int = Field(default=14, ge=1)
    services: int = Field(default=120, ge=1)
    # GroupLens brings out a new set every few years.
    movielens: int = Field(default=3650, ge=1)


def _file_that_is_there(path: Path) -> Path:
    if not path.is_file():
        raise ValueError("there is no such file")
    return path


def _web_address(text: str) -> str:
    if text.startswith("mailto:"):
        raise ValueError("this should start with https:// or http://")
    return link(text).rstrip("/")


class ReportSettings(BaseModel, extra="forbid"):
    """Which sections stand where, and the address of the site (see docs/reports.md)."""

    sections: Annotated[Path, AfterValidator(_file_that_is_there)] | None = None
    site_url: Annotated[str, AfterValidator(_web_address)] | None = None
