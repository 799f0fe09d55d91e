"""How a value of a query result is written, as plain text and as HTML.

Every number on the page passes through here once, so that a sentence, a chart's label and a table's
cell never disagree about the same value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup, escape

from catalogue_common.errors import ReportError

Value = Any
Row = Mapping[str, Value]

MISSING = "–"
# Invisible signs that turn or hide the text around them: harmless inside <bdi>, not in a sentence.
# The last two are no characters at all: a drawing with one of them in it cannot be read.
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
BLANKS = re.compile(r"\s+")
SENTENCE_LIMIT = 90
NAMES = frozenset({"title", "show_title"})
"""What the column is called that names the title whose key the row has."""
SITES = {"www.themoviedb.org": "TMDb", "www.justwatch.com": "JustWatch"}
KINDS = {"movie": "Film", "series": "Series"}


@dataclass(frozen=True)
class SectionColumn:
    """How one column of a result is named and written."""

    name: str
    label: str
    form: str


def plain(value: Value, limit: int | None = None) -> str:
    """One line of visible text, cut at ``limit`` characters."""
    line = " ".join(INVISIBLE.sub("", BLANKS.sub(" ", str(value))).split())
    return line if limit is None or len(line) <= limit else line[: limit - 1].rstrip() + "…"


def tidy(value: Value) -> Value:
    """What the formats expect: missing numbers as None, lists as text."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return value


def _integer(value: Value) -> str:
    return f"{round(value):,}"


def _change(value: Value) -> str:
    return f"{round(value):+,}".replace("-", "−")


def _compact(value: Value) -> str:
    for size, unit in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.1f} {unit}"
    return f"{value:.0f}"


def _views(value: Value) -> str:
    """A number of people in three digits, as it is said: 12.3M."""
    for size, unit in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if value >= 0.9995 * size:
            return f"{value / size:.3g}{unit}"
    return f"{value:.0f}"


def _percent(value: Value) -> str:
    """A probability as whole percent; never a false certainty at either end."""
    text = f"{value * 100:.0f}%"
    if text == "0%" and value > 0:
        return "<1%"
    return ">99%" if text == "100%" and value < 1 else text


def _date(value: date) -> str:
    return f"{value.day} {value:%b %Y}"


def _long_date(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _time(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M} UTC"


def _flag(value: Value) -> str:
    return "yes" if value else "no"


def _links(value: Value) -> str:
    """Addresses separated by blanks, by the names of their sites."""
    return ", ".join(name for name, _ in _sites(value))


def _sites(value: Value) -> list[tuple[str, str]]:
    """Name and address of each site; what is no address of one that we know is left out."""
    addresses = (urlsplit(address) for address in str(value).split())
    return [
        (SITES[address.hostname], address.geturl())
        for address in addresses
        if address.scheme == "https" and address.hostname in SITES
    ]


def _kind(value: Value) -> str:
    return KINDS.get(value, plain(value, 40))


FORMATS: dict[str, Callable[[Value], str]] = {
    "integer": _integer,
    "change": _change,
    "compact": _compact,
    "views": _views,
    "signed": lambda value: f"{value:+.1f}".replace("-", "−"),
    "percent": _percent,
    "share": lambda value: f"{value * 100:.1f}%",
    "points": lambda value: f"{value * 100:.1f} percentage points",
    "gap": lambda value: f"{value * 100:+.1f}".replace("-", "−"),
    "rating": lambda value: f"{value:.1f}",
    "number": lambda value: f"{value:,.2f}".rstrip("0").rstrip("."),
    "decimal": lambda value: f"{value:.2f}",
    "score": lambda value: f"{value:.3f}",
    "year": lambda value: f"{value:d}",
    "date": _date,
    "long_date": _long_date,
    "month": lambda value: f"{value:%b}",
    "long_month": lambda value: f"{value:%B}",
    "time": _time,
    "flag": _flag,
    "kind": _kind,
    "text": plain,
    "title": plain,
    "list": plain,
    "items": plain,
    "code": plain,
    "links": _links,
}
NUMERIC = frozenset(
    {
        "integer",
        "change",
        "compact",
        "views",
        "signed",
        "percent",
        "share",
        "gap",
        "rating",
        "number",
        "decimal",
        "score",
        "year",
    }
)
# What should not be broken over two lines.
SHORT = frozenset({"date", "long_date", "month", "long_month", "time", "flag", "kind"})
# Words that come from outside, in any script.
FOREIGN = frozenset({"title", "text", "list", "items", "code"})
WITHIN = {form: Markup("<bdi>{}</bdi>") for form in ("text", "items")}
WITHIN["code"] = Markup("<code>{}</code>")


def text_of(value: Value, form: str) -> str:
    """The value as plain text."""
    value = tidy(value)
    if value is None or value == "":
        return MISSING
    try:
        return FORMATS[form](value)
    except (TypeError, ValueError) as cause:
        raise ReportError(f"the value {value!r:.80} cannot be written as '{form}'.") from cause


def html_of(value: Value, form: str) -> Markup:
    """The value as it stands in a table's cell, escaped and with its direction isolated."""
    text = text_of(value, form)
    if text == MISSING:
        return escape(MISSING)
    if form == "title":
        return Markup('<bdi class="title" title="{}">{}</bdi>').format(plain(text, 300), text)
    if form == "list":
        chips = (Markup('<bdi class="chip">{}</bdi>').format(item) for item in text.split(", "))
        return Markup('<span class="chips">{}</span>').format(Markup(", ").join(chips))
    if form == "links":
        link = Markup('<a href="{}" rel="noopener noreferrer">{}</a>')
        return Markup(", ").join(link.format(to, name) for name, to in _sites(value))
    return WITHIN[form].format(text) if form in WITHIN else escape(text)


def title_page(row: Row, column: SectionColumn, site_url: str | None) -> str:
    """The address of the title's page on the site; '' for what is no title, or without a site."""
    title_id = row.get("title_id")
    if site_url is None or column.name not in NAMES or not title_id or row[column.name] is None:
        return ""
    return f"{site_url}/titles/{quote(str(title_id), safe='')}"


def linked_items(row: Row, column: SectionColumn, site_url: str | None) -> Markup | None:
    """Items between semicolons, each a link to its title's page; None where they are not plain.

    The row's ``title_ids`` has their keys; after them there may be a word on how many more.
    """
    keys = str(tidy(row.get("title_ids")) or "").split(", ")
    items = text_of(row[column.name], column.form).split("; ")
    if site_url is None or not keys[0] or len(items) - len(keys) not in (0, 1):
        return None
    link = Markup('<a href="{}/titles/{}"><bdi>{}</bdi></a>')
    parts = [
        link.format(site_url, quote(key, safe=""), item)
        for key, item in zip(keys, items, strict=False)
    ]
    return Markup("; ").join([*parts, *map(escape, items[len(keys) :])])


def fill(template: str, row: Row, formats: Mapping[str, str]) -> Markup | None:
    """The sentence with the row's values in place; None where one of them is missing.

    ``{votes}`` is the formatted value, ``{votes|vote|votes}`` adds the word in its number.
    """
    parts: list[Markup] = []
    for literal, field, _, _ in Formatter().parse(template):
        parts.append(escape(literal))
        if field is None:
            continue
        name, *words = field.split("|")
        if name not in row or name not in formats:
            raise ReportError(f"the sentence '{template}' names '{name}', which is no column.")
        if tidy(row[name]) is None:
            return None
        parts.append(_in_sentence(row[name], formats[name], words))
    return Markup("").join(parts)


def _in_sentence(value: Value, form: str, words: list[str]) -> Markup:
    text = plain(text_of(value, form), SENTENCE_LIMIT)
    if words:
        text += f"\u00a0{words[0] if text == '1' else words[-1]}"
    return Markup("<bdi>{}</bdi>").format(text) if form in FOREIGN else escape(text)
