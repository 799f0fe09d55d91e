"""What is known of a season when its quarter begins, and what became of it."""

import pytest
from building import build_all

from etl.load.load import load_all

REPORT = "Title,Available Globally?,Release Date,Hours Viewed,Runtime\n"
WEEKS = "week\tcategory\tweekly_rank\tshow_title\tseason_title\tweekly_hours_viewed\n"
COMINGS = {
    "Ferry: Season 1": "2022-02-04",
    "Ferry: Season 2": "2022-11-11",
    "Ferry: Season 3": "2023-08-18",
    "The 8 Show: Limited Series": "2023-03-03",
}
# The first season entered, the second did not.
RANKS = [
    ("2022-01-02", "Before", "Before: Season 1", 9),
    ("2022-02-13", "Ferry", "Ferry: Season 1", 5),
    ("2022-02-20", "Ferry", "Ferry: Season 1", 7),
    ("2023-03-12", "The 8 Show", "The 8 Show: Limited Series", 4),
    ("2023-08-27", "Ferry", "Ferry: Season 3", 8),
    ("2023-12-31", "After", "After: Season 1", 9),
]


def releases(con, data, progress, ranks=RANKS, comings=COMINGS):
    rows = "".join(f"{title},Yes,{day},900000,8:00\n" for title, day in comings.items())
    data.write("engagement/What_We_Watched_2023Jul-Dec.csv", REPORT + rows)
    weeks = [
        f"{week}\tTV (English)\t1\t{show}\t{season}\t{hours}000000\n"
        for week, show, season, hours in ranks
    ]
    data.write("top10/all-weeks-global_2024-01-03.tsv", WEEKS + "".join(weeks))
    load_all(con, data.path, run_id="2026-W47-test", progress=progress)
    build_all(con)
    found = con.execute(
        "select release.* from features.release join core.title using (title_id) "
        "where title in ('Ferry', 'The 8 Show') order by title, season"
    )
    names = [column[0] for column in found.description]
    return {
        row["season"]: row for row in (dict(zip(names, r, strict=True)) for r in found.fetchall())
    }


def test_a_season_is_judged_by_its_own_weeks(con, data, progress):
    found = releases(con, data, progress)
    weeks = {season: row["top10_weeks"] for season, row in found.items()}
    assert weeks == {
        "Limited Series": 1,  # the figure in its name is no season's
        "Season 1": 2,
        "Season 2": 0,
        "Season 3": 1,
        "Season 4": None,
    }


def test_earlier_seasons_count_as_far_as_they_were_settled_when_the_quarter_began(
    con, data, progress
):
    found = releases(con, data, progress)
    names = ("earlier_count", "earlier_settled", "earlier_share", "last_weeks", "earlier_weeks")
    known = {season: tuple(row[name] for name in names) for season, row in found.items()}
    assert known["Season 1"] == (0, 0, None, None, 0)
    assert known["Season 2"] == (1, 1, 1.0, 2, 2)
    assert known["Season 3"] == (2, 2, 0.5, 0, 2)


def test_the_season_that_would_come_next_knows_all_lists(con, data, progress):
    found = releases(con, data, progress)
    coming = found["Season 4"]
    assert coming["came_on"] is None
    assert (coming["season_number"], coming["earlier_count"], coming["earlier_weeks"]) == (4, 3, 3)


def test_a_limited_series_has_no_next_season(con, data, progress):
    found = releases(con, data, progress)
    assert sum(row["season_number"] == 2 for row in found.values()) == 1


def test_the_first_season_is_what_the_titles_outcome_speaks_of(con, data, progress):
    found = releases(con, data, progress)
    assert {season for season, row in found.items() if row["is_first"]} == {
        "Limited Series",
        "Season 1",
    }
    entered = "select bool_and(entered_top10) from features.outcome where entered_top10 is not null"
    assert con.execute(entered).fetchone() == (True,)


LATER = [
    pytest.param([*RANKS, ("2022-11-20", "Ferry", "Ferry: Season 2", 9)], COMINGS, id="its weeks"),
    pytest.param(
        [*RANKS, ("2023-01-08", "Ferry", "Ferry: Season 1", 9)], COMINGS, id="an old season's"
    ),
    pytest.param(RANKS, {**COMINGS, "Ferry: Season 3": "2023-12-01"}, id="a later season's day"),
]


@pytest.mark.parametrize(("ranks", "comings"), LATER)
def test_what_happens_after_a_season_came_changes_nothing_that_was_known(
    con, data, progress, ranks, comings
):
    found = releases(con, data, progress, ranks, comings)["Season 2"]
    names = ("earlier_count", "earlier_settled", "earlier_share", "last_weeks", "earlier_weeks")
    assert tuple(found[name] for name in names) == (1, 1, 1.0, 2, 2)
    assert (found["earlier_hours"], found["minutes"]) == (7_000_000, 480)
