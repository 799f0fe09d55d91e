"""Whose Top 10 a row is of."""

from etl.load.load import load_all

ROW = "2022-02-06,Films (English),{rank},Harbour Lamp"


def countries(con, data, progress, names: list[str], column: str = "country_name") -> list:
    lines = [f"{name},{ROW.format(rank=rank)}" for rank, name in enumerate(names, start=1)]
    header = f"{column},week,category,weekly_rank,show_title"
    data.write("top10/countries.csv", "\n".join([header, *lines]) + "\n")
    load_all(con, data.path, run_id="test", progress=progress)
    query = "select country_iso2 from raw.top10_weeks order by weekly_rank::int"
    return [code for (code,) in con.execute(query).fetchall()]


def test_a_country_by_name_has_its_code(con, data, progress):
    names = ["Malaysia", "South Korea", "réunion", "Namibia", "Global"]
    assert countries(con, data, progress, names) == ["MY", "KR", "RE", "NA", None]


def test_a_row_of_an_unknown_country_is_not_of_the_world(con, data, progress):
    assert countries(con, data, progress, ["Atlantis", "", "Sweden"]) == ["SE"]
    reasons = con.execute("select distinct reason from raw.rejects").fetchall()
    assert reasons == [("its country is not known",)]


def test_codes_stay_as_they_are(con, data, progress):
    assert countries(con, data, progress, ["MY", "GB"], "country_iso2") == ["MY", "GB"]
