"""A brief as a PDF: one page of what there is to say, then the queries behind it.

What is written is the same as in HTML. The file says nothing of when it was made, so that the same
week gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from reports.brief.asking import MOST_OFFERS, Brief, BriefNumber, BriefTitle
from reports.brief.pdf_fonts import fonts_for, lacking, scripts_of
from reports.brief.pdf_words import PdfWords
from reports.brief.wording import (
    ALIKE,
    HOW_SURE,
    OVERVIEW,
    about_week,
    comparable_line,
    offer_line,
    overview_row,
)

INK, MUTED, LINE, FAINT = (28, 32, 38), (96, 102, 112), (208, 212, 218), (244, 245, 247)
MARGIN, FOOT = 14, 16
SMALL = 7.8
"""Of type, so that ten titles stand on one page."""
QUESTIONS = ("Question", "Low", "Middle, modelled", "High", "Rests on", "Measured")
SHARES = (62, 17, 32, 17, 18, 36)
"""The columns' shares of the width."""
HEAD = FontFace(family="strong", color=MUTED)


def brief_pdf(brief: Brief) -> bytes:
    """The brief as a PDF of A4 pages."""
    words = PdfWords(brief, lacking)
    with TemporaryDirectory(prefix="brief-") as folder:
        sheet = _Sheet(brief, words, Path(folder))
        sheet.add_page()
        if len(brief.titles) == 1:
            _one(sheet, brief.titles[0], brief)
        else:
            _several(sheet, brief)
        _remarks(sheet, brief, words)
        _queries(sheet, brief)
        return bytes(sheet.output())


class _Sheet(FPDF):
    """The paper: its fonts, what stands above and beneath each page, and how text is put on it."""

    def __init__(self, brief: Brief, words: PdfWords, folder: Path) -> None:
        super().__init__(format="A4")
        self.brief, self.words = brief, words
        regular, bold, others = fonts_for(words.text, folder)
        self.add_font("text", "", regular)
        self.add_font("strong", "", bold)
        for place, path in enumerate(others):
            self.add_font(f"other{place}", "", path)
        self.set_fallback_fonts([f"other{n}" for n in range(len(others))], exact_match=False)
        self.set_text_shaping(True)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(True, FOOT)
        self.set_title(words.say(brief.heading))
        self.set_creator("Catalogue Insights")
        self.set_lang("en")
        made = brief.run.finished_at or datetime.combine(brief.run.as_of, time())
        self.set_creation_date(made.replace(tzinfo=UTC))

    def header(self) -> None:
        self.put(about_week(self.brief.run), 8, MUTED)
        if self.brief.run.is_synthetic:
            self.put("Synthetic sample: every title and every figure is invented.", 8, bold=True)
        self.ln(2)

    def footer(self) -> None:
        self.set_y(-FOOT + 4)
        self.put(f"{self.brief.run.credits} Page {self.page_no()}.", 7, MUTED)

    def put(
        self,
        text: str,
        size: float,
        color: tuple[int, int, int] = INK,
        *,
        bold: bool = False,
        link: str = "",
    ) -> None:
        """A paragraph over the whole width."""
        self.set_font("strong" if bold else "text", "", size)
        self.set_text_color(*color)
        self.multi_cell(
            0,
            size * 0.5,
            self.words.say(text),
            align="L",
            new_x=XPos.LMARGIN,
            new_y=YPos.NEXT,
            link=link,
        )

    def heading(self, text: str) -> None:
        """A heading within the page."""
        self.ln(3)
        self.put(text, 11.5, bold=True)
        self.ln(0.8)

    def rows(
        self,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[int],
        size: float = 8.5,
    ) -> None:
        """A table over the whole width; a cell's text may have several lines."""
        self.set_font("text", "", size)
        self.set_text_color(*INK)
        self.set_draw_color(*LINE)
        with self.table(
            borders_layout="HORIZONTAL_LINES",
            col_widths=list(widths),
            headings_style=HEAD,
            line_height=size * 0.49,
            padding=(1, 1.5, 1, 0),
            text_align="LEFT",
            v_align="TOP",
        ) as table:
            for line in (head, *rows):
                row = table.row()
                for text in line:
                    row.cell(self.words.say(text, keeps_lines=True))


def _one(sheet: _Sheet, title: BriefTitle, brief: Brief) -> None:
    sheet.put(sheet.words.name(title), 20, bold=True)
    if original := sheet.words.original(title):
        sheet.put(original, 11, MUTED)
    sheet.put(title.line, 9.5, MUTED)
    for said in (title.makers, title.description, title.note, title.standing):
        if said:
            sheet.ln(1)
            sheet.put(said, 9.5)
    for name in ("tmdb_url", "justwatch_url"):
        if address := title.facts[name]:
            sheet.put(address, 8, MUTED, link=address)
    sheet.heading("Who offers it")
    for offer in title.offers[:MOST_OFFERS]:
        sheet.put(offer_line(offer), 9.5)
    if len(title.offers) > MOST_OFFERS:
        sheet.put(f"And {len(title.offers) - MOST_OFFERS} more.", 9.5)
    if not title.offers:
        sheet.put(brief.empties["offers"], 9.5, MUTED)
    sheet.heading("What is expected, and how sure that is")
    if title.numbers:
        sheet.rows(QUESTIONS, [_number_line(number) for number in title.numbers], SHARES)
        sheet.put(HOW_SURE, 8, MUTED)
    else:
        sheet.put(brief.empties["views"], 9.5, MUTED)
    sheet.heading("Titles like it, and what they reached")
    if title.comparables:
        sheet.rows(
            ALIKE,
            [comparable_line(row) for row in title.comparables],
            (80, 34, 34, 34),
        )
    else:
        sheet.put(brief.empties["comparables"], 9, MUTED)


def _number_line(number: BriefNumber) -> tuple[str, ...]:
    return (
        f"{number.label}\n{number.meaning}",
        number.low,
        f"{number.middle}\n{number.note}" if number.note else number.middle,
        number.high,
        number.support,
        number.measured,
    )


def _several(sheet: _Sheet, brief: Brief) -> None:
    sheet.put(brief.heading, 18, bold=True)
    count = len(brief.titles)
    sheet.put(f"{count} title{'' if count == 1 else 's'}, in the order of the list.", 9, MUTED)
    sheet.ln(2)
    rows = [overview_row(title, sheet.words.name(title)) for title in brief.titles]
    sheet.rows(OVERVIEW, rows, (56, 25, 29, 37, 35), SMALL)
    sheet.put(HOW_SURE, 8, MUTED)


def _remarks(sheet: _Sheet, brief: Brief, words: PdfWords) -> None:
    """What is not on the paper, and why."""
    if brief.left_out:
        sheet.put(f"{brief.left_out} more on the list are not on this page.", 8, MUTED)
    for title_id in brief.unknown:
        sheet.put(f"Not in this week: {title_id}.", 8, MUTED)
    if words.lacks:
        sheet.put(
            f"Letters that this file's fonts lack are written as ? ({scripts_of(words.lacks)}). "
            "The brief in HTML shows them.",
            8,
            MUTED,
        )


def _queries(sheet: _Sheet, brief: Brief) -> None:
    """A page of small print: each statement, with the keys that it was asked with."""
    sheet.add_page()
    sheet.put("The queries behind", 13, bold=True)
    keys = ", ".join(title.title_id for title in brief.titles)
    sheet.put(f"Asked of run {brief.run.run_id} with $title_ids = {keys}.", 8, MUTED)
    for section in (result.section for result in brief.results.values()):
        sheet.ln(1.5)
        sheet.put(section.text["title"], 8.5, bold=True)
        sheet.put(" ".join(section.sql.split()), 7.2)
