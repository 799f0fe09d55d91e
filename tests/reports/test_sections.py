"""Every file of sql/reports keeps its contract, and a new one needs no Python."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy as sa
from report_fixture import RUN, make_warehouse, whole

from catalogue_common.errors import ReportError
from reports import weekly_report
from reports.sections import load_section, load_sections, run_section
from reports.weekly_report import SECTIONS, connect_published, write_report

FILES = sorted(SECTIONS.glob("*.sql"))
PARAMS = {"run_id": RUN, "as_of": "2026-11-16", "week": "2026-W47", "since": "2026-W46-test"}
SMALL = """\
-- title: Small
-- lede: How small?
-- column: title | Title | title
-- param: limit = 2
-- empty: Nothing here.
select title from marts.title_scores order by title_id limit $limit
"""


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.Connection]:
    with connect_published(make_warehouse(tmp_path_factory.mktemp("warehouse"))) as connection:
        yield connection


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_section_parses_and_runs(path: Path, connection: sa.Connection) -> None:
    result = run_section(load_section(path), connection, PARAMS)
    assert result.rows
    assert result.section.text["lede"].endswith("?")
    assert result.section.text["empty"].endswith(".")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_section_is_written_in_house_style(path: Path) -> None:
    section = load_section(path)
    assert not section.sql.rpartition("\n)\n\n")[2].startswith("select *")
    assert all(len(line) <= 100 for line in path.read_text("utf-8").splitlines())


# Written elsewhere.
SAID = re.compile(r"\bhits?\b", re.IGNORECASE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_section_says_popular_on_tmdb_where_the_columns_say_hit(path: Path) -> None:
    section = load_section(path)
    words = [*section.text.values(), *section.notes, *section.findings]
    words += [column.label for column in section.columns]
    words += [part for _, *parts in section.sentences for part in parts]
    words += re.findall(r"'([^'\n]*)'", section.sql)
    words = [re.sub(r"\{\w+\}", "", word) for word in words if word != section.text.get("chart")]
    assert [word for word in words if SAID.search(word) and word != "hit"] == []


def test_slugs_are_unique() -> None:
    slugs = [section.slug for section in load_sections(SECTIONS)]
    assert len(slugs) == len(set(slugs))


def test_a_new_file_becomes_a_section(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = shutil.copytree(SECTIONS, tmp_path / "sections")
    (folder / "99_small.sql").write_text(SMALL, "utf-8")
    monkeypatch.setattr(weekly_report, "SECTIONS", folder)
    report = write_report(make_warehouse(tmp_path), tmp_path / "reports")
    catalogue = report.with_name("catalogue.html").read_text("utf-8")
    assert catalogue.rpartition("<section ")[2].startswith('id="small"')
    assert whole(report).count('id="small"') == 1


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("-- title: Small\n", "", "lacks 'title:'"),
        ("-- param", "-- parm", "unknown or repeated key 'parm'"),
        ("-- empty", "-- title: Again\n-- empty", "unknown or repeated key 'title'"),
        ("| title", "| titel", "unknown format 'titel'"),
        ("| Title |", "| + |", "has nothing to stand beneath"),
        ("-- empty", "-- chart: pie x=title\n-- empty", "unknown chart 'pie'"),
        ("-- empty", "-- chart: bars x=title\n-- empty", "needs y="),
        ("-- empty", "-- chart: bars x=title y=name\n-- empty", "y=name is no column"),
    ],
)
def test_broken_header_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "10_small.sql"
    path.write_text(SMALL.replace(old, new, 1), "utf-8")
    with pytest.raises(ReportError, match=message):
        load_section(path)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("$limit", "$nobody", r"no value for \$nobody"),
        ("select title", "select type", "the query returns"),
        ("marts.title_scores", "marts.nothing", "the query failed"),
    ],
)
def test_broken_query_names_its_file(
    tmp_path: Path, connection: sa.Connection, old: str, new: str, message: str
) -> None:
    path = tmp_path / "10_small.sql"
    path.write_text(SMALL.replace(old, new), "utf-8")
    with pytest.raises(ReportError, match=f"10_small.*{message}"):
        run_section(load_section(path), connection, PARAMS)


def test_parameters_are_bound_not_pasted(tmp_path: Path, connection: sa.Connection) -> None:
    path = tmp_path / "10_small.sql"
    path.write_text(SMALL.replace("limit $limit", "limit length($week)"), "utf-8")
    params: dict[str, Any] = PARAMS | {"week": "'; drop"}
    result = run_section(load_section(path), connection, params)
    assert (len(result.rows), result.params) == (7, {"week": "'; drop"})


def test_finding_and_sentences_are_left_out_when_a_value_is_missing(tmp_path: Path) -> None:
    with connect_published(make_warehouse(tmp_path, empty=True)) as connection:
        headline = run_section(load_section(SECTIONS / "headline.sql"), connection, PARAMS)
    assert headline.sentences == []


def test_of_several_findings_the_first_that_can_be_told_is(
    tmp_path: Path, connection: sa.Connection
) -> None:
    findings = "-- finding: {year} was good.\n-- finding: {title} is there.\n"
    path = tmp_path / "10_small.sql"
    text = SMALL.replace("-- param", f"{findings}-- column: year | - | year\n-- param")
    path.write_text(text.replace("select title", "select title, null as year"), "utf-8")
    result = run_section(load_section(path), connection, PARAMS)
    assert str(result.finding) == "<bdi>Title 0</bdi> is there."


def headlines(warehouse: Path, *changes: str) -> str:
    with duckdb.connect(str(warehouse)) as con:
        for change in changes:
            con.execute(change)
    with connect_published(warehouse) as connection:
        told = run_section(load_section(SECTIONS / "headline.sql"), connection, PARAMS).sentences
    return " ".join(f"{strong} {rest}" for _, strong, rest in told)


def test_what_came_and_left_since_the_week_before_is_said(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    assert "Came to the catalogue</bdi>: <bdi>Title" in headlines(warehouse)
    with connect_published(warehouse) as connection:
        rows = run_section(load_section(SECTIONS / "12_news.sql"), connection, PARAMS).rows
    counts = {row["what"]: row["item_count"] for row in rows}
    # Ten of the list before are not in the newest; five of them may be back.
    assert counts["Came to the catalogue"] == 20
    assert counts["Left the catalogue"] == 5
    assert counts["New files"] == 1


def test_nothing_new_is_said_with_the_day_of_the_data(tmp_path: Path) -> None:
    told = headlines(make_warehouse(tmp_path), "update ops.loads set run_id = '2026-W46-test'")
    assert "Nothing is new since week 46; the newest file is of 16 January 2021." in told
    assert "Came to" not in told


AWKWARD = {
    "nothing new": "update ops.loads set run_id = '2026-W46-test'",
    "one title": "delete from marts.catalogue_changes where title <> 'Title 19'",
    "nothing known": "update marts.title_scores set is_hit = null, entered_top10 = null, "
    "actual_rating = null; delete from marts.track_record; delete from marts.over_performers",
    "everything stale": "update marts.service_lists set is_fresh = false, days_old = 4000; "
    "update ops.loads set snapshot_on = date '2015-01-01'; "
    "update marts.source_files set snapshot_on = date '2015-01-01'",
    "no files": "delete from ops.loads; delete from marts.source_files",
    "no candidates": "delete from marts.licensing_candidates",
    "no audience": "update marts.licensing_candidates set expected_views_91d = null, "
    "expected_views_91d_low = null, expected_views_91d_high = null",
    "100 times the titles": "insert into marts.catalogue_changes "
    "select snapshot_on, title_id, type, title || ' ' || n, change, is_confirmed "
    "from marts.catalogue_changes, range(100) as t (n)",
}


@pytest.mark.parametrize("week", AWKWARD)
def test_sentences_hold_in_awkward_weeks(week: str, tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    told = headlines(warehouse, *AWKWARD[week].split("; "))
    assert not re.search(r"None|nan|\{|\}|–|\b0 |\b1\xa0\w+s\b", told)
    assert ("Nothing is new" in told) == (week == "nothing new")
    if week == "one title":
        assert "Came to the catalogue</bdi>: <bdi>Title 19</bdi> since week 46." in told
    if week == "100 times the titles":
        assert "and 2,017 more" in told
    if week in ("no candidates", "no audience"):
        assert "what to license" not in told
    with connect_published(warehouse) as connection:
        for path in FILES:
            result = run_section(load_section(path), connection, PARAMS)
            assert "None" not in str(result.finding or "")


def test_first_week_promises_news(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    with connect_published(warehouse) as connection:
        first: dict[str, Any] = PARAMS | {"since": None}
        told = run_section(load_section(SECTIONS / "headline.sql"), connection, first).sentences
    assert "Week 47 is the first:" in " ".join(str(strong) for _, strong, _ in told)
    assert "Nothing" not in str(told)


def test_what_leaves_within_30_days_is_told(tmp_path: Path) -> None:
    warehouse = make_warehouse(tmp_path)
    assert "5\xa0titles leave within 30 days, among them" in headlines(warehouse)
    assert "within 30 days" not in headlines(warehouse, "delete from marts.leaving")


def test_few_titles_at_risk_give_no_share(connection: sa.Connection) -> None:
    result = run_section(load_section(SECTIONS / "54_stays.sql"), connection, PARAMS)
    row = result.rows[0]
    assert (row["after_12"], row["at_risk_12"]) == (0.88, "64 followed")
    assert (row["after_24"], row["at_risk_24"]) == (None, "28 followed")


def test_published_file_cannot_be_written_or_left(connection: sa.Connection) -> None:
    with pytest.raises(sa.exc.SQLAlchemyError, match="read-only"):
        connection.execute(sa.text("create table t (i int)"))
    with pytest.raises(sa.exc.SQLAlchemyError, match="disabled by configuration"):
        connection.execute(sa.text("select * from read_csv('/etc/hostname')"))
