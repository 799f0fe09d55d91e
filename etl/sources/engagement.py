"""Netflix's engagement reports ("What We Watched"): hours viewed per title and half-year."""

from etl.sources.source import Source
from etl.sources.value_kinds import Day, Number

SOURCE = Source(
    name="engagement",
    table="raw.engagement_titles",
    columns={
        "sheet": ("sheet",),
        # Becomes the row's half-year: `half_years.py`.
        "banner": (
            "report",
            "period",
            "half_year",
            "half",
            "reporting_period",
            "report_period",
            "time_period",
            "banner",
        ),
        "title": ("title",),
        "available_globally": ("available_globally",),
        "release_date": ("release_date",),
        "hours_viewed": ("hours_viewed",),
        "runtime": ("runtime",),
        "views": ("views",),
    },
    required=("title", "hours_viewed"),
    rejects={
        "no title": "is_blank(title)",
        "its half-year is named neither in the row nor by sheet, banner or file": "banner is null",
        "hours are not a number": "try_cast(replace(hours_viewed, ',', '') as double) is null",
    },
    key=("banner", "sheet", "title", "release_date", "hours_viewed", "runtime"),
    content_date="max(to_date(release_date))",
    values={
        "release_date": Day(),
        "hours_viewed": Number(is_whole=True),
        "views": Number(is_whole=True),
    },
    essential=("hours_viewed",),
    has_half_years=True,
)
