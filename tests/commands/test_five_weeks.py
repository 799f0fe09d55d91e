"""``catalogue run --fetch``, week after week, in a world that changes, and that may be silent."""

from dataclasses import dataclass, field

import pytest
from commands import Job, Ran
from five_weeks import CHANGES, MONDAYS, SHORT_LIST, SILENT, World, offered

CHANGES_KNOWN = """
select kind, title, service, previous_service, changed_after, changed_by, is_confirmed
from marts.offer_changes
"""


@dataclass
class Lived:
    """What the runs of the five weeks said and left."""

    job: Job
    ran: dict[int, Ran] = field(default_factory=dict)
    asked: dict[int, list[str]] = field(default_factory=dict)
    in_catalogue: dict[int, int] = field(default_factory=dict)
    changes: dict[int, list[tuple]] = field(default_factory=dict)

    def lists(self, week: int) -> set[str]:
        """The names of a Monday's lists, without their day."""
        day = f"_{MONDAYS[week - 1]}.jsonl"
        found = (self.job.folder / "data/tmdb").glob(f"discover_*{day}")
        return {path.name.removesuffix(day) for path in found}


@pytest.fixture(scope="module")
def lived(tmp_path_factory) -> Lived:
    """The five weeks, by the installed command."""
    world = World()
    lived = Lived(Job(tmp_path_factory.mktemp("five-weeks")))
    with world.running() as where:
        for week, monday in enumerate(MONDAYS, 1):
            world.play(week)
            world.tmdb.asked.clear()
            lived.ran[week] = lived.job(
                *("run", "--fetch", "--as-of", f"{monday}", "--reports", "reports"),
                "--train" if week == 1 else "--no-train",
                code=2 if week in {SHORT_LIST, SILENT} else 0,
                **where,
            )
            lived.asked[week] = list(world.tmdb.asked)
            counted = "select count(*) from marts.title_scores where in_catalogue"
            ((lived.in_catalogue[week],),) = lived.job.ask(counted)
            lived.changes[week] = lived.job.ask(CHANGES_KNOWN)
    return lived


def test_a_first_run_on_real_data_is_one_command(lived):
    assert "data: a SYNTHETIC SAMPLE" not in lived.ran[1].out
    found = lived.job.ask(
        "select distinct source from ops.loads where status = 'loaded' order by 1"
    )
    assert found == [("engagement",), ("netflix",), ("tmdb",), ("top10",)]


def test_each_list_says_how_many_titles_it_should_have(lived):
    assert lived.lists(1) == {
        f"discover_movie_provider8_US_of{len(offered('Netflix', 'movie', 1))}",
        f"discover_tv_provider8_US_of{len(offered('Netflix', 'tv', 1))}",
        f"discover_movie_provider15_US_of{len(offered('Hulu', 'movie', 1))}",
        f"discover_tv_provider15_US_of{len(offered('Hulu', 'tv', 1))}",
        f"discover_movie_provider337_US_of{len(offered('Disney+', 'movie', 1))}",
        f"discover_movie_provider9_US_of{len(offered('Prime Video', 'movie', 1))}",
        "discover_tv_network213",
    }


def test_a_list_longer_than_tmdb_shows_is_whole(lived):
    (path,) = (lived.job.folder / "data/tmdb").glob(f"*provider9_US_of*_{MONDAYS[1]}.jsonl")
    assert len(path.read_text().splitlines()) == len(offered("Prime Video", "movie", 2)) > 10_000


def test_the_list_that_is_cut_off_is_missing_and_no_other(lived):
    without = {name.partition("_of")[0] for name in lived.lists(1) - lived.lists(SHORT_LIST)}
    kept = {name.partition("_of")[0] for name in lived.lists(SHORT_LIST)}
    assert without - kept == {"discover_movie_provider15_US"}
    assert "discover_movie_provider15_US: A page of TMDb's lists" in lived.ran[SHORT_LIST].out


def test_a_week_without_an_answer_is_a_degraded_run_on_what_is_there(lived):
    assert lived.lists(SILENT) == set()
    assert "run 2026-W46-" in lived.ran[SILENT].out
    assert ": degraded" in lived.ran[SILENT].out
    assert list((lived.job.folder / "data/top10/global").glob(f"*_{MONDAYS[SILENT - 1]}.tsv"))


def test_a_renamed_provider_is_asked_for_as_before(lived):
    assert f"discover_movie_provider337_US_of{len(offered('Disney+', 'movie', 5))}" in lived.lists(
        5
    )


def test_a_title_is_asked_for_when_it_is_new_or_was_edited(lived):
    assert {asked.partition("?")[0] for asked in lived.asked[2] if "append_to" in asked} == {
        *("movie/1", "movie/31", "movie/38", "movie/11011"),
    }


def test_all_weeks_are_published(lived):
    weeks = lived.job.ask("select week, status from ops.runs order by week")
    good, bad = "succeeded", "degraded"
    assert weeks == [
        *(("2026-W43", good), ("2026-W44", good), ("2026-W45", bad)),
        *(("2026-W46", bad), ("2026-W47", good)),
    ]


def changes_of(rows: list[tuple]) -> set[tuple]:
    """Changes as the script of the world writes them."""
    week = {monday: number for number, monday in enumerate(MONDAYS, 1)}
    return {
        (kind, *title.split()[1:], service, before, week[after], week[by], is_confirmed)
        for kind, title, service, before, after, by, is_confirmed in rows
    }


def test_every_arrival_and_departure_is_that_of_the_world_and_there_is_no_other(lived):
    said = {(kind, of, f"{key}", *more) for kind, of, key, *more in CHANGES}
    assert changes_of(lived.changes[5]) == said
    assert len(lived.changes[5]) == len(said)


def test_the_first_lists_make_no_changes(lived):
    assert lived.changes[1] == []


def test_what_flickers_is_not_in_this_weeks_list_before_it_is_taken_back(lived):
    about_it = ("movie", "35", "Netflix", None)
    assert ("removed", *about_it, 1, 2, False) in changes_of(lived.changes[2])
    assert ("restated", *about_it, 2, 3, True) in changes_of(lived.changes[3])


def test_a_silent_week_changes_nothing_but_how_certain_it_is(lived):
    before, after = changes_of(lived.changes[3]), changes_of(lived.changes[SILENT])
    assert {change[:-1] for change in before} == {change[:-1] for change in after}


@pytest.mark.parametrize("week", [1, 2, 3, 4, 5])
def test_in_the_catalogue_is_what_netflix_was_last_seen_to_offer(lived, week):
    seen = 3 if week == SILENT else week
    assert lived.in_catalogue[week] == len(offered("Netflix", "movie", seen)) + len(
        offered("Netflix", "tv", seen)
    )
