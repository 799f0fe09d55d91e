"""What a source says anew of a figure that it had published."""

import pytest
from building import build_all

from etl.load.load import load_all
from warehouse.sql_files import build_schema

HEAD = "week\tcategory\tweekly_rank\tshow_title\tseason_title\tweekly_hours_viewed\n"
ROWS = """
    select title, measure, value_before, value, period_start::text, restated_in, restated_on::text
    from marts.restated_figures
"""


@pytest.fixture
def restated(con, data, progress):
    """What was restated by the files, each a day and its lines of title and hours."""

    def build(*files: tuple[str, dict[str, int]]) -> list:
        for day, hours in files:
            lines = (
                f"2020-11-08\tFilms (English)\t{place}\t{title}\tN/A\t{number}\n"
                for place, (title, number) in enumerate(hours.items(), 1)
            )
            data.write(f"top10/global/all-weeks-global_{day}.tsv", HEAD + "".join(lines))
        load_all(con, data.path, run_id="2026-W47-test", progress=progress)
        build_all(con)
        build_schema(con, "marts")
        return con.execute(ROWS).fetchall()

    return build


def test_a_figure_that_a_later_file_changed_is_restated(restated):
    assert restated(
        ("2020-11-10", {"Loud": 1000, "Still": 50}), ("2020-11-17", {"Loud": 1200, "Still": 50})
    ) == [
        (
            "Loud",
            "hours viewed",
            1000,
            1200,
            "2020-11-02",
            "top10/global/all-weeks-global_2020-11-17.tsv",
            "2020-11-17",
        )
    ]


def test_what_counts_is_where_it_last_became_another(restated):
    files = [("2020-11-10", 5), ("2020-11-17", 6), ("2020-11-24", 7), ("2020-12-01", 7)]
    found = restated(*((day, {"Loud": hours}) for day, hours in files))
    assert [(row[2], row[3], row[6]) for row in found] == [(6, 7, "2020-11-24")]


def test_two_works_of_one_name_in_one_file_restate_nothing(restated, data):
    line = "2020-11-08\tFilms (English)\t{}\tTwins\tN/A\t{}\n"
    data.write("top10/global/all-weeks-global_2020-11-03.tsv", HEAD + line.format(1, 9))
    twins = line.format(1, 10) + line.format(2, 20)
    data.write("top10/global/all-weeks-global_2020-11-10.tsv", HEAD + twins)
    assert restated() == []
