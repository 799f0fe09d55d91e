"""A brief as one page of HTML that needs nothing beside it: no script, its style within it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from reports.brief import wording
from reports.brief.asking import MOST_OFFERS, Brief
from reports.page import TEMPLATES, digest_of, environment
from reports.query_text import ask_address


def brief_html(
    brief: Brief, *, tools: Sequence[tuple[str, str]] = (), site_url: str | None = None
) -> str:
    """The page.

    Args:
        brief: what it says.
        tools: links above it, where it stands on the site: label and address.
        site_url: of the site, where queries can be run; '' on the site itself.
    """
    queries = [
        {
            "slug": section.slug,
            "title": section.text["title"],
            "sql": sql,
            "address": ""
            if site_url is None or "core." in sql
            else ask_address(brief.results[section.slug], site_url),
        }
        for section, sql in brief.queries
    ]
    return (
        _templates()
        .get_template("brief.html.j2")
        .render(brief=brief, about_week=wording.about_week(brief.run), queries=queries, tools=tools)
    )


def brief_policy() -> str:
    """What the page may do, as its header says it: show itself in its own style, and no more."""
    return (
        f"default-src 'none'; style-src {digest_of(_style())}; img-src data:; base-uri 'none'; "
        "form-action 'none'"
    )


@cache
def _style() -> str:
    names = ("report.css", "brief.css")
    return "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)


@cache
def _templates() -> Environment:
    templates = environment()
    templates.globals |= {
        "style": Markup(_style()),  # noqa: S704 - the project's own files
        "policy": brief_policy(),
        "how_sure": wording.HOW_SURE,
        "most_offers": MOST_OFFERS,
        "overview_head": wording.OVERVIEW,
        "alike_head": wording.ALIKE,
        "overview_row": wording.overview_row,
        "offer_line": wording.offer_line,
        "comparable_line": wording.comparable_line,
    }
    return templates
