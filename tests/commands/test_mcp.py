"""``catalogue mcp``: the SDK's own client asks a published file over standard input and output."""

import json
import os
import shutil
from functools import partial

import anyio
import duckdb
import pytest
from commands import COMMAND, USED
from mcp import StdioServerParameters
from mcp.client.client import Client

from catalogue_common.errors import CatalogueError
from catalogue_insights.assistant.tools import AssistantTools

REFUSED = (
    "select * from read_csv('/etc/passwd')",
    "from '/etc/passwd'",
    "copy marts.clusters to 'out.csv'",
    "attach 'other.duckdb'",
    "install httpfs",
    "select getenv('HOME')",
    "insert into marts.clusters from marts.clusters",
    "select * from core.title",
    "select * from ops.runs",
    "select * from duckdb_settings()",
    "set threads = 8",
    "select 1; select 2",
    "explain analyze select 1",
)
TOOLS = {"search_titles", "describe_table", "query", "score_idea", "track_record"}


def asked(folder, *calls):
    """The answers to calls of tools, of one started command: what each said, or its error."""
    words = ["mcp", "--warehouse", "warehouse.duckdb"]
    USED.append(tuple(words))
    server = StdioServerParameters(
        command=COMMAND, args=words, cwd=str(folder), env=dict(os.environ)
    )

    async def talk():
        async with Client(server) as client:
            return [await client.call_tool(name, given) for name, given in calls]

    with anyio.from_thread.start_blocking_portal() as portal:
        answers = portal.call(talk)
    return [
        answer.content[0].text if answer.is_error else answer.structured_content
        for answer in answers
    ]


async def listed(folder):
    server = StdioServerParameters(
        command=COMMAND, args=["mcp"], cwd=str(folder), env=dict(os.environ)
    )
    async with Client(server) as client:
        return (await client.list_tools()).tools


def test_the_tools_say_that_they_only_read(two_weeks):
    tools = anyio.run(partial(listed, two_weeks.folder))
    assert {tool.name for tool in tools} == TOOLS
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools)


def test_answers_are_the_marts_and_say_how_old_they_are(two_weeks):
    ((title, key),) = two_weeks.ask(
        "select title, title_id from marts.title_scores where in_catalogue and type = 'series' "
        "order by vote_count desc nulls last, title_id limit 1"
    )
    count = "select count(*) as titles, avg(predicted_rating) as mean from marts.title_scores"
    found, tables, table, answer, record, refused = asked(
        two_weeks.folder,
        ("search_titles", {"words": title.upper(), "type": "series", "in_catalogue": True}),
        ("describe_table", {}),
        ("describe_table", {"name": "title_scores"}),
        ("query", {"sql": count}),
        ("track_record", {"by": "quarter"}),
        ("query", {"sql": "select * from ops.runs"}),
    )
    place = found["columns"].index("title_id")
    assert key in [row[place] for row in found["rows"]]
    ((titles, mean),) = two_weeks.ask(count)
    assert answer["rows"] == [[titles, pytest.approx(mean)]]
    assert answer["columns"] == ["titles", "mean"]
    ((run, week),) = two_weeks.ask(
        "select run_id, week from ops.runs order by started_at desc limit 1"
    )
    for said in (found, tables, table, answer, record):
        assert (said["week"]["run_id"], said["week"]["week"]) == (run, week)
        assert said["week"]["is_synthetic"] is True
        assert 0 <= said["week"]["age_days"] < 30
    marts = two_weeks.ask(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    )
    assert tables["tables"].keys() == {name for (name,) in marts}
    assert [column["name"] for column in table["columns"]] == [
        name for (name, *_) in two_weeks.ask("describe marts.title_scores")
    ]
    assert table["key"] == ["title_id"]
    assert "cannot be read here" in refused


def test_an_idea_gets_the_scores_that_the_command_gives(two_weeks):
    said = two_weeks("score", "--title", "Night Train", "--type", "series", "--json").out
    (expected,) = json.loads(said)
    good, bad = asked(
        two_weeks.folder,
        ("score_idea", {"idea": {"title": "Night Train", "type": "series"}}),
        ("score_idea", {"idea": {"title": "Night Train", "type": "opera"}}),
    )
    for name in ("predicted_rating", "hit_probability", "top10_probability"):
        assert good["scores"][name] == pytest.approx(expected[name])
    assert len(good["scores"]["comparables"]) <= 5
    assert "movie" in bad


@pytest.fixture(scope="module")
def tools(two_weeks):
    found = AssistantTools(two_weeks.warehouse, two_weeks.folder / "artifacts")
    yield found
    found.close()


@pytest.mark.parametrize("sql", REFUSED)
def test_what_the_sql_box_refuses_is_refused(tools, sql):
    with pytest.raises(CatalogueError):
        tools.query(sql)


def test_answers_are_bounded(tools):
    many = tools.query("select * from marts.title_scores")
    assert many["is_cut"] is True
    assert len(json.dumps(many)) < 100_000
    assert len(tools.query("from range(1000)")["rows"]) == 100
    assert len(tools.query("select repeat('a', 100000) as a")["rows"][0][0]) == 300
    with pytest.raises(CatalogueError, match="up to 10,000 letters"):
        tools.query(f"select '{'a' * 10_000}'")
    with pytest.raises(CatalogueError, match="memory"):
        tools.query("select list(range) from range(1000000000)")
    assert tools.query("select 1 as one")["rows"] == [[1]]


@pytest.mark.parametrize("words", ["'; drop table x; --", "$type", "$in_catalogue", "%", "\\"])
def test_words_are_words(tools, words):
    found = tools.search_titles(words, type="movie", in_catalogue=True)
    assert all(words in row[1] for row in found["rows"])


def test_an_unknown_table_is_named(tools):
    with pytest.raises(CatalogueError, match="no mart 'films'"):
        tools.describe_table("films")


def test_a_new_week_and_a_new_column_are_there_without_a_restart(job, tmp_path):
    tools = AssistantTools(job.warehouse, job.folder / "artifacts")
    before = tools.describe_table("clusters")
    shutil.copy(job.warehouse, tmp_path / "next.duckdb")
    with duckdb.connect(str(tmp_path / "next.duckdb")) as con:
        con.execute("alter table marts.clusters add column mood varchar default 'calm'")
        con.execute("comment on column marts.clusters.mood is 'how it feels'")
    (tmp_path / "next.duckdb").replace(job.warehouse)
    after = tools.describe_table("clusters")
    assert after["columns"] == [
        *before["columns"],
        {"name": "mood", "type": "VARCHAR", "meaning": "how it feels"},
    ]
    assert tools.query("select distinct mood from clusters")["rows"] == [["calm"]]
    tools.close()
