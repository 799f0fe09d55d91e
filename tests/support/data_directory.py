"""A small data directory that a test fills, row by row."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

NETFLIX_COLUMNS = [
    "show_id",
    "type",
    "title",
    "director",
    "cast",
    "country",
    "date_added",
    "release_year",
    "rating",
    "duration",
    "listed_in",
    "description",
]

FILM = {
    "show_id": "80000001",
    "type": "Movie",
    "title": "The Quiet Harbour",
    "director": "Ada Lindqvist",
    "cast": "Bo Ek, Cy Dahl",
    "country": "Sweden, United States",
    "date_added": "December 3, 2019",
    "release_year": "2019",
    "rating": "TV-14",
    "duration": "101 min",
    "listed_in": "Dramas, International Movies",
    "description": "A lighthouse keeper writes letters to a town that was never built.",
}

TMDB_FILM = {
    "id": 77,
    "title": FILM["title"],
    "original_title": "Den tysta hamnen",
    "release_date": "2019-08-01",
    "genres": "[{'id': 18, 'name': 'Drama'}]",
    "original_language": "sv",
    "overview": "Letters to nobody.",
    "popularity": 9.5,
    "vote_average": 7.1,
    "vote_count": 120,
    "homepage": "",
}


SERIES = {
    "type": "TV Show",
    "duration": "2 Seasons",
    "title": "Night Ferry",
    "release_year": "2018",
}


@dataclass
class DataDirectory:
    """A data directory that a test fills."""

    path: Path

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def netflix(self, name: str, *rows: dict[str, str]) -> Path:
        """A catalogue snapshot of films like FILM, each changed as the row says."""
        return self.catalogue(f"netflix/{name}", *rows)

    def catalogue(self, name: str, *rows: dict[str, str]) -> Path:
        """The same, of the service that the folder says."""
        path = self.write(name, "")
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, NETFLIX_COLUMNS)
            writer.writeheader()
            writer.writerows({**FILM, **row} for row in rows)
        return path

    def tmdb(self, name: str = "tmdb_2020-06-01.csv", **row: object) -> Path:
        """A TMDb film like FILM, changed as the arguments say, in a file of its own."""
        film = {**TMDB_FILM, **row}
        path = self.write(f"tmdb/{name}", "")
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(film))
            writer.writeheader()
            writer.writerow(film)
        return path
