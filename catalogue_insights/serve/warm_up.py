"""What is made of a new week before anybody asks for it, so that nobody waits for it."""

from __future__ import annotations

from catalogue_insights.serve.generation import Generation
from catalogue_insights.serve.licensing import prepare_licensing
from catalogue_insights.serve.page_sections import prepare
from catalogue_insights.serve.search import prepare_search


def warm_up(week: Generation) -> None:
    """Make all that is costly and the same for all who look."""
    prepare_search(week)
    prepare_licensing(week)
    prepare(week)
