"""The settings of the report: which sections stand where, and from when on a source is stale."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field


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


class ReportSections(BaseModel, extra="forbid"):
    """Which sections stand on which page of the report (see docs/reports.md)."""

    sections: Annotated[Path, AfterValidator(_file_that_is_there)] | None = None
