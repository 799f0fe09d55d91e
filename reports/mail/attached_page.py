"""The week's page as it goes with a mail: alone, without the pages that lie beside it."""

from __future__ import annotations

import html
import re
from urllib.parse import urljoin, urlsplit

# Links to elsewhere; those within the page and to data that it holds work in a mail, too. What
# comes from outside is escaped in the page, so only its own links look like this.
OUTWARD = re.compile(
    r'<a (?P<before>[^<>]*)href="(?P<to>(?!#|data:)[^"]*)"(?P<after>[^<>]*)>(?P<words>.*?)</a>',
    re.S,
)


def stand_alone(page: str, week: str, report_url: str | None) -> str:
    """The page with links to where the reports are on the web, or with plain words in their place.

    Links to other sites work from anywhere and stay as they are.

    Args:
        page: the week's ``index.html``.
        week: its ISO week.
        report_url: the address of the folder of all weeks, if there is one.
    """
    base = f"{report_url.rstrip('/')}/{week}/index.html" if report_url else ""

    def led(found: re.Match[str]) -> str:
        to = html.unescape(found["to"])
        if urlsplit(to).scheme:
            return found[0]
        if not base:
            return f"<span>{found['words']}</span>"
        address = html.escape(urljoin(base, to))
        return f'<a {found["before"]}href="{address}"{found["after"]}>{found["words"]}</a>'

    return OUTWARD.sub(led, page)
