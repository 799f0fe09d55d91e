"""The synthetic sample: invented titles, written as the files that real sources have.

It lets the whole job run without any data. Behind each title stand hidden causes (themes, people
with a craft and a fame, a country), so that words, tags, ratings and popularity hang together as
in real catalogues, as loosely. The same seed gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from catalogue_common.errors import SourceError
from etl.sources.source import MARKER
from etl.synthetic.catalogue import make_catalogue
from etl.synthetic.country_files import write_countries
from etl.synthetic.draw import Draw
from etl.synthetic.engagement_files import write_engagement
from etl.synthetic.netflix_files import write_snapshots
from etl.synthetic.service_files import write_services
from etl.synthetic.studio import Studio
from etl.synthetic.timeline import Timeline
from etl.synthetic.tmdb_files import write_tmdb
from etl.synthetic.top10_files import write_top10

DEFAULT_SEED = 2026
DEFAULT_TITLES = 3000
DEFAULT_TODAY = date(2026, 11, 16)


@dataclass(frozen=True)
class SamplePaths:
    """The files of a sample, by source."""

    marker: Path
    netflix: tuple[Path, ...]
    services: tuple[Path, ...]
    tmdb: tuple[Path, ...]
    top10: tuple[Path, ...]
    countries: tuple[Path, ...]
    engagement: tuple[Path, ...]


def write_sample(
    folder: Path,
    *,
    seed: int = DEFAULT_SEED,
    titles: int = DEFAULT_TITLES,
    today: date | None = None,
) -> SamplePaths:
    """Write the sample as a data directory.

    Args:
        folder: made if it is not there; must be empty or an earlier sample.
        seed: what the invention starts from.
        titles: how many titles Netflix has or had; TMDb knows half as many more.
        today: the day the sample is made for; fixed by default, so that it never changes.

    Raises:
        SourceError: the folder holds something else, which must not be mixed with invented data.
    """
    _refuse_real_data(folder)
    timeline = Timeline(today or DEFAULT_TODAY)
    draw = Draw(seed)
    # The marker comes first: even a half-written sample must not pass for real data.
    marker = write_marker(folder, seed)
    catalogue = make_catalogue(Studio(draw, timeline), titles)
    return SamplePaths(
        marker=marker,
        netflix=tuple(write_snapshots(folder / "netflix", catalogue, timeline)),
        services=tuple(write_services(folder / "services", catalogue, timeline)),
        tmdb=tuple(write_tmdb(folder / "tmdb", catalogue, timeline)),
        top10=tuple(write_top10(folder / "top10" / "global", catalogue, timeline, draw)),
        countries=tuple(write_countries(folder / "top10" / "countries", catalogue, timeline, draw)),
        engagement=tuple(write_engagement(folder / "engagement", catalogue, timeline, draw)),
    )


def _refuse_real_data(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).exists():
        raise SourceError(
            f"{folder} holds files that are not a synthetic sample; nothing was written. "
            "Name an empty or a new folder for the sample."
        )


def write_marker(folder: Path, seed: int) -> Path:
    """Write the file that says of a folder that everything in it is invented."""
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / MARKER
    text = (
        "# Synthetic sample\n\n"
        f"Everything in this folder is invented, from the seed {seed}: no title, person, rating\n"
        "or view count in it is real. Put real data into another folder.\n"
    )
    marker.write_bytes(text.encode())
    return marker
