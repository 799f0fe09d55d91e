"""What the weekly job fetches before it loads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from catalogue_common.progress import Progress
from catalogue_common.settings import Settings
from etl.fetch import FetchError
from etl.fetch.downloads import SERIES, download
from etl.fetch.tmdb_titles import TmdbOrder, fetch_tmdb
from etl.fetch.token import read_token


def all_sources() -> list[str]:
    """All that can be fetched here: without a key to TMDb, all but that."""
    try:
        read_token()
    except FetchError:
        return list(SERIES)
    return ["tmdb", *SERIES]


def fetch_week(
    data: Path, settings: Settings, progress: Progress, sources: Iterable[str], day: date
) -> tuple[list[Path], list[str], dict[str, str]]:
    """Fetch from each source; one that fails does not keep the others from being asked.

    Args:
        data: the data directory.
        settings: where to ask, how patiently, and whose catalogue.
        progress: shows the steps.
        sources: ``tmdb``, ``top10``, ``engagement``, ``netflix``.
        day: the day that counts as today.

    Returns:
        The new files, what is missing of sources that gave something, and why others failed.
    """
    files: list[Path] = []
    missing: list[str] = []
    failed: dict[str, str] = {}
    for source in sources:
        try:
            if source == "tmdb":
                ours = settings.catalogue
                order = TmdbOrder((ours.service,), (ours.region,), ours.rivals, day)
                fetched = fetch_tmdb(data, settings.fetch, progress, order)
                files += fetched.files
                missing += [f"tmdb: {fetched.unanswered} titles"] if fetched.unanswered else []
                continue
            series = SERIES[source](settings.fetch)
            new, without = download(data, series, settings.fetch, progress, day)
            files += new
            missing += without
        except FetchError as error:
            failed[source] = f"{source}: {error}"
    return files, missing, failed
