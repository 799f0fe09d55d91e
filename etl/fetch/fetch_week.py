"""What the weekly job fetches before it loads."""

from __future__ import annotations

from pathlib import Path

from catalogue_common.fetch_settings import Fetch
from catalogue_common.progress import Progress
from etl.fetch.downloads import download, netflix_series, top10_series
from etl.fetch.tmdb_titles import fetch_tmdb


def fetch_week(
    data: Path, options: Fetch, progress: Progress, *, region: str = "US"
) -> tuple[list[Path], list[str]]:
    """Fetch what the settings name (``fetch.weekly``).

    Returns:
        The new files, and what could not be had.

    Raises:
        FetchError: a source gave nothing at all; what the ones before it gave is kept.
    """
    files: list[Path] = []
    missing: list[str] = []
    for source in options.weekly:
        if source == "tmdb":
            fetched = fetch_tmdb(data, options, progress, region=region)
            files += fetched.files
            missing += [f"tmdb: {fetched.unanswered} titles"] if fetched.unanswered else []
            continue
        series = top10_series(options) if source == "top10" else netflix_series(options)
        new, failed = download(data, series, options, progress)
        files += new
        missing += failed
    return files, missing
