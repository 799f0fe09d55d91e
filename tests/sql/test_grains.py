"""The grain that each mart's header states holds: no two rows share its key."""

import duckdb
import pytest

GRAINS = {
    "arrivals_departures": "week_start, type",
    "calibration": "model, bin",
    "catalogue_changes": "snapshot_on, title_id",
    "catalogue_mix": "period, period_start, dimension, value",
    "catalogue_presence": "title_id, spell",
    "catalogue_snapshots": "snapshot_on",
    "weekly_figures": "week, figure",
    "clusters": "cluster_id",
    "data_quality": "area, name, message",
    "feature_importances": "model, about, rank",
    "genre_quality": "taxonomy, genre",
    "genre_trend": "taxonomy, genre, added_year",
    "hidden_gems": "title_id",
    "licensing_candidates": "title_id",
    "match_review": "title_id",
    "model_quality": "run_id, model, slice, metric",
    "movers": "title_id, score",
    "overexposed_titles": "title_id",
    "predicted_hits": "title_id",
    "score_history": "title_id, run_id",
    "similar_titles": "title_id, rank",
    "source_files": "source, file",
    "step_times": "run_id, position",
    "tag_confusion": "taxonomy, genre",
    "tag_gaps": "title_id, taxonomy, genre",
    "title_clusters": "title_id",
    "title_countries": "title_id, country_code",
    "title_engagement": "title_id, period_start",
    "title_genres": "title_id, taxonomy, genre",
    "title_scores": "title_id",
    "top10_predictions": "week, category, weekly_rank, show_title, season_title",
    "top10_weeks": "week, category, weekly_rank, show_title, season_title",
}


@pytest.fixture(scope="module")
def published(sample_run):
    with duckdb.connect(str(sample_run.warehouse), read_only=True) as con:
        yield con


@pytest.mark.parametrize(("mart", "key"), GRAINS.items())
def test_no_two_rows_share_the_key(published, mart, key):
    doubled = published.execute(f"from marts.{mart} select {key} group by all having count(*) > 1")
    assert doubled.fetchall() == []
