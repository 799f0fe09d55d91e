"""One title: what it is, what the models say, what became of it, and where that comes from."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue_insights.serve.generation import Generation, Row, only

# Weeks that were published before there were such tables lack them.
OPTIONAL = {
    "title_similar": "marts.similar_titles",
    "title_offers": "marts.offers",
    "title_aliases": "core.title_alias",
    "title_sources": "core.offer_evidence",
    "title_audience": "marts.audience",
    "title_reach": "marts.audience",
    "title_links": "marts.title_links",
}
TAXONOMIES = {"netflix": "Netflix tags", "tmdb": "TMDb genres"}


@dataclass(frozen=True)
class GenreTag:
    """One genre of a title: listed, predicted or merely probable."""

    genre: str
    probability: float | None
    is_listed: bool | None
    is_predicted: bool
    reasons: list[str]


@dataclass(frozen=True)
class TaxonomyTags:
    """The genres of one taxonomy; ``is_out_of_fold`` says whether the model never saw the title."""

    taxonomy: str
    label: str
    tags: list[GenreTag]
    is_out_of_fold: bool

    @property
    def has_reasons(self) -> bool:
        """Whether any of them comes with the words that spoke for it."""
        return any(tag.reasons for tag in self.tags)


@dataclass(frozen=True)
class TitleFacts:
    """All that the page of one title shows."""

    row: Row
    taxonomies: list[TaxonomyTags]
    history: list[Row]
    similar: list[Row] | None
    sources: list[Row]
    match: Row | None
    offers: list[Row] | None
    aliases: list[Row]
    half_years: list[Row] | None
    reach: list[Row]
    links: Row | None


def look_up(generation: Generation, title_id: str) -> TitleFacts | None:
    """The title of that key, if there is one.

    ``similar``, ``offers`` and ``half_years`` are None in a week whose file knows nothing of them.
    """
    row = only(generation.ask("title", title_id=title_id))
    if row is None:
        return None
    similar, offers, aliases, sources, half_years, reach, links = (
        generation.ask(query, title_id=title_id) if generation.has(table) else None
        for query, table in OPTIONAL.items()
    )
    return TitleFacts(
        row,
        _taxonomies(generation.ask("title_genres", title_id=title_id)),
        generation.ask("title_history", title_id=title_id),
        similar,
        sources or [],
        only(generation.ask("title_match", title_id=title_id)),
        offers,
        aliases or [],
        half_years,
        reach or [],
        only(links or []),
    )


def _taxonomies(rows: list[Row]) -> list[TaxonomyTags]:
    found = []
    for taxonomy, label in TAXONOMIES.items():
        mine = [row for row in rows if row["taxonomy"] == taxonomy]
        if mine:
            tags = [_tag(row) for row in mine]
            found.append(
                TaxonomyTags(taxonomy, label, tags, any(row["is_out_of_fold"] for row in mine))
            )
    return found


def _tag(row: Row) -> GenreTag:
    # Weeks that were published before there were any lack the column.
    reasons = (row.get("reasons") or "").split(", ")
    return GenreTag(
        row["genre"],
        row["probability"],
        row["is_listed"],
        bool(row["is_predicted"]),
        [reason for reason in reasons if reason],
    )
