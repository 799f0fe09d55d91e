"""The settings of the fetches: where data comes from, and how patiently it is asked for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field
from pydantic_settings import NoDecode

from catalogue_common.catalogue_settings import RegionCode, separated

WEB_ADDRESS = r"^https?://[^\s/:@]+(:\d+)?(/\S*)?$"
TOP10 = "https://www.netflix.com/tudum/top10/data"
ENGAGEMENT = (
    "https://assets.ctfassets.net/4cd45et68cgf/40WGcHJa9vRua31kU6Gbz5/"
    "43b15c7fbd6924392fc80e885839e39f/Netflix-s_What_We_Watched_Report_2026Jan-Jun__1_.xlsx"
)
TIDY_TUESDAY = "https://raw.githubusercontent.com/rfordatascience/tidytuesday/master/data"


class Fetch(BaseModel, extra="forbid"):
    """Where data comes from and how patiently it is asked for (see ``catalogue fetch``)."""

    weekly: Annotated[
        tuple[Literal["tmdb", "top10", "engagement", "netflix"], ...],
        NoDecode,
        BeforeValidator(separated),
    ] = ()
    tmdb_url: str = Field(default="https://api.themoviedb.org/3", pattern=WEB_ADDRESS)
    region: RegionCode | None = None
    """The old name of ``[catalogue] region``."""
    top10_global_url: str = Field(default=f"{TOP10}/all-weeks-global.tsv", pattern=WEB_ADDRESS)
    top10_countries_url: str = Field(
        default=f"{TOP10}/all-weeks-countries.tsv", pattern=WEB_ADDRESS
    )
    engagement_url: str = Field(default=ENGAGEMENT, pattern=WEB_ADDRESS)
    netflix_url: str = Field(
        default=f"{TIDY_TUESDAY}/2021/2021-04-20/netflix_titles.csv", pattern=WEB_ADDRESS
    )
    requests_per_second: float = Field(default=25.0, gt=0)
    timeout_seconds: float = Field(default=30.0, gt=0)
    tries: int = Field(default=6, ge=1)
    backoff_seconds: float = Field(default=1.0, ge=0)
    longest_wait_seconds: float = Field(default=300.0, ge=0)
    largest_megabytes: int = Field(default=1024, ge=1)
    answer_megabytes: int = Field(default=64, ge=1)
