"""The days that matter to the sample, all counted back from one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

CHART_WEEKS = 30
HALF_YEARS = 3
FIRST_CHART_WEEKS = 18  # the weeks in the older of the two Top 10 files


@dataclass(frozen=True)
class Timeline:
    """When the files were made and what they cover."""

    today: date
    charted: int = CHART_WEEKS
    """How many weeks the newest Top 10 file holds."""

    @property
    def newest_snapshot(self) -> date:
        """The day of the newer Netflix catalogue."""
        return self.today - timedelta(days=14)

    @property
    def first_snapshot(self) -> date:
        """The day of the older Netflix catalogue, 52 weeks before."""
        return self.newest_snapshot - timedelta(weeks=52)

    @property
    def weeks_before(self) -> list[date]:
        """The days of the weekly Netflix catalogues before the newer one, oldest first."""
        return [self.newest_snapshot - timedelta(weeks=back) for back in (2, 1)]

    @property
    def chart_weeks(self) -> list[date]:
        """The Sundays that end the charted weeks, oldest first."""
        last = self.today - timedelta(days=self.today.weekday() + 1)
        return [last - timedelta(weeks=back) for back in reversed(range(self.charted))]

    @property
    def first_chart_file(self) -> date:
        """The day of the older Top 10 file: the Wednesday after its last week."""
        return self.chart_weeks[FIRST_CHART_WEEKS - 1] + timedelta(days=3)

    @property
    def half_years(self) -> list[tuple[date, date]]:
        """The last half-years that are over, oldest first: the first day, and the day after."""
        ends = [half_year_of(self.today)]
        for _ in range(HALF_YEARS):
            ends.append(half_year_of(ends[-1] - timedelta(days=1)))
        return list(pairwise(reversed(ends)))


def half_year_of(day: date) -> date:
    """Return the first day of the half-year that a day lies in."""
    return date(day.year, 1 + 6 * ((day.month - 1) // 6), 1)
