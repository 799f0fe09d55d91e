"""The words of a brief as its PDF can write them: no letter becomes a box in silence."""

from __future__ import annotations

from collections.abc import Callable

from reports.brief.asking import Brief, BriefTitle
from reports.brief.wording import static_words
from reports.formats import INVISIBLE

UNWRITTEN = "?"
NO_WIDTH = "\u200b"
"""Of the main font. A paragraph that begins with another's letter would keep that font's numbers
for the letters of its second line: so none begins with one."""


class PdfWords:
    """All text of one brief, and the letters of it that no font has."""

    def __init__(self, brief: Brief, lacking: Callable[[str], set[str]]) -> None:
        """Look through all that will be written.

        Args:
            brief: what is written.
            lacking: which letters of a text no font has.
        """
        rows = (row for result in brief.results.values() for row in result.rows)
        said = (str(value) for row in rows for value in row.values())
        notes = (title.note for title in brief.titles)
        self.text = " ".join((NO_WIDTH, *said, *notes, brief.heading, *static_words(brief)))
        self.lacks = lacking(self.text)
        self._table = {ord(letter): UNWRITTEN for letter in self.lacks}

    def say(self, text: str, *, keeps_lines: bool = False) -> str:
        """The text with the letters that there are; those that turn or hide others are gone."""
        lines = text.split("\n") if keeps_lines else [text]
        said = "\n".join(INVISIBLE.sub("", line).translate(self._table) for line in lines)
        return said if said.isascii() else NO_WIDTH + said

    def name(self, title: BriefTitle) -> str:
        """What a title is called, by the first of its names that can be written, else its key."""
        for name in (title.name, title.original):
            if name and self._is_written(name):
                return name
        return f"Title {title.title_id}"

    def original(self, title: BriefTitle) -> str:
        """Its original title; a word on what cannot be written."""
        if not self._is_written(title.name):
            return "Its name is in letters that this file's fonts lack; the brief in HTML shows it."
        if title.original and not self._is_written(title.original):
            return "Its original title is in letters that this file's fonts lack."
        return title.original

    def _is_written(self, name: str) -> bool:
        return not self.lacks & set(name)
