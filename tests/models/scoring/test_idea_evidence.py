"""An idea for a title is held to what is known of its like, as a title of the week is."""

import duckdb
import pytest

from models.scoring.bare_tables import bare_tables
from models.scoring.idea_evidence import UNKNOWN, EvidenceHolder, evidence_of, held
from models.scoring.unseen import FIELDS, make_titles, score_unseen
from models.versions.registry import Registry

# Described titles of known year and language. What is known of them counts for others alone.
DESCRIBED = """
    select title.*, evidence.* exclude (title_id), known.* exclude (
            title_id, type, is_described, is_own, language_group, release_year
        ),
        scores.hit_note, scores.top10_note
    from features.title as title
    inner join features.evidence as evidence using (title_id)
    inner join marts.title_scores as scores using (title_id)
    inner join features.known_outcome as known using (title_id)
    where
        known.is_described and known.language_group <> 'unknown'
        and known.release_year is not null and title.is_netflix_own is not null
        and (title.description is not null or title.overview is not null)
    order by title_id
"""
IDEA = {"title": "asdf", "type": "movie"}


@pytest.fixture(scope="module")
def evidence(sample_run):
    return evidence_of(sample_run.warehouse)


@pytest.fixture
def holder():
    with bare_tables() as con:
        yield EvidenceHolder(con), con


def test_it_is_what_the_job_says_of_a_title_of_whose_own_outcome_nothing_is_known(
    sample_run, evidence, holder
):
    asked, con = holder
    with duckdb.connect(str(sample_run.warehouse), read_only=True) as published:
        titles = published.execute(DESCRIBED).to_arrow_table().to_pylist()
    given = FIELDS.keys() - {"genres"}
    make_titles(con, [{name: title[name] for name in given} for title in titles])
    found = asked.ask(evidence)
    for number, title in enumerate(titles):
        known = found[f"{number:012d}"]
        for name in ("hit", "top10", "rating", "audience"):
            own = title[f"{name}_known"]
            assert known[f"{name}_support"] == title[f"{name}_support"] + own
        if not title["top10_known"]:
            assert known["top10_note"] == title["top10_note"]
        if not title["top10_known"] and not title["named_known"]:
            assert known["top10_base_rate"] == pytest.approx(title["top10_base_rate"])
    assert len(titles) > 1000


def test_a_name_alone_gets_the_share_of_its_kind_and_says_why(sample_run, evidence):
    registry = Registry(sample_run.folder / "artifacts")
    (record,) = score_unseen(registry, [IDEA], evidence)
    assert record["hit_note"] == record["top10_note"] == "too little is known of it"
    assert record["hit_support"] == 0
    with duckdb.connect(str(sample_run.warehouse), read_only=True) as con:
        share = con.execute(
            "select sum(hit_true) / sum(hit_known) from features.known_group where type = 'movie'"
        ).fetchone()[0]
    assert record["hit_probability"] == pytest.approx(share)


def test_without_a_published_week_the_record_says_that_nobody_knows(sample_run, tmp_path):
    registry = Registry(sample_run.folder / "artifacts")
    assert evidence_of(tmp_path / "none.duckdb") is None
    (record,) = score_unseen(registry, [IDEA])
    assert record["hit_note"] == UNKNOWN
    assert record["hit_support"] is None


def test_of_an_idea_without_language_titles_of_every_language_count(evidence, holder):
    asked, con = holder
    idea = {"description": "A keeper writes letters.", "release_year": 2020}
    languages = ("any", "en", "ko")
    spoken = [None, *languages[1:]]
    make_titles(con, [{**idea, "original_language": language} for language in spoken])
    found = sorted(asked.ask(evidence).items())
    support = {name: own["hit_support"] for name, (_, own) in zip(languages, found, strict=True)}
    assert support["any"] >= support["en"] + support["ko"]
    assert support["en"] > 20


@pytest.mark.parametrize(
    ("chance", "note", "expected"),
    [(0.9, None, 0.5), (0.3, None, 0.3), (0.9, "only 3 titles", 0.1), (None, None, None)],
)
def test_no_chance_stands_above_the_ceiling_and_the_unlike_get_the_share(chance, note, expected):
    known = {
        f"{name}_{what}": None
        for name in ("hit", "top10", "rating", "audience")
        for what in ("support", "note")
    }
    known |= {"hit_note": note, "hit_ceiling": 0.5, "hit_base_rate": 0.1}
    assert held({"hit_probability": chance}, known)["hit_probability"] == expected
