"""Fetches what the sources publish, as files in the data directory that the loader reads.

``downloads`` fetches whole files (Top 10, engagement report, Netflix catalogue), ``tmdb_titles``
asks TMDb's API, and ``fetch_week`` gets all that a run wants.
"""

from catalogue_common.errors import SourceError


class FetchError(SourceError):
    """A fetch stopped. What it had is kept, and files that were there are as they were."""


class UnansweredError(FetchError):
    """One question got no answer: it was refused, or asked as often as allowed."""


class IncompleteListError(FetchError):
    """A page of a list could not be had: what stands on it would seem to be gone."""
