"""A small warehouse with the published tables, for the report's tests."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.macro_files import build_macro, macro_files
from warehouse.sql_files import SQL, build_table, read_table_file

RUN = "2026-W47-test"
HOSTILE = [
    "<script>document.title = 'owned'</script>",
    '"quotes" & \'apostrophes\' <b onmouseover="alert(1)">',
    "ends ]]> here --> and </style></script><img src=x onerror=alert(1)>",
    "right\u202eto left\u2066 \u200f and \x07 bell",
    "فيلم طويل 🎬👩‍👩‍👧 映画",
    "{{ 7 * 7 }} {% raw %} ${x} =cmd()",
    "x" * 5_000,
    "two\nlines\r\nSubject: three",
]
TABLES = """
create schema core;
create schema features;
create schema marts;
create schema ops;
create schema scores;
create table core.language (language_code varchar, language varchar);
create table core.offer_source (source varchar, carry_days integer);
create table marts.title_scores (
    title_id varchar, type varchar, title varchar, release_year integer, in_catalogue boolean,
    is_new boolean, catalogue_seen_on date, first_seen_on date, last_seen_on date, added_on date,
    is_own_production boolean, is_described boolean, tmdb_id bigint, actual_rating double,
    vote_count bigint, popularity double, predicted_rating double,
    predicted_rating_low double, predicted_rating_high double, liked_probability double,
    liked_source varchar, predicted_stars double, actual_stars double, liked_share double,
    user_count bigint, is_hit boolean, hit_measured_in varchar, is_widely_known boolean,
    hit_probability double,
    entered_top10 boolean, top10_probability double, expected_views_91d double,
    expected_views_91d_low double, expected_views_91d_high double, views_reasons varchar,
    expected_countries double, expected_countries_low double, expected_countries_high double,
    countries_reasons varchar, country_chance_1 double, country_chance_10 double,
    country_chance_50 double, hit_support integer, top10_support integer,
    rating_support integer, audience_support integer, hit_note varchar, top10_note varchar,
    rating_note varchar, audience_note varchar,
    genre_taxonomy varchar, genres_listed varchar, genres_predicted varchar,
    maturity_rating varchar, duration_minutes integer, season_count integer,
    original_language varchar, countries varchar, directors varchar,
    description varchar, is_rating_out_of_fold boolean, is_stars_out_of_fold boolean,
    is_hit_out_of_fold boolean, is_top10_out_of_fold boolean, is_views_out_of_fold boolean,
    is_countries_out_of_fold boolean, is_synthetic boolean, run_id varchar, scored_at timestamp
);
create table marts.predicted_hits (
    title_id varchar, type varchar, title varchar, release_year integer, in_catalogue boolean,
    is_new boolean, place bigint, hit_probability double, observed_share_low double,
    observed_share_high double, top10_probability double, predicted_rating double,
    predicted_rating_low double, predicted_rating_high double, actual_rating double,
    is_hit boolean, is_out_of_fold boolean, genres_listed varchar, hit_traits varchar,
    added_on date, run_id varchar
);
create table marts.hidden_gems (
    title_id varchar, type varchar, title varchar, release_year integer, place bigint,
    predicted_rating double, predicted_rating_low double, predicted_rating_high double,
    actual_rating double, rests_on varchar, views double, views_percentile double,
    vote_count bigint, popularity double, genres_listed varchar, run_id varchar
);
create table marts.overexposed_titles (
    title_id varchar, type varchar, title varchar, release_year integer, place bigint, gap double,
    rests_on varchar, views double, exposure_percentile double, rating_percentile double,
    popularity double, weeks_in_top_10 bigint, rating double, is_predicted boolean,
    vote_count bigint, genres_listed varchar, run_id varchar
);
create table marts.audience (
    title_id varchar, type varchar, title varchar, period_start date, period_end date,
    hours_viewed bigint, views double, expected_views double, typical_views double,
    expected_views_low double, expected_views_high double, share_of_type double, place bigint,
    is_new boolean, is_coming boolean, is_from_past boolean, reasons varchar,
    is_out_of_fold boolean, run_id varchar
);
create table marts.over_performers (
    title_id varchar, type varchar, title varchar, release_year integer, in_catalogue boolean,
    period_start date, place bigint, standard_errors double, views double, typical_views double,
    expected_views double, expected_views_low double, expected_views_high double,
    times_expected double, is_new boolean, predicted_rating double, genres_listed varchar,
    run_id varchar
);
create table marts.under_performers (
    title_id varchar, type varchar, title varchar, release_year integer, in_catalogue boolean,
    period_start date, place bigint, standard_errors double, views double, typical_views double,
    expected_views double, expected_views_low double, expected_views_high double,
    times_expected double, is_new boolean, predicted_rating double, genres_listed varchar,
    run_id varchar
);
create table marts.slate (
    title_id varchar, type varchar, title varchar, release_year integer, place bigint,
    expected_views_91d double, expected_views_91d_low double, expected_views_91d_high double,
    expected_countries double, total_views double, total_views_low double,
    total_views_high double, is_views_out_of_fold boolean, offered_by varchar,
    genres_listed varchar, original_language varchar, run_id varchar
);
create table features.viewing (
    title_id varchar, season varchar, period_start date, season_number double, minutes double,
    came_on date, days integer, is_new boolean, is_coming boolean, earlier_views double,
    season_before_views double, earlier_weekly_hours bigint, earlier_weeks bigint,
    last_views double, last_days integer, before_last_views double, last_other_views double,
    last_season_count bigint, later_season_count integer, had_new_season boolean,
    is_first_named boolean, top10_weeks bigint, top10_views double, top10_bound double,
    hours_viewed bigint, views double
);
create table marts.licensing_candidates (
    title_id varchar, type varchar, title varchar, release_year integer, tmdb_id bigint,
    imdb_id varchar, was_in_catalogue boolean, is_on_netflix boolean, made_by varchar,
    offered_by varchar, offered_since date, is_since_known boolean, offers_seen_on date,
    not_proposed_for varchar, excluded_as varchar, place bigint, expected_views_91d double,
    expected_views_91d_low double, expected_views_91d_high double, hit_probability double,
    is_hit boolean, predicted_rating double, predicted_rating_low double,
    predicted_rating_high double, actual_rating double, vote_count bigint, popularity double,
    genres_listed varchar, original_language varchar, countries varchar, run_id varchar
);
create table marts.comparables (
    title_id varchar, title varchar, rank bigint, comparable_id varchar, comparable_title varchar,
    comparable_year integer, period_start date, views double, expected_views_91d double,
    run_id varchar
);
create table marts.restated_figures (
    title_id varchar, source varchar, type varchar, title varchar, season varchar,
    category varchar, period_start date, period_end date, measure varchar, value_before bigint,
    value bigint, stated_in varchar, restated_in varchar, restated_on date, run_id varchar
);
create table marts.tag_gaps (
    title_id varchar, type varchar, title varchar, release_year integer, in_catalogue boolean,
    taxonomy varchar, genre varchar, gap varchar, place bigint, probability double,
    listed varchar, run_id varchar
);
create table marts.movers (
    title_id varchar, type varchar, title varchar, in_catalogue boolean, score varchar,
    place bigint, before double, after double, change double, what_changed varchar,
    has_new_listing boolean, has_new_tmdb_reading boolean, before_run_id varchar, run_id varchar
);
create table marts.top10_predictions (
    week date, category varchar, type varchar, weekly_rank integer, show_title varchar,
    season_title varchar, title_id varchar, is_first_week boolean, prediction varchar,
    predicted_in varchar, predicted_at timestamp, top10_probability double,
    hit_probability double, predicted_rating double
);
create table marts.track_record (
    made_by varchar, question varchar, type varchar, quarter date, forecast_count bigint,
    expected double, seen double, auc double, rank_correlation double, measure varchar,
    error double, base_error double, skill double, skill_error double, calibration_error double,
    coverage double, is_reported boolean
);
create table marts.track_calibration (
    made_by varchar, question varchar, type varchar, tenth integer, forecast_count bigint,
    expected double, seen double
);
create table marts.catalogue_mix (
    period varchar, period_start date, dimension varchar, value varchar, title_count bigint,
    period_count bigint, share double
);
create table marts.clusters (
    cluster_id integer, name varchar, words varchar, title_count bigint, catalogue_count bigint,
    mean_predicted_rating double, run_id varchar
);
create table marts.title_clusters (
    title_id varchar, cluster_id integer, cluster varchar, run_id varchar
);
create table marts.data_quality (
    area varchar, name varchar, status varchar, value bigint, message varchar, measured_on date,
    run_id varchar
);
create table marts.match_review (
    title_id varchar, type varchar, title varchar, release_year integer, reason varchar,
    tmdb_id bigint, candidate_tmdb_id bigint, candidate_title varchar, candidate_year integer,
    candidate_score bigint, candidate_count bigint, runner_up_score bigint
);
create table marts.title_genres (
    title_id varchar, type varchar, in_catalogue boolean, taxonomy varchar, genre varchar,
    probability double, is_listed boolean, is_predicted boolean, is_out_of_fold boolean,
    reasons varchar, run_id varchar
);
create table marts.title_countries (
    title_id varchar, type varchar, in_catalogue boolean, country_code varchar, country varchar
);
create table marts.catalogue_snapshots (
    snapshot_on date, previous_on date, title_count bigint, movie_count bigint, series_count bigint,
    arrived_count bigint, departed_count bigint
);
create table marts.service_lists (
    service varchar, region varchar, role varchar, is_catalogue boolean, seen_on date,
    previous_on date, source varchar, title_count bigint, arrived_count bigint,
    departed_count bigint, missing_count bigint, days_old bigint, fresh_days integer,
    is_fresh boolean
);
create table marts.offers (
    title_id varchar, type varchar, title varchar, service varchar, region varchar,
    access varchar, offered_from date, offered_until date, first_seen_on date, last_seen_on date,
    started_after date, start_known varchar, end_known varchar, is_confirmed boolean,
    is_offered boolean, is_included boolean, sources varchar
);
create table marts.leaving (
    title_id varchar, type varchar, title varchar, service varchar, region varchar,
    access varchar, offered_from date, offered_until date, days_left bigint, within_days integer,
    last_seen_on date, sources varchar
);
create table marts.service_overlap (
    region varchar, service varchar, rival varchar, title_count bigint, rival_title_count bigint,
    shared_count bigint, only_here_count bigint, only_there_count bigint, on_no_rival_count bigint,
    seen_on date, rival_seen_on date
);
create table marts.service_mix (
    service varchar, region varchar, dimension varchar, value varchar, title_count bigint,
    known_count bigint, share double, catalogue_title_count bigint, catalogue_share double
);
create table marts.offer_survival (
    service varchar, region varchar, access varchar, type varchar, months integer, at_risk bigint,
    ended bigint, survival double, standard_error double
);
create table marts.feature_importances (
    model varchar, about varchar, rank integer, feature varchar, importance double, share double,
    run_id varchar
);
create table marts.weekly_figures (
    week varchar, figure varchar, value double, run_id varchar
);
create table marts.catalogue_changes (
    snapshot_on date, title_id varchar, type varchar, title varchar, change varchar,
    is_confirmed boolean
);
create table marts.top10_weeks (
    week date, category varchar, type varchar, weekly_rank integer, show_title varchar,
    season_title varchar, weekly_hours_viewed bigint, weekly_views bigint,
    cumulative_weeks_in_top_10 integer, title_id varchar, top10_probability double,
    hit_probability double
);
create table marts.genre_trend (
    taxonomy varchar, genre varchar, added_year integer, title_count bigint, share double
);
create table marts.model_quality (
    run_id varchar, model varchar, slice varchar, metric varchar, value double, baseline double,
    baseline_name varchar, row_count bigint
);
create table marts.genre_quality (
    taxonomy varchar, genre varchar, support bigint, precision double, recall double, f1 double,
    threshold double, is_modelled boolean
);
create table marts.calibration (
    model varchar, bin integer, predicted_mean double, observed_share double, title_count bigint
);
create table marts.source_files (
    source varchar, file varchar, snapshot_on date, row_count_read bigint,
    row_count_loaded bigint, row_count_rejected bigint, row_count_duplicate bigint,
    status varchar, message varchar, loaded_at timestamp
);
create table ops.loads (
    load_id varchar, run_id varchar, source varchar, file varchar, service varchar, region
    varchar, sha256 varchar, snapshot_on date, row_count_read bigint, row_count_loaded bigint,
    row_count_rejected bigint, row_count_duplicate bigint, status varchar, message varchar,
    is_synthetic boolean, loaded_at timestamp, last_seen_at timestamp
);
create table ops.settled (
    run_id varchar, question varchar, title_id varchar, season varchar
);
create table marts.offer_changes (
    title_id varchar, type varchar, title varchar, kind varchar, service varchar, region
    varchar, access varchar, previous_service varchar, previous_access varchar, changed_after
    date, changed_by date, offered_until date, previous_until date, known varchar,
    is_confirmed boolean
);
create table marts.track_forecasts (
    made_by varchar, question varchar, type varchar, title_id varchar, season varchar,
    came_from date, made_on date, predicted double, predicted_low double, predicted_high
    double, actual double, base_rate double
);
create table scores.runs (
    run_id varchar, scored_at timestamp, title_count bigint
);
create table marts.chances_and_outcomes (
    question varchar, grouping varchar, type varchar, part varchar, title_count bigint,
    expected_count double, seen_count bigint, noise double, is_held boolean
);
create table ops.runs (
    run_id varchar, week varchar, as_of date, started_at timestamp, finished_at timestamp,
    status varchar, message varchar, is_synthetic boolean, version varchar, settings varchar
);
create table ops.checks (
    run_id varchar, check_name varchar, severity varchar, failed_rows bigint, message varchar
);
create table ops.drift (
    run_id varchar, kind varchar, measure varchar, reference varchar, reference_run_id varchar,
    row_count bigint, reference_row_count bigint, psi double, ks double, unknown_share double,
    is_drifted boolean
);
create table marts.step_times (
    run_id varchar, week varchar, position integer, step varchar, status varchar,
    attempts integer, seconds double, row_count bigint, rows_per_second double,
    peak_memory_mb double, earlier_runs bigint, usual_seconds double, is_slow boolean,
    started_at timestamp
);
create table ops.models (
    run_id varchar, model varchar, version varchar, algorithm varchar, training_rows bigint,
    trained_at timestamp, parameters varchar, note varchar
);
create view marts.title_links as
select
    title_id,
    'https://www.themoviedb.org/movie/' || tmdb_id as tmdb_url,
    'https://www.justwatch.com/us/search?q=' || url_encode(title) as justwatch_url,
from marts.title_scores;
"""
# 120 titles: the first 80 are listed, of which 20 are new; 10 have left; 30 were never there.
ROWS = """
insert into marts.title_scores by name
select
    'id' || i as title_id,
    if(i % 3 = 0, 'series', 'movie') as type,
    'Title ' || i as title,
    1990 + i % 30 as release_year,
    i < 80 as in_catalogue,
    i < 20 as is_new,
    if(i < 90, date '2020-01-18', null) as first_seen_on,
    case when i < 80 then date '2021-01-16' when i < 90 then date '2020-01-18' end as last_seen_on,
    if(i < 90, date '2019-05-01' + i::integer, null) as added_on,
    date '2021-01-16' as catalogue_seen_on,
    true as is_described,
    false as is_own_production,
    if(i >= 90, false, null) as entered_top10,
    true as is_top10_out_of_fold,
    (i * 53 % 100) / 100 as top10_probability,
    i as tmdb_id,
    if(i % 2 = 0, 5 + i % 4, null) as actual_rating,
    if(i % 2 = 0, i * 10, null) as vote_count,
    4 + (i * 7 % 50) / 10 as predicted_rating,
    3 + (i * 7 % 50) / 10 as predicted_rating_low,
    5 + (i * 7 % 50) / 10 as predicted_rating_high,
    if(i % 2 = 0, i % 5 = 0, null) as is_hit,
    (i * 37 % 100) / 100 as hit_probability,
    1e6 * (1 + i % 60) as expected_views_91d,
    1e5 * (1 + i % 60) as expected_views_91d_low,
    5e6 * (1 + i % 60) as expected_views_91d_high,
    'genres and text ×1.3; country ×0.9' as views_reasons,
    i % 30 as expected_countries,
    0 as expected_countries_low,
    2 * (i % 30) as expected_countries_high,
    'language ×1.4; country ×0.8' as countries_reasons,
    (i % 30) / 30 as country_chance_10,
    (i % 30) / 90 as country_chance_50,
    30 as hit_support,
    if(i = 115, 0, 30) as top10_support,
    30 as rating_support,
    30 as audience_support,
    if(i = 115, 'no title like it has a known outcome', null) as top10_note,
    'Dramas, Comedies' as genres_listed,
    ['TV-Y', 'TV-PG', 'TV-14', 'TV-MA', null][i % 5 + 1] as maturity_rating,
    'en' as original_language,
    false as is_synthetic,
    '2026-W47-test' as run_id
from range(120) as ids (i);
insert into core.language values ('en', 'English');
insert into core.offer_source values ('catalogue list', 120), ('tmdb list', 30);
insert into marts.title_genres by name
select
    title_id, type, in_catalogue, 'netflix' as taxonomy, genre, run_id,
    if(genre = 'Thrillers', 0.85, 0.6) as probability,
    genre <> 'Thrillers' as is_listed,
    true as is_predicted,
    'murder, maturity=TV-MA, cast=Ann Other' as reasons,
from marts.title_scores
cross join (values ('Dramas'), ('Comedies'), ('Thrillers')) as genres (genre);
insert into marts.title_genres by name
select
    title_id, type, in_catalogue, 'tmdb' as taxonomy, run_id, true as is_listed,
    if(tmdb_id % 2 = 0, 'Drama', 'Western') as genre,
from marts.title_scores;
insert into marts.predicted_hits by name
select
    title_id, type, title, release_year, in_catalogue, is_new, hit_probability, predicted_rating,
    predicted_rating_low, predicted_rating_high, actual_rating, is_hit, genres_listed, added_on,
    run_id, 0.1 as observed_share_low, 0.3 as observed_share_high,
    'Dramas 14%, Sweden 12%' as hit_traits,
from marts.title_scores where hit_probability >= 0.5 or tmdb_id < 8;
insert into marts.hidden_gems by name
select
    title_id, type, title, release_year, predicted_rating, predicted_rating_low,
    predicted_rating_high, actual_rating, vote_count, genres_listed, run_id,
    if(tmdb_id % 4 = 0, 'votes', 'views') as rests_on,
    if(tmdb_id % 4 = 0, null, 1000 * tmdb_id) as views,
    row_number() over (order by predicted_rating_low desc, title_id) as place,
from marts.title_scores where in_catalogue and vote_count < 300;
insert into marts.overexposed_titles by name
select
    title_id, type, title, release_year, 0.9 as exposure_percentile, 0.1 as rating_percentile,
    4.2 as rating, false as is_predicted, 300 as vote_count, 3 as weeks_in_top_10, genres_listed,
    if(tmdb_id % 4 = 0, 'popularity', 'views') as rests_on, run_id,
    if(tmdb_id % 4 = 0, null, 4e6 + tmdb_id) as views,
    row_number() over (order by title_id) as place,
from marts.title_scores where in_catalogue limit 30;
-- Three half-years of the first 60 titles, the last of them yet to come.
insert into marts.audience by name
select
    title_id, type, title, run_id,
    (date '2020-01-01' + interval (6 * half_year) month)::date as period_start,
    (period_start + interval 6 month)::date as period_end,
    if(half_year < 2, 3000000 * (tmdb_id + 1), null) as hours_viewed,
    hours_viewed / 1.5 as views,
    2.2e6 * (tmdb_id % 20 + 1) as expected_views,
    2e6 * (tmdb_id % 20 + 1) as typical_views,
    5e5 * (tmdb_id % 20 + 1) as expected_views_low,
    7e6 * (tmdb_id % 20 + 1) as expected_views_high,
    (tmdb_id + 1) / 1830 as share_of_type,
    row_number() over (partition by type, half_year order by tmdb_id desc) as place,
    tmdb_id % 10 = 0 and half_year = 1 as is_new,
    half_year = 2 as is_coming,
    half_year = 2 as is_from_past,
    if(half_year = 2, 'the half-year before (2.0M views) ×0.62', null) as reasons,
    true as is_out_of_fold,
from marts.title_scores cross join range(3) as half_years (half_year) where tmdb_id < 60;
insert into marts.over_performers by name
select
    title_id, type, audience.title, release_year, in_catalogue, period_start, views,
    typical_views, expected_views, expected_views_low, expected_views_high,
    views / typical_views as times_expected, audience.is_new, genres_listed, audience.run_id,
    log10(times_expected) / 0.35 as standard_errors,
    row_number() over (partition by type order by times_expected desc, title_id) as place,
from marts.audience as audience inner join marts.title_scores using (title_id, type)
where period_start = '2020-07-01' and times_expected > 2;
insert into marts.under_performers by name
select
    * replace (
        views / 100 as views, times_expected / 100 as times_expected,
        -standard_errors as standard_errors
    ),
from marts.over_performers;
insert into marts.slate by name
select
    title_id, type, title, release_year, expected_views_91d, expected_views_91d_low,
    expected_views_91d_high, expected_countries, genres_listed, original_language, run_id,
    row_number() over by_views as place,
    sum(expected_views_91d) over by_views as total_views,
    total_views / 2 as total_views_low, total_views * 2 as total_views_high,
from marts.title_scores where not in_catalogue and last_seen_on is null
window by_views as (partition by type order by expected_views_91d desc, title_id);
insert into features.viewing by name
select
    'id' || i as title_id, '' as season, date '2020-07-01' as period_start,
    date '2020-03-01' - (182 * (i // 3 // 25))::integer as came_on,
    184 as days, 8e6 as views, 182 as last_days, 1e7 as last_views,
from range(120) as ids (i);
insert into marts.licensing_candidates by name
select
    title_id, type, title, release_year, tmdb_id, false as was_in_catalogue,
    false as is_on_netflix, expected_views_91d, expected_views_91d_low, expected_views_91d_high,
    hit_probability, predicted_rating, predicted_rating_low,
    predicted_rating_high, actual_rating, genres_listed, original_language, run_id,
    if(tmdb_id % 2 = 0, 'Hulu', null) as offered_by,
    if(tmdb_id % 2 = 0, date '2021-03-04', null) as offered_since,
    tmdb_id % 4 = 0 as is_since_known,
    if(tmdb_id % 3 = 0, null, date '2021-10-24') as offers_seen_on,
    row_number() over (partition by type order by expected_views_91d desc, title_id) as place,
from marts.title_scores where not in_catalogue and last_seen_on is null;
insert into marts.comparables by name
select
    candidates.title_id, candidates.title, ids.rank, 'id' || ids.rank as comparable_id,
    'Title ' || ids.rank as comparable_title, date '2020-01-01' as period_start,
    ids.rank * 1e6 as views, candidates.run_id,
from marts.licensing_candidates as candidates
cross join range(1, 4) as ids (rank);
insert into marts.restated_figures by name
select
    title_id, 'top10' as source, type, title, '' as season, 'Films (English)' as category,
    date '2020-11-02' as period_start, date '2020-11-08' as period_end,
    'hours viewed' as measure, 1000000 as value_before, 1200000 as value,
    'top10/all-weeks-global_2020-11-10.tsv' as stated_in,
    'top10/all-weeks-global_2020-11-17.tsv' as restated_in, date '2020-11-17' as restated_on,
    '2026-W46-test' as run_id,
from marts.title_scores where title_id = 'id4';
insert into marts.tag_gaps by name
select
    title_id, type, title, release_year, in_catalogue, 'netflix' as taxonomy,
    if(is_new, 'Dramas', 'Thrillers') as genre, if(is_new, 'doubtful', 'missing') as gap,
    row_number() over (partition by is_new order by title_id) as place,
    if(is_new, 0.01, 0.85) as probability, genres_listed as listed, run_id,
from marts.title_scores where in_catalogue;
insert into marts.movers by name
select
    title_id, type, title, in_catalogue, score, 0.5 as before, 0.5 + tmdb_id / 200 as after,
    tmdb_id / 200 as change, 'a new TMDb reading' as what_changed, run_id,
    row_number() over (partition by score order by tmdb_id desc) as place,
from marts.title_scores
cross join (values ('hit_probability'), ('predicted_rating')) as scores (score)
where tmdb_id between 1 and 40;
insert into marts.catalogue_mix
select 'month', make_date(year, month, 1), 'type', type, 20 + month, 40 + 2 * month, 0.5
from range(2018, 2021) as years (year)
cross join range(1, 13) as months (month)
cross join (values ('movie'), ('series')) as types (type);
insert into marts.clusters by name
select i as cluster_id, 'words ' || i as name, 'words, more' as words, 60 as title_count,
    40 as catalogue_count, '2026-W47-test' as run_id from range(2) as ids (i);
insert into marts.title_clusters by name
select title_id, tmdb_id % 2 as cluster_id, run_id from marts.title_scores;
insert into marts.data_quality values
    ('freshness', 'top10', 'warning', 21, 'the newest file speaks of 2026-10-26',
     '2026-11-16', '2026-W47-test'),
    ('freshness', 'netflix', 'warning', 2130, 'the newest file speaks of 2021-01-16',
     '2026-11-16', '2026-W47-test'),
    ('check', 'title_ids_unique', 'ok', 0, 'every title once', '2026-11-16', '2026-W47-test');
insert into marts.match_review by name
select title_id, type, title, release_year, 'narrow' as reason, tmdb_id as candidate_tmdb_id,
    title as candidate_title, release_year as candidate_year, 2 as candidate_count,
from marts.title_scores where in_catalogue and tmdb_id < 30;
insert into marts.title_countries
select title_id, type, in_catalogue, 'US', 'United States' from marts.title_scores;
insert into marts.catalogue_snapshots values
    ('2020-01-18', null, 70, 47, 23, null, null),
    ('2021-01-16', '2020-01-18', 80, 53, 27, 20, 10);
insert into marts.service_lists values
    ('Netflix', 'US', 'ours', true, '2021-01-16', '2020-01-18', 'catalogue list', 80, 20, 5, 5,
     2130, 120, false),
    ('Hulu', 'US', 'rival', false, '2026-11-15', null, 'tmdb list', 40, null, null, null,
     1, 30, true),
    ('Disney+', 'US', 'rival', false, null, null, null, null, null, null, null, null, null, null);
insert into marts.offers by name
select
    title_id, type, title, unnest(['Netflix', 'Hulu']) as service, 'US' as region,
    'subscription' as access, date '2020-01-18' as offered_from, date '2020-01-18' as first_seen_on,
    date '2021-01-16' as last_seen_on, 'first sight' as start_known, true as is_confirmed,
    true as is_offered, true as is_included, 'catalogue list, tmdb list' as sources,
from marts.title_scores where tmdb_id < 40;
insert into marts.leaving by name
select
    title_id, type, title, 'Netflix' as service, 'US' as region, 'subscription' as access,
    date '2026-11-30' as offered_until, 14 as days_left, 30 as within_days,
from marts.title_scores where tmdb_id between 20 and 24;
insert into marts.service_overlap values
    ('US', 'Netflix', 'Hulu', 80, 60, 40, 40, 20, 40, '2021-01-16', '2026-11-15'),
    ('US', 'Netflix', 'Disney+', 80, null, null, null, null, 40, '2021-01-16', null);
insert into marts.service_mix values
    ('Hulu', 'US', 'genre', 'Drama', 30, 40, 0.75, 20, 0.5),
    ('Hulu', 'US', 'genre', 'Western', 10, 40, 0.25, 20, 0.5);
insert into marts.offer_survival
select 'Netflix', 'US', 'subscription', type, months, 100 - 3 * months, 2, 1 - months / 100, 0.01
from (values ('movie'), ('series')) as types (type)
cross join (values (6), (12), (24)) as ends (months);
insert into marts.feature_importances values
    ('hit', 'movie', 1, 'country', 0.9, 0.6, '2026-W47-test'),
    ('hit', 'movie', 2, 'what the text is about', 0.6, 0.4, '2026-W47-test');
insert into marts.weekly_figures
select '2026-W' || week, figure, value - if(week = 46, moved, 0), '2026-W' || week || '-test'
from (values (46), (47)) as weeks (week)
cross join (
    select 'titles', count(*), 12 from marts.title_scores where in_catalogue
    union all select 'films', count(*), -1234
    from marts.title_scores where in_catalogue and type = 'movie'
    union all select 'series', count(*), 0
    from marts.title_scores where in_catalogue and type = 'series'
    union all select 'mean_rating', avg(predicted_rating), 0.25
    from marts.title_scores where in_catalogue
    union all select 'titles_scored', count(*), null from marts.title_scores
) as figures (figure, value, moved);
insert into marts.catalogue_changes
select
    date '2021-01-16', title_id, type, title, if(is_new, 'arrived', 'departed'),
    is_new or tmdb_id % 2 = 0
from marts.title_scores where is_new or last_seen_on < date '2021-01-16';
insert into marts.top10_weeks by name
select
    date '2021-07-04' as week, 'Films (English)' as category, i + 1 as weekly_rank,
    'Title ' || i as show_title, 1000000 * (10 - i) as weekly_hours_viewed,
    if(i % 3 = 0, null, i / 10) as top10_probability,
from range(10) as ranks (i);
insert into marts.top10_predictions by name
select
    week, category, 'movie' as type, weekly_rank, show_title, true as is_first_week,
    if(top10_probability is null, null, 'before the week') as prediction, top10_probability,
from marts.top10_weeks;
insert into marts.track_record
select
    'would have been forecast', question, type, quarter, 300, 0.4, 0.42,
    if(is_number, null, 0.78), if(is_number, 0.5, null), if(is_number, 'RMSE', 'Brier'),
    0.18, 0.23, 0.22, 0.04, 0.05, if(is_number, 0.9, null),
    true
from (
    values ('top10', false), ('hit', false), ('rating', true), ('views', true)
) as questions (question, is_number)
cross join (values ('movie'), ('series'), ('all')) as types (type)
cross join (values (null), (date '2024-01-01'), (date '2024-04-01')) as quarters (quarter);
insert into marts.track_calibration
select
    'would have been forecast', question, type, i, 30, scale * (i + 0.5) / 10, scale * (i + 1) / 12
from (
    values ('top10', 1), ('hit', 1), ('rating', 10), ('views', 1e7)
) as questions (question, scale)
cross join (values ('movie'), ('series'), ('all')) as types (type)
cross join range(10) as tenths (i);
insert into marts.genre_trend
select 'netflix', genre, year, 40 + i, (40 + i) / 120
from range(3) as steps (i)
cross join (values ('Dramas'), ('Comedies')) as genres (genre)
cross join (select 2018 + i as year) as years;
insert into marts.model_quality values
    ('2026-W47-test', 'hit', 'all', 'roc_auc', 0.812, 0.5, 'chance', 900),
    ('2026-W47-test', 'rating', 'all', 'rmse', 0.86, 1.02, 'genre mean', 900),
    ('2026-W47-test', 'genres_netflix', 'all', 'micro_f1', 0.75, 0.28, 'commonest tags', 900),
    ('2026-W47-test', 'genres_netflix', 'text only', 'micro_f1', 0.49, 0.28, 'commonest tags', 900),
    ('2026-W47-test', 'audience', 'movie, views of a half-year', 'r2', 0.43, -0.01,
     'type and days there', 900),
    ('2026-W47-test', 'audience', 'series, next half-year', 'sum_ratio', 1.02, 0.7,
     'the sum of typical views', 900);
insert into marts.genre_quality values
    ('netflix', 'Dramas', 90, 0.8, 0.7, 0.747, 0.41, true),
    ('netflix', 'Rare', 3, null, null, null, null, false);
insert into marts.calibration
select 'hit', i, i / 5 + 0.1, i / 5 + 0.12, 100 from range(5) as bins (i);
insert into marts.source_files values
    ('netflix', 'netflix/new.csv', '2021-01-16', 81, 80, 1, 0, 'loaded', null, now()::timestamp),
    ('top10', 'top10/bad.tsv', null, 0, 0, 0, 0, 'skipped', 'it holds a web page', null);
insert into ops.checks values
    ('2026-W47-test', 'title_ids_unique', 'block', 0, 'every title once'),
    ('2026-W47-test', 'rows_rejected', 'warn', 1, 'rows could not be loaded');
insert into ops.drift values
    ('2026-W47-test', 'feature', 'country', 'last week', '2026-W46-test', 120, 118, 0.31, null,
     0.02, true),
    ('2026-W47-test', 'score', 'hit_probability', 'hit', '2026-W47-test', 120, 60, 0.04, 0.08,
     null, false);
insert into marts.step_times values
    ('2026-W47-test', '2026-W47', 1, 'load', 'succeeded', 1, 2.5, 5000, 2000, 310, 5, 2.1, false,
     '2026-11-16 05:00'),
    ('2026-W47-test', '2026-W47', 2, 'score', 'succeeded', 1, 95, 120, 1.3, 700, 5, 14, true,
     '2026-11-16 05:00:03');
insert into marts.chances_and_outcomes values
    ('hit', 'all', 'movie', 'all', 60, 6, 7, 4.6, true),
    ('hit', 'year', 'movie', '2019', 50, 5, 12, 4.2, false),
    ('hit', 'list', 'both', 'likely to be popular', 55, 30.4, 32, 7.1, true);
insert into scores.runs values
    ('2026-W46-test', '2026-11-16 05:00', 120), ('2026-W47-test', '2026-11-16 05:00', 120);
insert into ops.loads by name
select
    'netflix-1' as load_id, '2026-W47-test' as run_id, 'netflix' as source,
    'netflix/titles_2021-01.csv' as file, 'a1' as sha256, date '2021-01-16' as snapshot_on,
    'loaded' as status, false as is_synthetic, timestamp '2026-11-16 05:00' as loaded_at;
insert into ops.models values
    ('2026-W47-test', 'hit', 'v7', 'logistic regression', 900, '2026-11-16 05:00', '{}', null);
"""
NAMED = (
    *("predicted_hits", "hidden_gems", "overexposed_titles", "licensing_candidates", "tag_gaps"),
    *("movers", "match_review", "audience", "over_performers", "under_performers", "slate"),
    *("comparables", "restated_figures"),
)
SHOWN = ("checks", "drift", "freshness_limits", "languages", "models", "season_views")
"""Marts that show other tables, made of their own files."""
RUNS = """
insert into ops.runs values (
    ?, ?, '2026-11-16', '2026-11-16 05:00', '2026-11-16 05:02', 'succeeded', null, ?, '0.1.0',
    '{"freshness": {"netflix": 120, "top10": 14}}'
)
"""


def make_warehouse(
    folder: Path,
    *,
    titles: list[str] | None = None,
    empty: bool = False,
    is_synthetic: bool = False,
    week: str = "2026-W47",
) -> Path:
    """Write a warehouse file; ``titles`` take the place of the first titles' names."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "warehouse.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES)
        connection.execute(RUNS, [RUN, week, is_synthetic])
        for name in SHOWN:
            build_table(connection, read_table_file(SQL / "marts" / f"{name}.sql"))
        # The others need tables of core.*, which no section reads.
        for file in macro_files("marts"):
            if file.path.stem == "news":
                build_macro(connection, file)
        if not empty:
            connection.execute(ROWS)
        for number, title in enumerate(titles or []):
            rename(connection, number, title)
    return path


def whole(page: Path) -> str:
    """The three pages of a week, one after the other."""
    names = ("index.html", "catalogue.html", "quality.html")
    return "".join(page.with_name(name).read_text("utf-8") for name in names)


def rename(connection: duckdb.DuckDBPyConnection, number: int, title: str) -> None:
    """Give a title another name wherever it stands, and the chance to be seen."""
    connection.execute(
        "update marts.title_scores set title = ?, genres_listed = ?, in_catalogue = ?,"
        " hit_probability = 0.99, predicted_rating = 9.1 where title_id = ?",
        [title, title, number % 2 == 0, f"id{number}"],
    )
    connection.execute(
        "update marts.hidden_gems set place = ? where title_id = ?", [number - 100, f"id{number}"]
    )
    for mart in NAMED:
        connection.execute(
            f"update marts.{mart} set title = ? where title_id = ?", [title, f"id{number}"]
        )
    connection.execute(
        "update marts.predicted_hits set hit_probability = 0.99, in_catalogue = true"
        " where title_id = ?",
        [f"id{number}"],
    )
    for mart in ("top10_weeks", "top10_predictions"):
        connection.execute(
            f"update marts.{mart} set show_title = ?, category = ? where weekly_rank = ?",
            [title, title[:60], number + 1],
        )


def test_fixture_has_titles_of_each_kind(tmp_path: Path) -> None:
    with duckdb.connect(str(make_warehouse(tmp_path)), read_only=True) as connection:
        counts = connection.sql(
            "select count(*), count(*) filter (where in_catalogue), count(*) filter (where is_new)"
            " from marts.title_scores"
        )
        assert counts.fetchall() == [(120, 80, 20)]
