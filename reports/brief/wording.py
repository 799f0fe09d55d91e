"""The lines of a brief that HTML and PDF have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.brief.asking import STARTS, Brief, BriefTitle
from reports.formats import MISSING, plain, text_of
from reports.page import PublishedRun

HOW_SURE = (
    "Low, middle and high are modelled: nine times in ten the true value lies between low and "
    "high. Rests on: titles like it whose outcome is known; with fewer than twenty there is a dash "
    "and the reason. Measured is what became of it, where anybody reports it. Marketing, price and "
    "rights are not in the data."
)
OVERVIEW = ("Title", "Now on", "Views in 91 days, modelled", "How sure, and rating", "Like it")
ALIKE = ("Title", "Came in", "Views, measured", "Expected of it, modelled")
"""Heads of the tables."""
NOBODY = "nobody, as far as is known"


def about_week(run: PublishedRun) -> str:
    """Which week's file a brief is of."""
    return f"Catalogue Insights · brief · week {run.week_number}, {run.year} · run {run.run_id}"


def offer_line(offer: Mapping[str, Any]) -> str:
    """One service that has a title, by what access and since when."""
    since = text_of(offer["offered_from"], "date")
    known = STARTS.get(offer["start_known"], "")
    return plain(
        f"{offer['service']} {offer['region']}, {offer['access']}, since {since} {known}; "
        f"last seen {text_of(offer['last_seen_on'], 'date')} ({offer['sources']})"
    )


def comparable_line(row: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """A title like another: its name and year, when it came, what it drew and was to draw."""
    year = f" ({row['comparable_year']})" if row["comparable_year"] else ""
    return (
        f"{plain(row['comparable_title'] or '', 90)}{year}",
        row["half_year"] or MISSING,
        text_of(row["views"], "views"),
        text_of(row["expected_views_91d"], "views"),
    )


def overview_row(title: BriefTitle, name: str) -> tuple[str, str, str, str, str]:
    """One title of several: what it is, who has it, its audience, how sure, what is like it."""
    numbers = {number.slug: number for number in title.numbers}
    now_on = sorted({f"{offer['service']} {offer['region']}" for offer in title.offers})
    audience, sure = MISSING, []
    if views := numbers.get("views"):
        range_ = f"{views.low} to {views.high}"
        audience = f"{views.middle}\n{views.note or range_}"
        sure.append(f"Rests on {views.support} like it")
    if (top10 := numbers.get("top10")) and not top10.note:
        sure.append(f"Top 10: {top10.middle}, modelled")
    if rating := numbers.get("rating"):
        sure.append(f"Rating: {rating.middle} modelled, {rating.measured} measured")
    like = [f"{line[0]}: {line[2]}" for line in map(comparable_line, title.comparables)]
    about = "\n".join(part for part in (name, title.line, title.note) if part)
    return (
        about,
        ", ".join(now_on) or NOBODY,
        audience,
        "\n".join(sure) or MISSING,
        "\n".join(like) or MISSING,
    )


def static_words(brief: Brief) -> list[str]:
    """Words of every brief that stand in no row."""
    texts = [HOW_SURE, about_week(brief.run), brief.run.credits, *brief.empties.values()]
    for result in brief.results.values():
        texts += [result.section.sql, *result.section.text.values()]
    return texts
