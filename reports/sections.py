"""A section of the report is one SQL file whose comment header says how to show its rows.

The header is a run of ``-- key: value`` lines; a line that starts with ``--`` and three blanks goes
on with the value before it. Keys:

    title     heading (required)
    chapter   heading of the chapter that starts here, on a page of ``catalogue serve``
    lede      the question it answers (required)
    finding   sentence with {column}s of the first row: the chart's headline and description; of
              several (repeated) the first whose columns all have a value
    reading   how to read the chart: what its marks and its scale mean
    chart     kind and encodings: ``bars y=title x=hit_probability colour=type``
    column    ``name | label | format`` (required, repeated); labelled ``-`` it only feeds charts
              and sentences, labelled ``+`` it stands small beneath the column before it
    sentence  ``section | strong part | rest``: a headline that links to that section (repeated);
              of the banner, one for each row whose columns all have a value
    order     how the rows are sorted, in words
    empty     the sentence to show when there are no rows (required)
    param     ``name = number or word``: a bind parameter of the query, ``$name`` (repeated)
    model     name of a model whose version is shown (repeated)
    note      a remark below the table (repeated)
    table     ``open``, ``folded`` or ``none``: folded beneath a chart, else open
    prose     a template of that name is shown before the rows
    mail      how the weekly mail shows it, if ``sections.toml`` wants it there: ``chart 8``
              (a picture of the first eight rows), ``table 5 title about`` (five rows, these
              columns), ``figures 4`` or ``finding``

On which page of the report a section stands, and in which chapter, is said by ``sections.toml``
(``layout.py``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from catalogue_common.errors import OtherVersionError, ReportError
from reports.charts import SectionChart
from reports.formats import FORMATS, SectionColumn, fill, tidy

HEADER_LINE = re.compile(r"--(?P<text>.*)")
PARAMETER = re.compile(r"\$([a-z_]\w*)")
REPEATED = {"column", "sentence", "param", "model", "note", "finding"}
SINGLE = {
    "title",
    "chapter",
    "lede",
    "reading",
    "chart",
    "order",
    "empty",
    "table",
    "prose",
    "mail",
}
REQUIRED = ("title", "lede", "empty", "column")

Sentence = tuple[str, Markup, Markup]
"""The slug of a section that it leads to, its strong part, its rest."""


@dataclass(frozen=True)
class Section:
    """One file of sql/reports: what it asks and how its answer is shown."""

    path: Path
    source: str
    slug: str
    sql: str
    columns: tuple[SectionColumn, ...]
    chart: SectionChart | None
    sentences: tuple[tuple[str, str, str], ...]
    params: Mapping[str, Any]
    text: Mapping[str, str] = field(default_factory=dict)
    models: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()

    @property
    def formats(self) -> dict[str, str]:
        """The format of each column."""
        return {column.name: column.form for column in self.columns}


@dataclass(frozen=True)
class Result:
    """A section with the rows its query returned and the parameters it was asked with."""

    section: Section
    rows: list[dict[str, Any]]
    params: Mapping[str, Any]

    @property
    def finding(self) -> Markup | None:
        """The first finding whose values the first row has."""
        for template in self.section.findings if self.rows else ():
            sentence = fill(template, self.rows[0], self.section.formats)
            if sentence is not None:
                return sentence
        return None

    @property
    def sentences(self) -> list[Sentence]:
        """The headline's sentences whose numbers are all there."""
        return self.sentences_of(self.rows[0]) if self.rows else []

    def sentences_of(self, row: Mapping[str, Any]) -> list[Sentence]:
        """The sentences whose values this row has."""
        found = []
        for slug, *parts in self.section.sentences:
            strong, rest = (fill(part, row, self.section.formats) for part in parts)
            if strong is not None and rest is not None:
                found.append((slug, strong, rest))
        return found


def load_sections(folder: Path) -> list[Section]:
    """Every numbered file of the folder, in the order of their names."""
    sections = [load_section(path) for path in sorted(folder.glob("[0-9]*.sql"))]
    if not sections:
        raise ReportError(f"no section found in {folder}: it should hold files like 01_glance.sql.")
    return sections


def load_section(path: Path) -> Section:
    """Read one file; its header must be complete and hold no unknown key."""
    return parse_section(path, path.read_text(encoding="utf-8"))


def parse_section(path: Path, source: str) -> Section:
    """Make a section of a file's text; ``path`` names it and says where it came from."""
    header, sql = _split(path, source)
    try:
        chart = SectionChart.parse(header["chart"][0]) if "chart" in header else None
        section = Section(
            path=path,
            source=source,
            slug=re.sub(r"^\d+_", "", path.stem).replace("_", "-"),
            sql=sql,
            columns=tuple(_column(line) for line in header["column"]),
            chart=chart,
            sentences=tuple(_sentence(line) for line in header.get("sentence", [])),
            params=dict(_param(line) for line in header.get("param", [])),
            text={key: lines[0] for key, lines in header.items() if key in SINGLE},
            models=tuple(header.get("model", [])),
            notes=tuple(header.get("note", [])),
            findings=tuple(header.get("finding", [])),
        )
        _check(section)
    except ValueError as cause:
        raise ReportError(f"{path}: {cause}") from cause
    return section


_LACKING = (duckdb.BinderException, duckdb.CatalogException)


def run_section(section: Section, connection: sa.Connection, params: Mapping[str, Any]) -> Result:
    """Ask the section's query, with those of the parameters that it names."""
    values = {**params, **section.params}
    wanted = dict.fromkeys(PARAMETER.findall(section.sql))
    if unknown := sorted(set(wanted) - set(values)):
        raise ReportError(f"{section.path}: no value for ${unknown[0]}; known: {sorted(values)}.")
    used = {name: values[name] for name in wanted}
    try:
        result = connection.exec_driver_sql(section.sql, used)
        rows = [{key: tidy(value) for key, value in row.items()} for row in result.mappings()]
    except SQLAlchemyError as cause:
        if isinstance(
            getattr(cause, "orig", None), duckdb.BinderException | duckdb.CatalogException
        ):
            raise OtherVersionError(
                f"{section.path}: the query failed: the published file lacks a table or a column "
                "that it reads, since another version of the project made it. The file is as it "
                "was; the next `catalogue run` makes it anew."
            ) from cause
        raise ReportError(f"{section.path}: the query failed: {cause}") from cause
    if list(result.keys()) != [column.name for column in section.columns]:
        raise ReportError(
            f"{section.path}: the header names the columns {list(section.formats)}, "
            f"the query returns {list(result.keys())}."
        )
    return Result(section, rows, used)


def _split(path: Path, source: str) -> tuple[dict[str, list[str]], str]:
    lines = source.splitlines()
    header: dict[str, list[str]] = {}
    key = ""
    for number, line in enumerate(lines):
        match = HEADER_LINE.fullmatch(line)
        if not match:
            _require(path, header)
            return header, "\n".join(lines[number:]).strip().rstrip(";")
        if match["text"].startswith("   ") and key:
            header[key][-1] += " " + match["text"].strip()
            continue
        key, _, value = (part.strip() for part in match["text"].partition(":"))
        if key not in REPEATED | SINGLE or (key in header and key not in REPEATED):
            raise ReportError(f"{path}:{number + 1}: unknown or repeated key '{key}'.")
        header.setdefault(key, []).append(value)
    raise ReportError(f"{path}: no query below the header.")


def _require(path: Path, header: Mapping[str, list[str]]) -> None:
    for key in REQUIRED:
        if key not in header:
            raise ReportError(f"{path}: the header lacks '{key}:'.")


def _check(section: Section) -> None:
    if section.chart:
        section.chart.check(section.formats)
    shown = [column.label for column in section.columns if column.label != "-"]
    if shown and shown[0] == "+":
        raise ValueError("the first column has nothing to stand beneath.")


def _column(line: str) -> SectionColumn:
    name, label, form = _parts(line, 3)
    if form not in FORMATS:
        raise ValueError(
            f"column '{name}' has the unknown format '{form}'; known: {sorted(FORMATS)}."
        )
    return SectionColumn(name, label, form)


def _sentence(line: str) -> tuple[str, str, str]:
    slug, strong, rest = _parts(line, 3)
    return slug, strong, rest


def _param(line: str) -> tuple[str, Any]:
    name, value = (part.strip() for part in line.split("=", 1))
    for kind in (int, float):
        try:
            return name, kind(value)
        except ValueError:
            continue
    return name, value


def _parts(line: str, count: int) -> list[str]:
    parts = [part.strip() for part in line.split(" | ")]
    if len(parts) != count:
        raise ValueError(f"'{line}' should have {count} parts between ' | '.")
    return parts
