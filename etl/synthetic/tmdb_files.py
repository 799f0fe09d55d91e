"""TMDb's films and series in the shapes people have them: dumps, discover pages, API answers."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from etl.synthetic.lexicon import Country, lexicon
from etl.synthetic.netflix_files import netflix_id
from etl.synthetic.people import Person
from etl.synthetic.timeline import Timeline
from etl.synthetic.titles import SampleTitle
from etl.synthetic.writing import cut_last_row, write_csv, write_json_lines

DUMP_COLUMNS = (
    "id,title,vote_average,vote_count,status,release_date,revenue,runtime,adult,backdrop_path,"
    "budget,homepage,imdb_id,original_language,original_title,overview,popularity,poster_path,"
    "tagline,genres,production_companies,production_countries,spoken_languages,keywords"
)
DISCOVER_COLUMNS = (
    "adult,backdrop_path,genre_ids,id,origin_country,original_language,original_name,overview,"
    "popularity,poster_path,first_air_date,name,vote_average,vote_count"
)
# TMDb's own numbers of its genres, without which the files could not be read.
GENRE_IDS = {
    "Action": 28,
    "Action & Adventure": 10759,
    "Adventure": 12,
    "Animation": 16,
    "Comedy": 35,
    "Crime": 80,
    "Documentary": 99,
    "Drama": 18,
    "Family": 10751,
    "Fantasy": 14,
    "History": 36,
    "Horror": 27,
    "Kids": 10762,
    "Music": 10402,
    "Mystery": 9648,
    "Reality": 10764,
    "Romance": 10749,
    "Sci-Fi & Fantasy": 10765,
    "Science Fiction": 878,
    "Soap": 10766,
    "Talk": 10767,
    "Thriller": 53,
    "War": 10752,
    "War & Politics": 10768,
}
NETFLIX_NETWORK = 213
FIRST_TMDB_ID = 9_000_001  # above any number that TMDb has given out


@dataclass(frozen=True)
class TmdbFiles:
    """Which titles stand in which of TMDb's files."""

    dumped: list[SampleTitle]
    answered: list[SampleTitle]
    originals: list[SampleTitle]
    others: list[SampleTitle]
    detailed: list[SampleTitle]

    @classmethod
    def of(cls, catalogue: list[SampleTitle]) -> Self:
        """Share out the titles that TMDb knows."""
        known = [title for title in catalogue if title.is_on_tmdb]
        films = [title for title in known if not title.is_series]
        originals = [title for title in known if title.is_series and title.is_original]
        return cls(
            dumped=[film for film in films if film.number % 5],
            answered=[film for film in films if film.number % 5 in {0, 1}],  # half are dumped, too
            originals=originals,
            others=[title for title in known if title.is_series and not title.is_original],
            detailed=[title for title in originals if title.number % 3 == 0],
        )


def tmdb_names(timeline: Timeline) -> dict[str, str]:
    """What TMDb's files are called, by what they hold."""
    month = f"{timeline.today:%Y-%m}"
    return {
        "dumped": f"TMDB_movie_dataset_v11_{month}.csv",
        "answered": f"api_{month}_movies.jsonl",
        "originals": f"discover_tv_network{NETFLIX_NETWORK}_{month}.csv",
        "others": f"api_{month}_tv_pages.csv",
        "detailed": f"details_{month}_tv.jsonl",
    }


def write_tmdb(folder: Path, catalogue: list[SampleTitle], timeline: Timeline) -> list[Path]:
    """Write all TMDb files: films as dump and API answers, series as pages and details."""
    files, names = TmdbFiles.of(catalogue), tmdb_names(timeline)
    return [
        _write_dump(folder / names["dumped"], files.dumped),
        write_json_lines(folder / names["answered"], map(film_answer, files.answered)),
        _write_pages(folder / names["originals"], files.originals),
        _write_pages(folder / names["others"], files.others),
        write_json_lines(
            folder / names["detailed"],
            [series_answer(title) for title in files.detailed],
        ),
    ]


def tmdb_id(title: SampleTitle) -> int:
    """Return the title's number on TMDb."""
    return FIRST_TMDB_ID + 13 * title.number


def _write_dump(path: Path, films: list[SampleTitle]) -> Path:
    """Write films, most voted first, every cell quoted, and the last row cut short."""
    films = sorted(films, key=lambda title: (-title.vote_count, title.number))
    write_csv(path, DUMP_COLUMNS, map(dump_row, films), quote_all=True)
    cut_last_row(path)
    return path


def _write_pages(path: Path, series: list[SampleTitle]) -> Path:
    series = sorted(series, key=lambda title: (-title.popularity, title.number))
    return write_csv(path, DISCOVER_COLUMNS, map(page_row, series))


def _film_facts(title: SampleTitle) -> dict[str, Any]:
    """Return the columns that mean the same in every film file."""
    earned = 0 if title.is_original else 1000 * round(math.exp(6 + 1.1 * title.appeal))
    return {
        "id": tmdb_id(title),
        "title": title.name,
        "original_title": title.original_name,
        "original_language": title.country.language,
        "imdb_id": f"tt99{title.number:06d}",
        "release_date": str(title.released),
        "runtime": title.minutes,
        "budget": earned // 3,
        "revenue": earned if title.appeal > 0 else 0,
        "homepage": _homepage(title),
        "overview": title.overview,
        "tagline": "",
        "popularity": title.popularity,
        "vote_average": title.vote_average,
        "vote_count": title.vote_count,
    }


def _homepage(title: SampleTitle) -> str:
    """Return the film's page on Netflix, as TMDb has it for Netflix's own."""
    return f"https://www.netflix.com/title/{netflix_id(title)}" if title.is_original else ""


def dump_row(title: SampleTitle) -> dict[str, Any]:
    return _film_facts(title) | {
        "status": "Released",
        "adult": False,
        "genres": ", ".join(title.tmdb_genres),
        "production_countries": ", ".join(_country_list(title, lambda country: country.name)),
        "spoken_languages": lexicon().languages[title.country.language]["name"],
        "keywords": ", ".join(title.keywords),
    }


def film_answer(title: SampleTitle) -> dict[str, Any]:
    return _film_facts(title) | {
        "genres": title.tmdb_genres,
        "production_companies": [],
        "production_countries": _country_list(title, lambda country: country.iso),
        "keywords": title.keywords,
        "credits": {
            "cast": [
                {"name": person.name, "character": f"Part {order}"}
                for order, person in enumerate(title.cast, start=1)
            ],
            "crew": [
                {"name": person.name, "department": "Directing", "job": "Director"}
                for person in title.directors
            ],
        },
    }


def page_row(title: SampleTitle) -> dict[str, Any]:
    """Return a row as a discover page saved by pandas has it: lists as Python writes them."""
    return _series_facts(title) | {
        "genre_ids": str([GENRE_IDS[genre] for genre in title.tmdb_genres]),
        "origin_country": str([title.country.iso]),
    }


def _series_facts(title: SampleTitle) -> dict[str, Any]:
    """Return the columns that mean the same in every series file."""
    return {
        "adult": False,
        "id": tmdb_id(title),
        "original_language": title.country.language,
        "original_name": title.original_name,
        "overview": title.overview,
        "popularity": title.popularity,
        "first_air_date": str(title.released),
        "name": title.name,
        "vote_average": title.vote_average,
        "vote_count": title.vote_count,
    }


def series_answer(title: SampleTitle) -> dict[str, Any]:
    return _series_facts(title) | {
        "created_by": [_credit(person) for person in title.directors],
        "genres": [{"id": GENRE_IDS[genre], "name": genre} for genre in title.tmdb_genres],
        "origin_country": [title.country.iso],
        "number_of_seasons": title.seasons + int(title.renewed is not None),
        "networks": [{"id": NETFLIX_NETWORK, "name": "Netflix", "origin_country": ""}],
        "type": "Scripted",
        "credits": {
            "cast": [
                _credit(person) | {"character": f"Part {order + 1}", "order": order}
                for order, person in enumerate(title.cast)
            ],
            "crew": [],
        },
    }


def _credit(person: Person) -> dict[str, Any]:
    return {"id": person.number, "name": person.name, "original_name": person.name}


def _country_list(title: SampleTitle, spell: Callable[[Country], str]) -> list[str]:
    countries = [country for country in (title.country, title.partner) if country]
    return list(dict.fromkeys(spell(country) for country in countries))
