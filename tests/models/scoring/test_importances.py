"""What the models go by, and which tags they take for which."""

import re

import duckdb
import pytest

from models.scoring.importances import GROUPS


@pytest.fixture(scope="module")
def published(sample_run):
    with duckdb.connect(str(sample_run.warehouse), read_only=True) as con:
        yield con


def rows(con, query):
    return con.execute(query).fetchall()


def test_the_rating_model_shares_its_gain_among_its_features(published):
    found = rows(
        published,
        "select feature, importance from marts.feature_importances"
        " where model = 'rating' and about = 'all' order by rank",
    )
    assert sum(share for _, share in found) == pytest.approx(1)
    assert {"year of release", "listed genres", "cast", "directors"} <= {name for name, _ in found}
    assert [share for _, share in found] == sorted((s for _, s in found), reverse=True)


def test_each_hit_model_weighs_its_groups_for_each_type(published):
    found = rows(
        published,
        "select model, about, count(*), min(importance) >= 0 from marts.feature_importances"
        " where model in ('hit', 'top10') group by all order by all",
    )
    assert found
    assert all(about in {"movie", "series"} and n >= 5 and whole for _, about, n, whole in found)


def test_groups_of_features_are_named_in_words(published):
    found = rows(
        published,
        "select distinct feature from marts.feature_importances where model not like 'genres_%'",
    )
    assert {feature for (feature,) in found} <= set(GROUPS.values())


def test_no_group_of_features_is_cut_off_beside_its_bar(sample_run):
    page = (sample_run.reports / "2026-W47" / "quality.html").read_text(encoding="utf-8")
    section = page.split('<section id="importances"')[1].split("</section>")[0]
    labels = re.findall(r"<text[^>]*>([^<]+)<", section)
    assert {"listed genres", "network"} <= set(labels)
    assert [label for label in labels if label.endswith("…")] == []


def test_each_modelled_tag_has_its_strongest_words(published):
    missing = rows(
        published,
        """
        select genre from marts.genre_quality
        anti join marts.feature_importances as words
            on genre = about and model = 'genres_' || taxonomy
        where is_modelled
        """,
    )
    assert missing == []
    assert rows(published, "select max(rank) from marts.feature_importances") <= [(15,)]


def test_the_four_cells_of_each_tag_are_all_titles(published):
    odd = rows(
        published,
        """
        select genre from marts.tag_confusion
        inner join marts.genre_quality as quality using (taxonomy, genre)
        where title_count <> right_count + missed_count + wrong_count + rest_count
            or rest_count < 0
            or support <> right_count + missed_count
            or abs(recall - right_count / support) > 1e-9
        """,
    )
    assert odd == []
    assert rows(published, "select count(*) > 10 from marts.tag_confusion") == [(True,)]


def test_what_is_given_instead_of_a_missed_tag_is_another_tag(published):
    odd = rows(
        published,
        "select genre from marts.tag_confusion where missed_for = genre or wrong_for = genre"
        " or missed_for_count > missed_count or wrong_for_count > wrong_count",
    )
    assert odd == []
