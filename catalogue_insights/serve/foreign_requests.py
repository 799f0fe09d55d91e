"""Requests that another site's page sends through a reader's browser.

What costs or changes something is not done for them. A link to a question is answered with the
question filled in and a button: whoever looks at it and presses it asks themselves.
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from catalogue_insights.serve.problems import as_response, problem
from catalogue_insights.serve.site import Site

COSTLY = frozenset({"/sql", "/sql.csv", "/sql.json", "/try", "/brief.pdf"})
"""Pages that run something for what stands in their address."""
PLACES = {"/try": "/try", "/brief.pdf": "/titles"}
"""The entry of the navigation that such a page belongs to, where it is not the SQL box."""
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})
"""What a browser says of a page of this server, and of an address that somebody typed."""
MOST_FIELDS = 50
FROM_ELSEWHERE = (
    "This came from a page of another site, so nothing was run. Look at it; the button runs it."
)


def is_foreign(scope: Scope) -> bool:
    """Whether another site's page asks for what costs or changes something.

    Browsers say where a request comes from; programs say nothing, and are no browser's page.
    """
    costs = scope["path"] in COSTLY and bool(scope.get("query_string"))
    if scope["method"] in HARMLESS and not costs:
        return False
    headers = Headers(scope=scope)
    if (site := headers.get("sec-fetch-site")) is not None:
        return site not in OWN_SITES
    origin = headers.get("origin")
    return origin is not None and not _is_own(origin, headers.get("host", ""))


def answer_to_foreign(site: Site, scope: Scope) -> Response:
    """403: for a browser that follows a link the page with a button, for others a problem."""
    headers, path = Headers(scope=scope), scope["path"]
    is_link = scope["method"] in HARMLESS and path in COSTLY
    if not is_link or "text/html" not in headers.get("accept", ""):
        said = "Another site's page asks for what costs or changes something. Nothing was done."
        return as_response(problem(403, said, path))
    fields = _fields_of(scope.get("query_string", b""))
    with site.window.reading() as week:
        return site.page(
            "foreign.html.j2",
            week.run,
            PLACES.get(path, "/sql"),
            403,
            path=path,
            fields=fields,
            said=FROM_ELSEWHERE,
        )


def host_of(headers: Headers) -> str | None:
    """The name that was asked for, without its port; None where it is no name."""
    try:
        return urlsplit(f"//{headers.get('host', '')}").hostname
    except ValueError:
        return None


def _fields_of(query: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            query.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST_FIELDS
        )
    except ValueError:
        return []


def _is_own(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False
