"""The way from each week's pages to those of the week before and of the week after.

A page cannot know what comes after it, so the links are put into the finished pages, all of them,
whenever one is put in place. A week that is made again, or taken away, leaves none that misleads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from catalogue_common.files import replace_file
from reports.layout import PAGE_FILES
from reports.page import render_neighbours

LINKS = re.compile(r'<nav class="neighbours".*?</nav>', re.S)
# The links stand in the head of a page, below its style sheet.
HEAD_LENGTH = 64_000


def link_weeks(reports_dir: Path, weeks: Sequence[str]) -> None:
    """Put the links to its neighbours into every week's pages that do not have them yet.

    Args:
        reports_dir: the folder of all weeks.
        weeks: all weeks with a page.
    """
    ordered = [None, *sorted(weeks), None]
    for before, week, after in zip(ordered, ordered[1:], ordered[2:], strict=False):
        for file in PAGE_FILES:
            if (reports_dir / f"{week}" / file).is_file():
                links = render_neighbours(
                    *(_page_of(reports_dir, w, file) for w in (before, after))
                )
                _link(reports_dir / f"{week}" / file, links)


def _page_of(reports_dir: Path, week: str | None, file: str) -> str | None:
    """The same page of another week; weeks of earlier versions have but one."""
    if week is None:
        return None
    return f"{week}/{file if (reports_dir / week / file).is_file() else 'index.html'}"


def _link(page: Path, links: str) -> None:
    with page.open(encoding="utf-8", errors="replace", newline="") as file:
        found = LINKS.search(file.read(HEAD_LENGTH))
    if found and found[0] != links:
        text = page.read_bytes().decode("utf-8")
        replace_file(page, text[: found.start()] + links + text[found.end() :])
