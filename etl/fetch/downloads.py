"""Downloads whole files: Netflix's Top 10, its engagement report, a public copy of its catalogue.

A download lands beside its place, is read by the loader's own rules, compared with the newest file
of its series, and only then gets its dated name. Older files stay.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import httpx

from catalogue_common.clock import utc_now
from catalogue_common.errors import SourceError
from catalogue_common.fetch_settings import Fetch
from catalogue_common.progress import Progress
from catalogue_common.text import register as register_repair
from etl.fetch import FetchError, UnansweredError
from etl.fetch.patience import PassingError, check_passing, explain, with_patience
from etl.fetch.place import earlier_files, keep_under_date, part, writing
from etl.fetch.report_links import half_year_in, newest_workbook
from etl.load.containers import ZIP, start_of, taken_out
from etl.load.load import first_line
from etl.load.read_file import read_file
from etl.load.recognise import last_day_in, recognise
from etl.load.scratch import Scratch
from etl.sources import engagement, netflix, top10
from etl.sources.source import Source
from warehouse.sql_files import create_macros

log = logging.getLogger("catalogue")

SMALLEST_SHARE = 0.5
"""Of the rows of the newest file; a file with fewer is a damaged one."""


@dataclass(frozen=True)
class Series:
    """A file that is published anew from time to time.

    Attributes:
        folder: where it goes in the data directory.
        stem, suffix: its name, between which the day comes.
        url: where it is published.
        source: what it should be.
        is_dated_by_rows: whether it speaks of the last day in its rows, not of the day it is
            downloaded.
        is_workbook: whether it is an Excel workbook; its address may then be that of a page which
            links to it.
    """

    folder: str
    stem: str
    suffix: str
    url: str
    source: Source
    is_dated_by_rows: bool = False
    is_workbook: bool = False


def top10_series(options: Fetch) -> list[Series]:
    """Netflix's weekly Top 10: all weeks so far, worldwide and by country."""
    return [
        Series("top10/global", "all-weeks-global", ".tsv", options.top10_global_url, top10.SOURCE),
        Series(
            "top10/countries",
            "all-weeks-countries",
            ".tsv",
            options.top10_countries_url,
            top10.SOURCE,
        ),
    ]


def netflix_series(options: Fetch) -> list[Series]:
    """A public copy of the Netflix catalogue, as it was on the last day that it tells of."""
    return [Series("netflix", "netflix_titles", ".csv", options.netflix_url, netflix.SOURCE, True)]


def engagement_series(options: Fetch) -> list[Series]:
    """Netflix's newest engagement report: what was watched in a half-year."""
    url = options.engagement_url
    source = engagement.SOURCE
    return [Series("engagement", "What_We_Watched", ".xlsx", url, source, is_workbook=True)]


SERIES: dict[str, Callable[[Fetch], list[Series]]] = {
    "top10": top10_series,
    "engagement": engagement_series,
    "netflix": netflix_series,
}
"""What can be downloaded, by the name of its command."""


def download(
    data: Path,
    series: list[Series],
    options: Fetch,
    progress: Progress,
    day: date | None = None,
) -> tuple[list[Path], list[str]]:
    """Download each file into ``data``; one that fails does not keep the others from coming.

    Args:
        data: the data directory.
        series: the files.
        options: how patiently to ask.
        progress: shows how many files are done.
        day: the day that counts as today; by default today in UTC.

    Returns:
        The new files, and why others are not there.

    Raises:
        FetchError: none could be had, or a folder cannot be written.
    """
    files: list[Path] = []
    failed: list[str] = []
    for one in progress.track(series, "downloads", total=len(series)):
        try:
            with writing(data, one.folder) as folder:
                file = _download(folder, one, options, day or utc_now().date())
        except SourceError as error:
            failed.append(f"{one.stem}{one.suffix}: {error}")
            continue
        files += [file] if file else []
    if len(failed) == len(series):
        raise FetchError("\n".join([*failed, "Files that were there are as they were."]))
    return files, failed


def _download(folder: Path, series: Series, options: Fetch, today: date) -> Path | None:
    """The new file, or None where it holds nothing new."""
    temporary = part(folder, f"{series.stem}{series.suffix}")
    try:
        address = series.url
        with_patience(lambda: _fetch(address, temporary, options), options, time.sleep)
        if series.is_workbook and (link := newest_workbook(temporary, address)):
            address = link
            with_patience(lambda: _fetch(address, temporary, options), options, time.sleep)
        earlier = earlier_files(folder, series.stem, series.suffix)
        rows, last_day = _read(temporary, series)
        _compare(rows, earlier, series)
        label = (series.is_dated_by_rows and last_day) or f"{today}"
        if series.is_workbook and (half_year := half_year_in(address)):
            label += f"_{half_year}"
        file = keep_under_date(temporary, label)
        return None if file in earlier else file
    finally:
        temporary.unlink(missing_ok=True)


def _fetch(url: str, target: Path, options: Fetch) -> None:
    """One try to fetch a whole file."""
    try:
        with httpx.stream(
            "GET", url, timeout=options.timeout_seconds, follow_redirects=True
        ) as response:
            check_passing(response)
            if not response.is_success:
                raise UnansweredError(
                    f"the server refuses it ({response.status_code}). If it has moved, put its new "
                    "address into the settings, table [fetch]."
                )
            _keep(response, target, options.largest_megabytes)
    except httpx.RequestError as error:
        raise PassingError(explain(error)) from None


def _keep(response: httpx.Response, target: Path, megabytes: int) -> None:
    """Write what comes to a file.

    Raises:
        UnansweredError: it does not end within what is allowed.
    """
    size = 0
    with target.open("wb") as file:
        for block in response.iter_bytes():
            size += len(block)
            if size > megabytes << 20:
                raise UnansweredError(
                    f"it has more than {megabytes:,} MB. If that is right, raise largest_megabytes "
                    "in the settings, table [fetch]."
                )
            file.write(block)


def _read(path: Path, series: Series) -> tuple[int, str | None]:
    """Number of rows and the last day that they speak of.

    Raises:
        SourceError: the file is not what it should be.
    """
    if series.is_workbook and not start_of(path).startswith(ZIP):
        raise FetchError(
            "it is no Excel workbook, and no page that links to one. Put the newest report's "
            "address into the settings, table [fetch]."
        )
    with duckdb.connect() as con, Scratch(con) as scratch, taken_out(path) as plain:
        register_repair(con)
        create_macros(con)
        try:
            read = read_file(scratch, plain)
            table = recognise(scratch, read, (series.source,))
            return scratch.count(table.rows), last_day_in(con, table)
        except duckdb.Error as error:
            raise SourceError(f"it cannot be read: {first_line(error)}") from error


def _compare(rows: int, earlier: list[Path], series: Series) -> None:
    """Refuse a file that has far fewer rows than the newest one that can be read."""
    for path in reversed(earlier):
        with suppress(SourceError):
            before = _read(path, series)[0]
            break
    else:
        before = 0
    if not rows or rows < SMALLEST_SHARE * before:
        raise FetchError(
            f"it has {rows} rows, the newest file that is there {before}. It was not kept. If it "
            "is right all the same, download it by hand and drop it there."
        )
