"""Settings of the fetches: the file shows the defaults, the page names the commands."""

import tomllib
from pathlib import Path

from catalogue_common.fetch_settings import Fetch

ROOT = Path(__file__).parents[3]


def test_the_settings_file_shows_every_default():
    written = tomllib.loads((ROOT / "catalogue.toml").read_text())["fetch"]
    assert Fetch(**written) == Fetch()
    old_names = {"region"}
    assert written.keys() == Fetch.model_fields.keys() - old_names


def test_the_page_says_what_is_owed():
    page = " ".join((ROOT / "docs/fetching.md").read_text().split())
    for words in (
        "catalogue fetch tmdb",
        "catalogue fetch top10",
        "catalogue fetch netflix",
        "This product uses the TMDB API but is not endorsed or certified by TMDB",
        "JustWatch, which must be credited",
    ):
        assert words in page
