"""Columns of tables that a reader chooses, as page, CSV file, workbook and JSON have them."""

from __future__ import annotations

from dataclasses import dataclass

from reports.formats import NUMERIC, SHORT


@dataclass(frozen=True)
class TableColumn:
    """One column: its name in data and addresses, its label, how it is written, its width.

    ``width`` is that of a workbook's column, in digits. ``address`` names the column that holds
    where a cell leads to.
    """

    name: str
    label: str
    form: str
    width: int = 12
    address: str | None = None
    note: str | None = None

    @property
    def kind(self) -> str:
        """The class of its cells on a page."""
        if self.form in NUMERIC:
            return "number"
        return "short" if self.form in SHORT else ""


TITLE = TableColumn("title", "Title", "title", 44, address="page_address")
TMDB = TableColumn("tmdb_address", "TMDb", "link", 10, address="tmdb_address")
JUSTWATCH = TableColumn("justwatch_address", "JustWatch", "link", 10, address="justwatch_address")
NOTE = TableColumn("note", "Note", "text", 40)
CHOSEN = (
    TableColumn("type", "Type", "kind", 8),
    TableColumn("release_year", "Year", "year", 7),
    TableColumn("genres_listed", "Genres", "text", 36),
    TableColumn("language", "Language", "text", 14),
    TableColumn("countries", "Countries", "text", 14),
    TableColumn("maturity_rating", "Age rating", "text", 11),
    TableColumn("duration_minutes", "Minutes", "integer", 9),
    TableColumn("season_count", "Seasons", "integer", 9),
    TableColumn("offered_by", "Now on", "text", 26),
    TableColumn("offered_since", "There since", "date", 13),
    TableColumn("offers_seen_on", "Looked for", "date", 13),
    TableColumn("expected_views_91d", "Views in 91 days", "views", 17),
    TableColumn("expected_views_91d_low", "Lower end", "views", 14),
    TableColumn("expected_views_91d_high", "Upper end", "views", 14),
    TableColumn("audience_support", "Rests on titles like it", "integer", 20, note="audience_note"),
    TableColumn("expected_countries", "Countries’ Top 10", "number", 17),
    TableColumn(
        "hit_probability", "Chance of being popular on TMDb", "percent", 18, note="hit_note"
    ),
    TableColumn("top10_probability", "Chance of the Top 10", "percent", 18, note="top10_note"),
    TableColumn("actual_rating", "TMDb rating", "rating", 12),
    TableColumn("vote_count", "Votes", "integer", 10),
    TableColumn("predicted_rating", "Predicted rating", "rating", 15),
    TableColumn("directors", "Directors", "text", 28),
    TableColumn("not_proposed_for", "What speaks against it", "text", 34),
)
"""What can be chosen; a title with its links is always there."""
BY_NAME = {column.name: column for column in CHOSEN}
USUAL = (
    "offered_by",
    "expected_views_91d",
    "expected_views_91d_low",
    "expected_views_91d_high",
    "audience_support",
    "actual_rating",
)


def with_title(chosen: list[str]) -> list[TableColumn]:
    """The chosen columns in their usual order, the title before and its links behind them."""
    return [TITLE, *(column for column in CHOSEN if column.name in chosen), TMDB, JUSTWATCH]
