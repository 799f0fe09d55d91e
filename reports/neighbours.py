"""The way from each week's page to the one before and the one after.

A page cannot know what comes after it, so the links are put into the finished pages, all of them,
whenever one is put in place. A week that is made again, or taken away, leaves none that misleads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from catalogue_common.files import replace_file
from reports.page import render_neighbours

LINKS = re.compile(r'<nav class="neighbours".*?</nav>', re.S)
# The links stand in the head of a page, below its style sheet.
HEAD_LENGTH = 64_000


def link_weeks(reports_dir: Path, weeks: Sequence[str]) -> None:
    """Put the links to its neighbours into every week's page that does not have them yet.

    Args:
        reports_dir: the folder of all weeks.
        weeks: all weeks with a page.
    """
    ordered = [None, *sorted(weeks), None]
    for before, week, after in zip(ordered, ordered[1:], ordered[2:], strict=False):
        page = reports_dir / f"{week}" / "index.html"
        with page.open(encoding="utf-8", errors="replace", newline="") as file:
            found = LINKS.search(file.read(HEAD_LENGTH))
        links = render_neighbours(before, after)
        if found and found[0] != links:
            text = page.read_bytes().decode("utf-8")
            replace_file(page, text[: found.start()] + links + text[found.end() :])
