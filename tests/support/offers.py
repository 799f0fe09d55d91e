"""A world of offers, told list by list, and what the project's SQL makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from building import build_all, set_variables

from catalogue_common.settings import Settings
from warehouse.build import build
from warehouse.macro_files import build_macro, macro_files
from warehouse.sql_files import SQL, build_table, read_header, read_table_file

TOLD = tuple(
    f"core.{name}"
    for name in ("title", "title_genre", "title_country", "offer_list", "offer_evidence")
)
USUAL = {"region": "US", "type": "movie", "access": "subscription"}
MADE = tuple(f"core.offer{name}" for name in ("_source", "_statement", "_gap", "", "_place"))
MADE += ("core.service_change",)


@contextmanager
def empty_world(folder: Path) -> Iterator[World]:
    """A warehouse with every table that the job makes before the marts, all of them empty."""
    with build(Settings(warehouse=folder / "warehouse.duckdb")) as new:
        set_variables(new.con)
        build_all(new.con)
        yield World(new.con)


@dataclass
class World:
    """Titles are named by letters, days by month and day of 2026 ("11-02") or whole."""

    con: duckdb.DuckDBPyConnection

    def forget(self) -> None:
        """Begin anew."""
        for table in TOLD:
            self.con.execute(f"delete from {table}")
        set_variables(self.con)

    def has(self, titles: str | Iterable[str], **what: object) -> None:
        """There are such titles, films unless ``type`` says otherwise."""
        self._add("core.title", titles, **{"type": "movie", **what})

    def genre(self, title: str, genre: str, taxonomy: str = "tmdb") -> None:
        """The title has the genre."""
        self._insert("core.title_genre", {"title_id": title, "taxonomy": taxonomy, "genre": genre})

    def lists(
        self,
        day: str,
        titles: str | Iterable[str],
        service: str = "Netflix",
        *,
        is_complete: bool = True,
        **other: object,
    ) -> None:
        """A list of a service's titles; where it is not complete, only they count."""
        what = {**USUAL, "source": "tmdb list", "service": service, **other}
        names = titles.split() if isinstance(titles, str) else list(titles)
        is_main = what["access"] == "subscription"
        plan = "" if is_main else f" × {what['access']}"
        series = f"{what['source']} × {service} × {what['region']}{plan}"
        if is_complete:
            place = {name: what[name] for name in ("source", "service", "region", "access", "type")}
            place |= {"is_main": is_main}
            counted = {"series": series, "seen_on": whole(day), "title_count": len(names)}
            self._insert("core.offer_list", {**place, **counted})
        self._evidence(day, names, kind="listed", series=series, **what)

    def reads(
        self,
        day: str,
        titles: str | Iterable[str],
        service: str = "Netflix",
        *,
        is_there: bool = True,
        **other: object,
    ) -> None:
        """A whole reading of each title: the service has it, or has it not."""
        what = {**USUAL, "source": "tmdb details", "service": service, **other}
        self._evidence(day, titles, kind="listed" if is_there else "absent", **what)

    def states(
        self,
        day: str,
        titles: str | Iterable[str],
        since: str | None = None,
        until: str | None = None,
        **other: object,
    ) -> None:
        """The service states a window."""
        what = {**USUAL, "source": "offers table", "service": "Netflix", **other}
        self._evidence(day, titles, kind="stated", since=since, until=until, **what)

    def at(self, day: str) -> World:
        """The day of the run."""
        self.con.execute("set variable as_of = $day::date", {"day": whole(day)})
        return self

    def ask(self, query: str, *marts: str) -> list[tuple]:
        """What the offers, and the marts made of them, say to a query."""
        self.make(MADE)
        self.make(f"marts.{name}" for name in ("offers", *marts))
        for file in macro_files("marts"):
            if file.name == "marts.offered_on":
                build_macro(self.con, file)
        return self.con.execute(query).fetchall()

    def make(self, tables: Iterable[str]) -> None:
        """Build tables with their comments, as the job does."""
        for schema, _, name in (table.partition(".") for table in tables):
            build_table(self.con, read_table_file(SQL / schema / f"{name}.sql"))

    def spells(self) -> list[tuple]:
        """The spells, made quickly and without comments."""
        for schema, _, name in (table.partition(".") for table in MADE):
            _, query = read_header(SQL / schema / f"{name}.sql")
            self.con.execute(f"create or replace table {schema}.{name} as {query}")
        return self.con.execute("from core.offer").fetchall()

    def _evidence(
        self,
        day: str,
        titles: str | Iterable[str],
        since: str | None = None,
        until: str | None = None,
        **what: object,
    ) -> None:
        dates = {"seen_from": day, "seen_until": day, "offered_from": since, "offered_until": until}
        known = {name: whole(date) for name, date in dates.items() if date}
        load_id = f"{what['source']}-{what['service']}-{day}"
        self._add("core.offer_evidence", titles, **what, **known, load_id=load_id)
        self._add_unknown(titles, what["type"])

    def _add_unknown(self, titles: str | Iterable[str], type: object) -> None:
        known = {name for (name,) in self.con.execute("select title_id from core.title").fetchall()}
        names = titles.split() if isinstance(titles, str) else titles
        self.has([name for name in dict.fromkeys(names) if name not in known], type=type)

    def _add(self, table: str, titles: str | Iterable[str], **what: object) -> None:
        names = titles.split() if isinstance(titles, str) else list(titles)
        title = ", title_id as title" if table == "core.title" else ""
        given = "".join(f", ${name} as {name}" for name in what)
        self.con.execute(
            f"insert into {table} by name"
            f" select *{title} from (select unnest($names::varchar[]) as title_id{given})",
            {"names": names, **what},
        )

    def _insert(self, table: str, row: dict[str, object]) -> None:
        given = ", ".join(f"${name} as {name}" for name in row)
        self.con.execute(f"insert into {table} by name select {given}", row)


def whole(day: str) -> str:
    """The day with its year."""
    return day if len(day) > 5 else f"2026-{day}"
