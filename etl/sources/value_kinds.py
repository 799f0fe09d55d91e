"""What the values of a column are, so that they can be read, and counted where they cannot.

Each kind says in SQL which texts can be taken as they stand, and how others are read. The macros
that it names are those of ``sql/schema/values.sql``.
"""

from __future__ import annotations

from dataclasses import dataclass


class ValueKind:
    """What a column's values are."""

    def is_plain(self, column: str) -> str:
        """SQL: whether a text can be taken as it stands."""
        raise NotImplementedError

    def is_there(self, column: str) -> str:
        """SQL: whether a text holds a value at all, and no word that says that there is none."""
        return f"without_null_words({column}) is not null"


class SimpleKind(ValueKind):
    """A kind whose values are each read by themselves, whatever the others are."""

    def plain_text(self, column: str) -> str:
        """SQL for the text that staging casts; null where the value is not understood."""
        raise NotImplementedError


@dataclass(frozen=True)
class Words(SimpleKind):
    """Text in which a word such as "Unknown" or "N/A" stands for no value."""

    def is_plain(self, column: str) -> str:
        return f"without_null_words({column}) is not null"

    def plain_text(self, column: str) -> str:
        return f"without_null_words({column})"


@dataclass(frozen=True)
class Objects(SimpleKind):
    """Objects or lists of them, as JSON or as Python writes them."""

    def is_plain(self, column: str) -> str:
        return f"json_valid({column})"

    def plain_text(self, column: str) -> str:
        return f"as_json({column})"


@dataclass(frozen=True)
class WatchProviders(SimpleKind):
    """TMDb's answer about who offers a title where, which is stored in fewer letters."""

    def is_plain(self, column: str) -> str:
        return f"{column} is null"

    def plain_text(self, column: str) -> str:
        return f"providers_text({column})"


@dataclass(frozen=True)
class AgeRating(SimpleKind):
    """A maturity rating: words, or a whole number of years; a number with a point is a vote."""

    def is_plain(self, column: str) -> str:
        return f"without_null_words({column}) is not null and not is_vote({column})"

    def plain_text(self, column: str) -> str:
        return f"without_votes(without_null_words({column}))"


@dataclass(frozen=True)
class Length(SimpleKind):
    """A film's minutes or a series' seasons; ``is_film`` (SQL) says which a bare number is."""

    is_film: str = "true"

    def is_plain(self, column: str) -> str:
        return f"is_plain_length({column})"

    def plain_text(self, column: str) -> str:
        return f"length_text({column}, {self.is_film})"


@dataclass(frozen=True)
class NetflixId(ValueKind):
    """Netflix's identifier, a number of the row (s1) or another service's: the file shows."""

    def is_plain(self, column: str) -> str:
        return f"is_netflix_id({column}) or regexp_full_match({column}, '[A-Za-z].*')"


@dataclass(frozen=True)
class Day(ValueKind):
    """A date.

    Attributes:
        year_columns: names of a file's column that holds the year of the same date.
        weekday: the only day of the week that it can be (0: Sunday).
        earliest: the first year that is possible.
    """

    year_columns: tuple[str, ...] = ()
    weekday: int | None = None
    earliest: int = 1870

    @property
    def weekday_sql(self) -> str:
        return "null" if self.weekday is None else str(self.weekday)

    def is_plain(self, column: str) -> str:
        return f"is_plain_day({column}, {self.weekday_sql})"


@dataclass(frozen=True)
class Number(ValueKind):
    """A finite number from ``low`` to ``high``; ``is_whole`` where it has no fraction."""

    low: float = 0
    high: float = 1e15
    is_whole: bool = False

    def is_plain(self, column: str) -> str:
        return f"is_plain_number({column}, {self.is_whole}, {self.low}, {self.high})"

    def is_there(self, column: str) -> str:
        # A NaN is a failed calculation: somebody should hear of it.
        return f"{ValueKind.is_there(self, column)} or lower(trim({column})) = 'nan'"
