"""Where each section stands and in whose mail: ``sections.toml``, or a team's file in its place.

A section that the file does not name stands at the end of the page ``catalogue``: a new section is
one new SQL file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Self

from pydantic import BaseModel, Field, ValidationError, model_validator

from catalogue_common.errors import ReportError

DEFAULT_FILE = Path(__file__).with_name("sections.toml")
CONTENT = "content"
"""The group of readers who were given none."""


@dataclass(frozen=True)
class ReportPage:
    """One of the pages of a week."""

    name: str
    file: str
    title: str


PAGES = (
    ReportPage("report", "index.html", "The week's report"),
    ReportPage("catalogue", "catalogue.html", "The catalogue in detail"),
    ReportPage("quality", "quality.html", "How good scores and data are"),
)
UNNAMED_PAGE, UNNAMED_CHAPTER = PAGES[1], "More"
PAGE_FILES = tuple(page.file for page in PAGES)

Chapters = Mapping[str, Sequence[str]]


class Layout(BaseModel, extra="forbid"):
    """The slugs of each page by chapter, and those of the mail by group of readers."""

    report: dict[str, list[str]] = Field(min_length=1)
    catalogue: dict[str, list[str]]
    quality: dict[str, list[str]]
    mail: dict[str, list[str]]
    left_out: list[str] = []

    @model_validator(mode="after")
    def _names_each_section_once(self) -> Self:
        lists = {page.name: _slugs(self.chapters(page)) for page in PAGES}
        for where, slugs in (lists | self.mail).items():
            for slug in slugs:
                if slugs.count(slug) > 1:
                    raise ValueError(f"the section '{slug}' is named twice in [{where}]")
        if CONTENT not in self.mail:
            raise ValueError(f"[mail] lacks the group '{CONTENT}', of readers without a group")
        return self

    def chapters(self, page: ReportPage) -> Chapters:
        """The chapters of a page as the file names them."""
        chapters: Chapters = getattr(self, page.name)
        return chapters

    def check(self, known: Collection[str]) -> None:
        """See that every section that the file names is there.

        Raises:
            ReportError: one is not.
        """
        named = chain(*(_slugs(self.chapters(page)) for page in PAGES), *self.mail.values())
        for slug in (*named, *self.left_out):
            if slug not in known:
                raise ReportError(
                    f"The file of the sections names '{slug}', and there is no such section; known "
                    f"are {', '.join(sorted(known))}. The reports are as they were."
                )

    def arrange(self, slugs: Sequence[str]) -> dict[ReportPage, dict[str, list[str]]]:
        """The sections that there are, by page and chapter; chapters without one are left out.

        Args:
            slugs: all sections, in the order in which those that are named nowhere shall stand.
        """
        pages = {page: self._present(page, slugs) for page in PAGES}
        placed = {*self.left_out, *chain(*(_slugs(chapters) for chapters in pages.values()))}
        rest = [slug for slug in slugs if slug not in placed]
        if rest:
            pages[UNNAMED_PAGE].setdefault(UNNAMED_CHAPTER, []).extend(rest)
        return pages

    def _present(self, page: ReportPage, slugs: Collection[str]) -> dict[str, list[str]]:
        found = {
            chapter: [slug for slug in named if slug in slugs]
            for chapter, named in self.chapters(page).items()
        }
        return {chapter: present for chapter, present in found.items() if present}

    def places(self, slugs: Sequence[str]) -> dict[str, str]:
        """The file that has each section; of several the first, of one that is left out none."""
        pages = reversed(self.arrange(slugs).items())
        return {slug: page.file for page, chapters in pages for slug in _slugs(chapters)}

    def mailed(self, groups: Iterable[str]) -> list[str]:
        """The sections that readers of these groups get, each once.

        Raises:
            ReportError: the file knows no such group.
        """
        found: dict[str, None] = {}
        for group in groups:
            if group not in self.mail:
                raise ReportError(
                    f"There is no group '{group}' of the mail's readers (setting mail.groups); "
                    f"the file of the sections has {', '.join(self.mail)}."
                )
            found |= dict.fromkeys(self.mail[group])
        return list(found)


def load_layout(path: Path | None = None) -> Layout:
    """Read a team's file of the sections, or the one that comes with the project.

    Raises:
        ReportError: it cannot be read, lacks a page or names a section twice on one.
    """
    path = path or DEFAULT_FILE
    try:
        return Layout(**tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as cause:
        raise ReportError(
            f"{path} cannot be read: {cause}. The reports are as they were."
        ) from cause
    except ValidationError as cause:
        problem = cause.errors()[0]
        where = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "missing":
            raise ReportError(f"{path} lacks the page or table [{where}].") from cause
        message = problem["msg"].removeprefix("Value error, ")
        raise ReportError(f"{path}: {f'{where}: ' if where else ''}{message}.") from cause


def _slugs(chapters: Chapters) -> list[str]:
    return list(chain(*chapters.values()))
