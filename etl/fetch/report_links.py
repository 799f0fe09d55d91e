"""Finds the newest engagement report among a page's links: each half-year's has its own address."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import unquote, urljoin

from etl.load.containers import ZIP, start_of

LARGEST_PAGE = 8 << 20

_WORKBOOK = re.compile(r"""(?:https?:)?/[^\s"'<>\\]+?\.xlsx(?![a-z])""", re.IGNORECASE)
_HALF_YEAR = re.compile(r"(20\d\d)[-_ ]*(jan|jul)[a-z]*[-_ ]*(?:to[-_ ]*)?(jun|dec)", re.IGNORECASE)


def newest_workbook(file: Path, address: str) -> str | None:
    """The address of the newest workbook that a page links to; None where the file is no page.

    Args:
        file: what was fetched.
        address: from where, which links may be relative to.
    """
    if start_of(file).startswith(ZIP):
        return None
    with file.open("rb") as opened:
        page = opened.read(LARGEST_PAGE).decode("utf-8", "replace")
    text = html.unescape(page).replace("\\u002F", "/").replace("\\/", "/")
    links = [link for link in _WORKBOOK.findall(text) if half_year_in(link)]
    newest = max(links, key=lambda link: _rank(half_year_in(link) or ""), default=None)
    return urljoin(address, newest) if newest else None


def half_year_in(address: str) -> str | None:
    """The half-year that the name of a report tells, such as 2026Jan-Jun."""
    found = _HALF_YEAR.search(unquote(address).rpartition("/")[2])
    return f"{found[1]}{found[2].title()}-{found[3].title()}" if found else None


def _rank(half_year: str) -> tuple[str, bool]:
    """Later half-years come later."""
    return half_year[:4], half_year.endswith("Dec")
