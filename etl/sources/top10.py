"""Netflix's own weekly Top 10, global and by country: one file that grows every week."""

from etl.sources.source import Source
from etl.sources.value_kinds import Day, Number

SOURCE = Source(
    name="top10",
    table="raw.top10_weeks",
    columns={
        "country_iso2": ("country_iso2",),
        "week": ("week", "week_ending"),
        "category": ("category",),
        "weekly_rank": ("weekly_rank", "rank"),
        "show_title": ("show_title", "title"),
        "season_title": ("season_title",),
        "weekly_hours_viewed": ("weekly_hours_viewed", "hours_viewed"),
        "runtime": ("runtime",),
        "weekly_views": ("weekly_views", "views"),
        "cumulative_weeks_in_top_10": ("cumulative_weeks_in_top_10", "weeks_in_top_10"),
    },
    required=("week", "category", "weekly_rank", "show_title"),
    rejects={
        "week is not a date": "try_cast(week as date) is null",
        "rank is not a number": "try_cast(weekly_rank as integer) is null",
        "no title": "is_blank(show_title)",
    },
    key=("country_iso2", "week", "category", "weekly_rank", "show_title", "season_title"),
    content_date="max(try_cast(week as date))",
    values={
        "week": Day(weekday=0),
        "weekly_rank": Number(1, 10, is_whole=True),
        "weekly_hours_viewed": Number(is_whole=True),
        "weekly_views": Number(is_whole=True),
        "cumulative_weeks_in_top_10": Number(is_whole=True),
    },
    essential=("week", "weekly_rank", "weekly_hours_viewed"),
)
