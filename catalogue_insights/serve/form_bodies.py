"""The fields of a form that was sent, and whether it was sent from a page of this server."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from fastapi import HTTPException, Request

MOST_FIELDS = 600
OWN = frozenset({"same-origin", "none"})


async def form_fields(request: Request) -> dict[str, list[str]]:
    """The form's fields by name.

    Raises:
        HTTPException: it is no form, or another site's page sent it.
    """
    headers = request.headers
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    # Browsers say where a form stood only over TLS and on loopback; elsewhere the origin tells.
    is_own = (
        site in OWN if site else origin is None or urlsplit(origin).netloc == headers.get("host")
    )
    if not is_own:
        raise HTTPException(
            403, "Another site's page sent this. Nothing was changed. Open the page here and try."
        )
    try:
        body = (await request.body()).decode()
        return parse_qs(body, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as error:
        raise HTTPException(422, f"This is no form: {error}. Nothing was changed.") from error


def one_field(fields: dict[str, list[str]], name: str) -> str:
    """A field's value; empty where there is none."""
    return fields.get(name, [""])[0]
