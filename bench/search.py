"""Searches titles that are spelt with one slip each, and says how many are among the first five.

    python bench/search.py --warehouse warehouse.duckdb

Takes 200 titles of at least four letters, the same for the same seed, and gives each one slip: a
letter missing, doubled, swapped with the next, or wrong. Prints the share of those whose title is
among the first five found, and the times of a search and of the whole answer with its facets, by
the clock and by the processor. What is not found is listed.
"""

from __future__ import annotations

import argparse
import random
import statistics
import string
import time
from collections.abc import Callable
from pathlib import Path

from catalogue_insights.serve.generation import Generation, open_generation, request_limits
from catalogue_insights.serve.search import Search, find, prepare_search

FIRST, FEWEST_LETTERS = 5, 4


def missing(word: str, at: int, _: random.Random) -> str:
    """Without a letter."""
    return word[:at] + word[at + 1 :]


def doubled(word: str, at: int, _: random.Random) -> str:
    """With a letter twice."""
    return word[: at + 1] + word[at:]


def swapped(word: str, at: int, _: random.Random) -> str:
    """With a letter and the next one in each other's place."""
    return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def wrong(word: str, at: int, rng: random.Random) -> str:
    """With another letter."""
    return word[:at] + rng.choice(string.ascii_lowercase) + word[at + 1 :]


def with_slip(title: str, rng: random.Random) -> str:
    """The title with one slip at one of its letters."""
    places = [at for at, sign in enumerate(title) if sign.isalpha()]
    while True:
        slip = rng.choice((missing, doubled, swapped, wrong))
        spelt = slip(title, rng.choice(places), rng)
        if spelt.strip().lower() != title.strip().lower():
            return spelt


def titles_of(week: Generation, count: int, rng: random.Random) -> list[tuple[str, str]]:
    """Keys and names of some titles."""
    with week.cursor() as cursor:
        sql = "select title_id, title from marts.title_scores where title is not null order by all"
        rows = cursor.execute(sql).fetchall()
    named = [row for row in rows if sum(map(str.isalpha, row[1])) >= FEWEST_LETTERS]
    return rng.sample(named, count)


def measured(search: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    search()
    return 1e3 * (time.perf_counter() - clock), 1e3 * (time.process_time() - processor)


def said(label: str, times: list[tuple[float, float]]) -> str:
    """A line about times: the median and the 95th percentile."""
    parts = []
    for name, values in zip(("clock", "processor"), zip(*times, strict=True), strict=True):
        ends = statistics.quantiles(values, n=20)
        parts.append(f"{name} {statistics.median(values):.0f} ms, 95th percentile {ends[-1]:.0f}")
    return f"{label}: {'; '.join(parts)}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--warehouse", type=Path, default=Path("warehouse.duckdb"))
    parser.add_argument("--titles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    rng = random.Random(asked.seed)  # noqa: S311 - the same titles each time
    week = open_generation(asked.warehouse, request_limits())
    prepare_search(week)
    alone, with_facets, lost = [], [], []
    for title_id, title in titles_of(week, asked.titles, rng):
        search = Search(q=with_slip(title, rng)[:200])
        rows = find(week, search).rows[:FIRST]
        if title_id not in {row["title_id"] for row in rows}:
            lost.append(f"  {title} | {search.q} | {', '.join(row['title'] for row in rows)}")
        alone.append(measured(lambda search=search: find(week, search)))
        with_facets.append(measured(lambda search=search: find(week, search, with_facets=True)))
    share = 1 - len(lost) / asked.titles
    print(f"{share:.1%} of {asked.titles} titles are among the first {FIRST}")
    print(said("a search", alone))
    print(said("with facets", with_facets))
    print("\n".join(["not among them:", *lost]) if lost else "none is missing")


if __name__ == "__main__":
    main()
