"""Spells of any title, from any lists and readings, are those that twenty lines of Python find."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from warehouse.sql_files import SQL, read_table_file

FIRST, FLICKER, AS_OF = date(2026, 9, 1), 8, 70
LISTS, READINGS = ("catalogue list", "tmdb list"), "tmdb details"
QUICKLY = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
KEYED = (
    *(("core", name) for name in ("offer_statement", "offer_gap", "offer")),
    *(("marts", name) for name in ("offers", "offer_changes")),
)
OVERLAPPING = """
select *
from core.offer
window by_day as (partition by title_id, service, region, access order by offered_from)
qualify
    offered_until <= offered_from
    or lead(offered_from) over by_day < offered_until
    or (offered_until is null and lead(offered_from) over by_day is not null)
    or last_seen_on < first_seen_on
"""
DAYS = st.integers(min_value=0, max_value=60)


def reference(looks: dict[str, dict[int, bool]]) -> list[tuple]:
    """Spells of one title: looks are, of each source, the days that it looked and what it found."""
    seen = sorted({day for found in looks.values() for day, has in found.items() if has})
    spells, start = [], None
    for day, back in zip(seen, [*seen[1:], None], strict=False):
        start = day if start is None else start
        had = {name for name, found in looks.items() if any(found[d] for d in found if d <= day)}
        missing = {
            name: min(d for d in found if d > day and not found[d] and (back is None or d < back))
            for name, found in looks.items()
            if any(d > day and not found[d] and (back is None or d < back) for d in found)
        }
        lost = min((missing[name] for name in had & missing.keys()), default=None)
        again = {name for name, found in looks.items() if found.get(back)}
        others = [
            missing[name]
            for name in missing.keys() - had
            if back is None
            or (name in again and not again & had and back > missing[name] + FLICKER)
        ]
        if lost is not None and (back is None or back > lost + FLICKER):
            spells.append((start, day, lost, "known"))
        elif lost is None and others:
            spells.append((start, day, min(others), "other source"))
        elif back is None:
            spells.append((start, day, None, None))
        if spells and spells[-1][1] == day:
            start = None
    return [(*spell, started_after(looks, spells, place)) for place, spell in enumerate(spells)]


def started_after(looks, spells, place):
    """The last look before the spell, and after the one before it, of those who see it later."""
    start, end, *_ = spells[place]
    before = spells[place - 1][1] if place else -1
    of_it = [found for found in looks.values() if any(found.get(d) for d in range(start, end + 1))]
    return max((d for found in of_it for d in found if before < d < start), default=None)


def whole(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


@st.composite
def worlds(draw):
    """When each list was complete, and of each of six titles what lists and readings found."""
    list_days = {name: draw(st.sets(DAYS, max_size=7)) for name in LISTS}
    titles = {}
    for title in "abcdef":
        looks = {}
        for name, days in list_days.items():
            looks[name] = {day: draw(st.booleans()) for day in sorted(days)}
            looks[name] |= dict.fromkeys(draw(st.sets(DAYS, max_size=1)), True)  # a partial list
        looks[READINGS] = draw(st.dictionaries(DAYS, st.booleans(), max_size=4))
        titles[title] = looks
    return list_days, titles


@QUICKLY
@given(worlds())
def test_spells_are_those_of_the_reference(world, drawn):
    list_days, titles = drawn
    tell(world, list_days, titles)
    expected = [
        (title, start, end, until, known, after)
        for title, looks in titles.items()
        for start, end, until, known, after in reference(looks)
    ]
    assert found(world) == expected


WINDOWS = st.tuples(
    st.sampled_from("abcdef"), DAYS, st.none() | DAYS, st.none() | DAYS, st.sampled_from("xy")
)
"""Who is stated, on what day, since when, until when, and by whom."""


@QUICKLY
@given(worlds(), st.lists(WINDOWS, max_size=8))
def test_spells_never_overlap_and_keys_are_unique_whatever_is_stated(world, drawn, windows):
    tell(world, *drawn)
    for title, day, since, until, source in windows:
        dates = [None if date is None else whole(date) for date in (since, until)]
        world.states(whole(day), title, *dates, source=source)
    world.spells()
    world.make(["marts.offers", "marts.offer_changes"])
    assert world.con.execute(OVERLAPPING).fetchall() == []
    for schema, name in KEYED:
        key = ", ".join(read_table_file(SQL / schema / f"{name}.sql").key_columns)
        shared = f"select {key} from {schema}.{name} group by all having count(*) > 1"
        assert world.con.execute(shared).fetchall() == [], name


def tell(world, list_days, titles):
    world.forget()
    world.at(whole(AS_OF))
    for name in LISTS:
        told = {day for looks in titles.values() for day in looks[name]}
        for day in sorted(told | list_days[name]):
            there = [title for title, looks in titles.items() if looks[name].get(day)]
            is_complete = day in list_days[name]
            world.lists(whole(day), [*there, "z"], source=name, is_complete=is_complete)
    for title, looks in titles.items():
        for day, has in looks[READINGS].items():
            world.reads(whole(day), title, is_there=has)


def found(world):
    world.spells()
    query = """
        select
            title_id,
            (offered_from - $first)::integer as starts,
            (last_seen_on - $first)::integer,
            (offered_until - $first)::integer,
            case when end_known in ('list', 'reading') then 'known' else end_known end,
            (started_after - $first)::integer,
        from core.offer
        where title_id <> 'z'
        order by title_id, starts
    """
    return world.con.execute(query, {"first": FIRST}).fetchall()
