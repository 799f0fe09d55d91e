"""Seasons and half-years whose audience follows from what they are, for the tests beside."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from scipy import sparse

from models.audience.half_years import EARLIER, FIRST_WEEKS, PAST, HalfYears, share_of_views
from models.features import Rows

DAYS = (181, 184, 182)
STARTS = (2023.0, 2023.5, 2024.0)


def titles(n: int = 600, seed: int = 0) -> Rows:
    """Films and series of three genres, two languages and some length."""
    rng = np.random.default_rng(seed)
    genre = np.eye(3)[rng.integers(0, 3, n)]
    language = np.eye(2)[rng.integers(0, 2, n)]
    blocks = {
        "is_series": np.arange(n) % 2 * 1.0,
        "minutes": rng.uniform(80, 140, n),
        "released": rng.uniform(2000, 2024, n),
        "came": np.full(n, np.nan),
        "is_described": np.ones(n),
        "is_netflix_own": np.ones(n),
        "country": sparse.csr_matrix(language),
        "spoken": sparse.csr_matrix(language),
        "maturity": sparse.csr_matrix((n, 1)),
        "season": sparse.csr_matrix((n, 1)),
        "arrival": sparse.csr_matrix((n, 1)),
        "arrival_lag": sparse.csr_matrix((n, 1)),
        "genre_mix": genre,
        "main_themes": rng.normal(size=(n, 2)),
        "factors": rng.normal(size=(n, 2)),
        "lengths": rng.normal(size=(n, 1)),
        "margins_netflix": genre + rng.normal(scale=0.1, size=(n, 3)),
        "margins_tmdb": genre,
    }
    return Rows(blocks)


def half_years(rows: Rows, seed: int = 1, noise: float = 0.2) -> HalfYears:
    """Three half-years of each title; a third of the titles came within one of them.

    The log10 of a whole half-year's views is 5, one more for the first genre, .5 less for the
    second language, and .3 more in the half-year in which it came.
    """
    rng = np.random.default_rng(seed)
    n = len(rows)
    came = np.where(np.arange(n) % 3 == 0, rng.uniform(2023.0, 2024.45, n), np.nan)
    merit = 5.0 + rows["genre_mix"][:, 0] - 0.5 * rows["spoken"].toarray()[:, 1]
    merit = merit + rng.normal(scale=noise, size=n)
    kept: list[dict[str, float]] = []
    for at in range(n):
        last = np.nan
        for start, days in zip(STARTS, DAYS, strict=True):
            if came[at] >= start + 0.5:
                continue
            is_new = bool(came[at] >= start)
            there = max((start + 0.5 - came[at]) * 365, 1.0) if is_new else float(days)
            share = np.log10(share_of_views(np.array([there]))[0]) if is_new else 0.0
            views = merit[at] + 0.3 * is_new + share + rng.normal(scale=0.05)
            kept.append(
                {"title": at, "period": start, "came": came[at], "days": there, "views": views}
                | {"is_new": float(is_new), "last_views": last}
            )
            last = views
    facts = {name: np.array([row[name] for row in kept]) for name in kept[0]}
    m = len(kept)
    nothing = dict.fromkeys((*EARLIER, *PAST, *FIRST_WEEKS), np.full(m, np.nan))
    is_series = rows["is_series"][facts["title"].astype(int)] > 0
    facts = {
        **nothing,
        **facts,
        "season_number": np.where(is_series, 1.0, np.nan),
        "minutes": np.full(m, 100.0),
        "is_coming": np.zeros(m),
        "is_first_named": np.zeros(m),
    }
    starts = {2023.0: "2023-01-01", 2023.5: "2023-07-01", 2024.0: "2024-01-01"}
    days_of = pa.array([starts[p] for p in facts["period"]]).cast(pa.date32())
    return HalfYears(facts["title"].astype(np.int64), pa.array([""] * m), days_of, facts)
