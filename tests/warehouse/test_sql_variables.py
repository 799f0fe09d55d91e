"""What the settings tell SQL: whose catalogue it is, by our names."""

from catalogue_common.settings import Settings
from warehouse.sql_variables import set_for_settings


def variables(con, *names: str) -> tuple:
    return con.execute(f"select {', '.join(f'getvariable({name!r})' for name in names)}").fetchone()


def test_sql_knows_whose_catalogue_it_is(con):
    set_for_settings(con, Settings())
    names = ("catalogue_service", "catalogue_region", "rivals", "flicker_days")
    assert variables(con, *names) == ("Netflix", "US", ["Disney+", "Hulu", "Prime Video"], 8)


def test_sql_knows_services_by_our_names_however_the_settings_spell_them(con):
    ours = {"service": "disney plus", "rivals": ["Prime", "Netflix", "Disney", "Own Brand"]}
    set_for_settings(con, Settings(catalogue=ours))
    assert variables(con, "catalogue_service", "rivals") == (
        *("Disney+", ["Prime Video", "Netflix", "Own Brand"]),
    )


def test_without_rivals_the_list_is_empty(con):
    set_for_settings(con, Settings(catalogue={"rivals": []}))
    assert con.execute("select typeof(getvariable('rivals'))").fetchone() == ("VARCHAR[]",)
