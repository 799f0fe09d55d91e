"""Scoring a copy of a warehouse whose outcomes a test may change first."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from catalogue_common.files import sha256_of
from catalogue_common.progress import Progress
from models.learn.training_sample import TRAINING_LIMIT
from models.scoring.contest import Models
from models.scoring.every_title import ScoringSummary, score_titles
from models.scoring.unseen import FIELDS
from models.text.embedding_cache import TextMemory
from models.versions.registry import Registry

# The sample is small: what counts as a hit is widened, so that there are enough to learn from.
MORE_HITS = """
    with ranked as (
        select title_id, percent_rank() over (order by popularity) as place
        from features.outcome where popularity is not null
    )
    update features.outcome set
        hit_level = len(list_filter([0.6, 0.65, 0.7, 0.75], lambda mark: place >= mark)),
        is_hit = place >= 0.75
    from ranked where ranked.title_id = outcome.title_id
"""

# More titles of which nothing is known, beside those that the sample has.
FORGET = """
    create temp table forgotten as
    select title_id from features.title where hash(title_id) % 5 = 0;
    delete from features.listing where title_id in (from forgotten);
    delete from features.outcome where title_id in (from forgotten);
    delete from features.viewing where title_id in (from forgotten);
    delete from features.release where title_id in (from forgotten);
"""

# Each outcome is dealt out anew among the titles of a type, each by a shuffle of its own, so that
# neither the title nor another outcome says which one it gets. How often each occurs stays.
SHUFFLE_LISTING = """
    create or replace temp table places as
    select
        title_id, type,
        list(genre) as genres,
        row_number() over (partition by type order by title_id) as place,
        row_number() over (partition by type order by md5(title_id || $salt)) as drawn,
    from features.listing inner join features.title using (title_id)
    where taxonomy = $salt
    group by title_id, type;

    delete from features.listing where taxonomy = $salt;

    insert into features.listing
    select place.title_id, $salt, unnest(source.genres)
    from places as place
    inner join places as source on place.type = source.type and place.place = source.drawn;
"""

SHUFFLE_OUTCOME = """
    create or replace temp table places as
    select
        title_id, type, {columns},
        row_number() over (partition by type order by title_id) as place,
        row_number() over (partition by type order by md5(title_id || $salt)) as drawn,
    from features.outcome inner join features.title using (title_id)
    where {known} is not null;

    update features.outcome set {assignments}
    from places as place
    inner join places as source on place.type = source.type and place.place = source.drawn
    where outcome.title_id = place.title_id;
"""


# The views of each half-year are dealt out anew among all half-years of a type.
SHUFFLE_VIEWS = """
    create or replace temp table places as
    select
        title_id, season, period_start, type, views,
        row_number() over (
            partition by type order by title_id, season, period_start
        ) as place,
        row_number() over (
            partition by type order by md5(title_id || season || period_start || $salt)
        ) as drawn,
    from features.viewing inner join features.title using (title_id)
    where views is not null;

    update features.viewing set views = source.views
    from places as place
    inner join places as source on place.type = source.type and place.place = source.drawn
    where
        viewing.title_id = place.title_id
        and viewing.season = place.season
        and viewing.period_start = place.period_start;
"""


FORGET_TOP10 = "update features.release set top10_weeks = null"

# Each release's weeks in the Top 10 go to another one.
SHUFFLE_TOP10 = """
    create or replace temp table places as
    select
        title_id, season, season_number is null as is_film, top10_weeks,
        row_number() over (partition by is_film order by title_id, season) as place,
        row_number() over (partition by is_film order by md5(title_id || season || $salt)) as drawn,
    from features.release
    where top10_weeks is not null;

    update features.release set top10_weeks = source.top10_weeks
    from places as place
    inner join places as source
        on place.is_film = source.is_film and place.place = source.drawn
    where release.title_id = place.title_id and release.season = place.season;
"""


def make_hits(con: duckdb.DuckDBPyConnection) -> None:
    """Call a quarter of all titles a hit."""
    con.execute(MORE_HITS)


def forget_some(con: duckdb.DuckDBPyConnection) -> None:
    """Call a quarter of all titles a hit, and know nothing of a fifth of them."""
    make_hits(con)
    con.execute(FORGET)


def know_only(con: duckdb.DuckDBPyConnection, *outcomes: str) -> None:
    """Forget what the other models learn, where a test looks at one: they are not trained then.

    Args:
        con: a connection to the copy.
        outcomes: what stays known of "listing", "rating", "hit_level" and "top10_weeks".
    """
    if "listing" not in outcomes:
        con.execute("delete from features.listing")
    for name in {"rating", "hit_level", "top10_weeks"} - {*outcomes}:
        con.execute(f"update features.outcome set {name} = null")
    if "top10_weeks" not in outcomes:
        con.execute(FORGET_TOP10)


def shuffle_labels(con: duckdb.DuckDBPyConnection) -> None:
    """Deal every label and outcome to another title."""
    for taxonomy in ("netflix", "tmdb"):
        _execute(con, SHUFFLE_LISTING, taxonomy)
    for known, *more in (["rating", "vote_count"], ["hit_level"]):
        columns = [known, *more]
        assignments = ", ".join(f"{name} = source.{name}" for name in columns)
        query = SHUFFLE_OUTCOME.format(
            known=known, columns=", ".join(columns), assignments=assignments
        )
        _execute(con, query, known)
    _execute(con, SHUFFLE_VIEWS, "views")
    _execute(con, SHUFFLE_TOP10, "top10")


def _execute(con: duckdb.DuckDBPyConnection, statements: str, salt: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            con.execute(statement, {"salt": salt} if "$salt" in statement else None)


class Scored:
    """A scored copy of a warehouse."""

    def __init__(self, con: duckdb.DuckDBPyConnection, summary: ScoringSummary) -> None:
        self.con = con
        self.summary = summary
        self.registry: Registry | None = None

    def unknown_titles(self, limit: int) -> list[dict[str, Any]]:
        """What is said of titles of which no outcome is known, after ``forget_some``."""
        return (
            self.con.execute(
                f"select title_id, {', '.join(FIELDS.keys() - {'genres'})} from features.title "
                "join forgotten using (title_id) order by title_id limit $limit",
                {"limit": limit},
            )
            .to_arrow_table()
            .to_pylist()
        )

    def rows(self, query: str) -> list[tuple]:
        return self.con.execute(query).fetchall()

    def one(self, query: str) -> tuple:
        return self.rows(query)[0]

    def metric(self, model: str, name: str, part: str = "all") -> tuple[float, float | None]:
        return self.con.execute(
            """
            select value, baseline from ops.model_metrics
            where run_id = 'test' and model = ? and metric = ? and slice = ?
            """,
            [model, name, part],
        ).fetchone()


def store_as_before(artifacts: Path) -> None:
    """Give the champions the manifests that they had when files named types by their modules."""
    champions = json.loads((artifacts / "champions.json").read_text())
    hashes: dict[str, str] = {}
    # Each after those that it needs.
    for model in dict.fromkeys(("titles", "genres", *sorted(champions))):
        for path in (artifacts / model).glob("*/manifest.json"):
            manifest = json.loads(path.read_text())
            needs = {name: hashes[name] for name in manifest["needs"]}
            path.write_text(json.dumps({**manifest, "format": 1, "code": "0" * 64, "needs": needs}))
            hashes[model] = sha256_of(path)
        for entry in champions.get(model, []):
            entry["manifest_sha256"] = hashes[model]
    (artifacts / "champions.json").write_text(json.dumps(champions))


@contextmanager
def scored(  # noqa: PLR0913, PLR0917 - what a run decides
    features: Path,
    folder: Path,
    prepare=None,
    threads: int = 2,
    models: Models | None = None,
    texts: TextMemory | None = None,
    tag_precision: float | None = None,
    training_limit: int = TRAINING_LIMIT,
) -> Iterator[Scored]:
    """Copy a warehouse with features, let ``prepare`` change it, and score it."""
    copy = folder / f"scored-{threads}.duckdb"
    shutil.copy(features, copy)
    with duckdb.connect(str(copy)) as con:
        con.execute("delete from scores.title_genre; delete from scores.genre_threshold")
        if prepare is not None:
            prepare(con)
        summary = score_titles(
            con,
            run_id="test",
            seed=2026,
            threads=threads,
            progress=Progress(quiet=True),
            models=models,
            texts=texts,
            tag_precision=tag_precision,
            training_limit=training_limit,
        )
        yield Scored(con, summary)


@contextmanager
def champions_of(features: Path, folder: Path, prepare) -> Iterator[Scored]:
    """Score a copy as above, and keep its models as the champions of a new registry."""
    registry = Registry(folder / "artifacts")
    with scored(features, folder, prepare, models=Models(registry, is_synthetic=True)) as run:
        registry.adopt("test", run.summary.promoted, kept=4)
        run.registry = registry
        yield run
