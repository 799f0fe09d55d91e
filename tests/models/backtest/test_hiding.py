"""What was not yet known on a cut is hidden: to change it changes no forecast, to the last bit."""

import shutil
from datetime import date

import duckdb
import pytest

from catalogue_common.settings import Settings
from models.backtest.cuts import Cut
from models.backtest.known_then import build_known_then, published_beside
from models.backtest.replay import replay
from models.scoring.training import TrainingOptions

# The sample's files are all of one month: one that counts as of long before gives earlier readings.
READ_EARLIER = """
    update core.tmdb_reading set snapshot_on = date '2025-06-30'
    where snapshot_on = (select min(snapshot_on) from core.tmdb_reading) and hash(tmdb_id) % 2 = 0
"""

# Everything that is dated after the cut becomes something else.
CHANGES = """
    update core.top10_week set
        weekly_hours_viewed = weekly_hours_viewed * 7 + 1,
        title_id = (select min(title_id) from core.title),
        weekly_rank = 11 - weekly_rank
    where week > $cut;
    delete from core.top10_week where week > $cut and weekly_rank < 3;
    update core.season_engagement set hours_viewed = hours_viewed * 3 + 5, views = views * 3 + 5
    where period_start + interval 6 month > $cut;
    update core.tmdb_reading as reading set
        rating = 10 - rating, vote_count = vote_count * 9 + 1, popularity = 1000 / (popularity + 1)
    from core.title as titles
    where
        reading.type = titles.type
        and reading.tmdb_id = titles.tmdb_id
        and reading.snapshot_on > $cut
        and (
            titles.released_on >= $cut
            or exists (
                select 1 from core.tmdb_reading as earlier
                where
                    earlier.type = reading.type
                    and earlier.tmdb_id = reading.tmdb_id
                    and earlier.snapshot_on <= $cut
            )
        );
    update core.title_audience set mean_stars = 5.5 - mean_stars, user_count = user_count + 100;
    update features.outcome set
        rating = 10 - rating, is_hit = not is_hit, settled_hit = not settled_hit,
        entered_top10 = not entered_top10,
        popularity = 0, hit_level = 4 - hit_level, top10_weeks = 5 - top10_weeks;
    update features.settled_outcome set actual = 10 - actual;
    update core.title set in_catalogue = not in_catalogue
"""


def published(sample_run, folder, name, *statements, **values):
    file = folder / f"{name}.duckdb"
    shutil.copy(sample_run.warehouse, file)
    with duckdb.connect(str(file)) as con:
        for statement in statements:
            con.execute(statement, {k: v for k, v in values.items() if f"${k}" in statement})
    return Settings(warehouse=file, hit_minimum_titles=100)


@pytest.fixture
def worlds(sample_run, tmp_path):
    """Two published files, which differ only in what came to be known after a cut."""

    def made(cut):
        changes = CHANGES.split(";\n")
        return (
            published(sample_run, tmp_path, "one", READ_EARLIER),
            published(sample_run, tmp_path, "other", READ_EARLIER, *changes, cut=cut.on),
        )

    return made


QUARTERS = {
    "top10": Cut(date(2026, 10, 1), date(2027, 1, 1)),
    "views": Cut(date(2026, 4, 1), date(2026, 7, 1)),
}


def known(settings, cut):
    """What a training reads, but for the day it was found out."""
    with published_beside(settings) as con:
        build_known_then(con, cut)
        return {
            name: con.execute(f"from features.{name} order by all").to_arrow_table()
            for name in ("title", "outcome", "release", "viewing", "listing", "tmdb_file")
        }


@pytest.mark.parametrize("question", QUARTERS)
def test_nothing_that_a_training_reads_tells_what_was_hidden(worlds, question):
    one, other = (known(world, QUARTERS[question]) for world in worlds(QUARTERS[question]))
    assert len(one["outcome"]) > 1000
    assert one == other


def test_the_hiding_hides_no_more_than_it_must(sample_run, tmp_path):
    settings = published(sample_run, tmp_path, "one", READ_EARLIER)
    tables = known(settings, QUARTERS["views"])
    outcome, viewing = tables["outcome"].to_pandas(), tables["viewing"].to_pandas()
    assert outcome["rating"].notna().sum() > 1000
    assert outcome["is_hit"].sum() > 50
    assert viewing["views"].notna().sum() > 200
    assert str(viewing.loc[viewing["views"].notna(), "period_start"].max())[:10] == "2025-07-01"
    # Nothing was known of the Top 10 yet: the lists begin in April.
    assert outcome["entered_top10"].notna().sum() == 0


def test_titles_that_come_after_the_quarter_are_not_there(sample_run, tmp_path):
    settings, cut = published(sample_run, tmp_path, "one"), QUARTERS["views"]
    with published_beside(settings) as con:
        build_known_then(con, cut)
        (late,) = con.execute(
            """
            select count(*) from features.title
            inner join backtest.title_day using (title_id)
            where (released_on >= $until and not is_out) or came_on >= $until
            """,
            {"until": cut.until},
        ).fetchone()
        (asked,) = con.execute(
            """
            select count(*) from backtest.asked
            inner join features.title using (title_id)
            where question in ('hit', 'rating') and released_on >= $on and released_on < $until
            """,
            {"on": cut.on, "until": cut.until},
        ).fetchone()
    assert (late, asked > 100) == (0, True)


# The report before names a season, too, without its day: two titles of one name, or one that came
# back.
NAMED_BEFORE = """
    insert into core.season_engagement
    select * replace ((period_start - interval 6 month)::date as period_start, null as came_on)
    from core.season_engagement as reported
    where
        came_on >= $on
        and came_on < $until
        and came_on >= period_start
        and not exists (
            select 1 from core.season_engagement as earlier
            where
                earlier.title_id = reported.title_id
                and earlier.season = reported.season
                and earlier.period_start = reported.period_start - interval 6 month
        )
"""


def test_a_season_that_the_report_before_names_is_asked_about_once(sample_run, tmp_path):
    cut = QUARTERS["views"]
    settings = published(sample_run, tmp_path, "one", NAMED_BEFORE, on=cut.on, until=cut.until)
    with published_beside(settings) as con:
        build_known_then(con, cut)
        rows = con.execute(
            """
            select count(*), bool_and(is_new), bool_and(last_views > 0)
            from backtest.asked
            inner join features.viewing using (title_id, season, period_start)
            where question = 'views'
            group by title_id, season
            """
        ).fetchall()
    assert len(rows) > 10
    assert set(rows) == {(1, True, True)}


@pytest.mark.slow
@pytest.mark.parametrize("question", QUARTERS)
def test_no_forecast_knows_what_was_hidden(worlds, question, progress):
    cut, forecasts = QUARTERS[question], []
    for world in worlds(cut):
        with published_beside(world) as con:
            build_known_then(con, cut)
            more = ("top10_season", "hit", "rating") if question == "top10" else ()
            questions = (question, *more)
            made = replay(con, questions, TrainingOptions(2026, 2, progress))
        forecasts.append(made.drop_columns(["actual"]))
    assert len(forecasts[0]) > 30
    assert forecasts[0] == forecasts[1]
