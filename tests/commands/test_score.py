"""``catalogue score`` with the job's champions: a title by options, a CSV file, a JSON file."""

import json

FILM = {
    "title": "The Quiet Harbour",
    "description": "A lighthouse keeper writes letters to a town that was never built.",
    "type": "movie",
    "release_year": "2026",
    "released_on": "2026-03-01",
    "countries": "SE,US",
    "original_language": "sv",
    "maturity_rating": "TV-MA",
    "duration_minutes": "101",
    "directors": "Ada Lindqvist",
    "cast_members": "Bo Ek,Cy Dahl",
    "genres": "Drama,Dramas",
}
OPTIONS = (
    *("--title", FILM["title"], "--description", FILM["description"], "--type", "movie"),
    *("--year", "2026", "--released", "2026-03-01", "--country", "SE,US", "--language", "sv"),
    *("--maturity", "TV-MA", "--minutes", "101", "--director", "Ada Lindqvist"),
    *("--cast", "Bo Ek,Cy Dahl", "--genres", "Drama,Dramas"),
)


def test_options_csv_and_json_say_the_same_of_a_title(two_weeks):
    (two_weeks.folder / "film.json").write_text(json.dumps([FILM]))
    quoted = [f'"{value}"' for value in FILM.values()]
    (two_weeks.folder / "film.csv").write_text(f"{','.join(FILM)}\n{','.join(quoted)}\n")
    by_options, by_csv, by_json = (
        json.loads(two_weeks("score", *given, "--json").out)
        for given in (OPTIONS, ["film.csv", "--warehouse", "warehouse.duckdb"], ["film.json"])
    )
    assert by_options == by_csv == by_json
    (found,) = by_options
    assert (
        found["predicted_rating_low"] < found["predicted_rating"] < found["predicted_rating_high"]
    )
    assert 0 < found["hit_probability"] < 1
    assert found["genres_netflix"][0]["why"]
    ((first,),) = two_weeks.ask("select min(run_id) from ops.runs")
    assert set(found["models"].values()) == {first}


def test_who_airs_a_series_counts(two_weeks):
    series = ("score", "--title", "Night Ferry", "--type", "series", "--year", "2026")
    ours = two_weeks(*series, "--netflix").out
    others = two_weeks(*series, "--other-network").out
    assert ours.startswith("Night Ferry (series)\n  predicted rating ")
    assert "  hit probability " in ours
    assert ours != others
