-- Tables that are remembered from run to run: what was loaded, what was scored, what ran.
-- A run carries them over into the new file; everything else is built afresh from them.
-- The comment above a table and behind a column is its comment in the published file.
-- `using compression fsst`: each row has a value and few repeat soon, so that a dictionary would
-- lose; to try one would take a third of the time of writing.
create schema if not exists raw;
create schema if not exists core;
create schema if not exists features;
create schema if not exists scores;
create schema if not exists marts;
create schema if not exists ops;

-- Netflix catalogue rows as they came. One row per row of a file.
-- key: load_id, row_number
create table if not exists raw.netflix_titles (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    show_id varchar, -- as it came: Netflix's identifier, or a bare row number in later files
    type varchar, -- as it came: Movie or TV Show
    title varchar, -- as it came
    director varchar, -- as it came: names separated by commas
    "cast" varchar, -- as it came: names separated by commas
    country varchar, -- as it came: names separated by commas
    date_added varchar, -- as it came
    release_year varchar, -- as it came
    rating varchar, -- as it came: audience rating, in some files the duration
    duration varchar, -- as it came: minutes or seasons
    listed_in varchar, -- as it came: tags separated by commas
    description varchar -- as it came
);

-- Rows of other services' catalogues as they came, see ops.loads for which. One row per row of a
-- file.
-- key: load_id, row_number
create table if not exists raw.service_titles (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    show_id varchar, -- as it came: a bare row number
    type varchar, -- as it came: Movie or TV Show
    title varchar, -- as it came
    director varchar, -- as it came: names separated by commas
    "cast" varchar, -- as it came: names separated by commas
    country varchar, -- as it came: names separated by commas
    date_added varchar, -- as it came
    release_year varchar, -- as it came
    rating varchar, -- as it came: audience rating, in some files the duration
    duration varchar, -- as it came: minutes or seasons
    listed_in varchar, -- as it came: tags separated by commas
    description varchar -- as it came
);

-- TMDb rows as they came, under one set of names. One row per row of a file.
-- key: load_id, row_number
create table if not exists raw.tmdb_titles (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    kind varchar, -- movie or tv: the row's own word, else what the file holds
    id varchar using compression fsst, -- TMDb's identifier within its kind
    imdb_id varchar, -- as it came
    external_ids varchar, -- as it came: JSON; IMDb's identifier of a series
    title varchar using compression fsst, -- as it came
    original_title varchar using compression fsst, -- as it came
    overview varchar using compression fsst, -- as it came
    tagline varchar, -- as it came
    release_date varchar using compression fsst, -- as it came: release or first airing
    genres varchar, -- as it came: JSON, a Python literal or plain names
    genre_ids varchar, -- as it came: TMDb's genre identifiers
    original_language varchar, -- as it came
    production_countries varchar, -- as it came: JSON, a Python literal or plain names
    origin_country varchar, -- as it came: ISO codes
    runtime varchar, -- as it came: minutes
    season_count varchar, -- as it came
    status varchar, -- as it came
    homepage varchar, -- as it came: may name the Netflix identifier
    networks varchar, -- as it came
    production_companies varchar, -- as it came
    keywords varchar, -- as it came
    "cast" varchar, -- as it came
    credits varchar, -- as it came: JSON of cast and crew
    crew varchar, -- as it came: JSON or a Python literal
    watch_providers varchar, -- JSON: JustWatch's providers, and their numbers by region and access
    popularity varchar using compression fsst, -- as it came
    vote_average varchar using compression fsst, -- as it came: 0 without votes
    vote_count varchar -- as it came
);

-- Tables of who offers a title as they came, by TMDb and JustWatch. One row per row of a file.
-- key: load_id, row_number
create table if not exists raw.watch_providers (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    tmdb_id varchar, -- TMDb's identifier of the title within its kind
    type varchar, -- as it came: a film or a series; a film where the file does not say
    provider_id varchar, -- TMDb's identifier of the provider
    provider_name varchar, -- as it came
    access_type varchar, -- as it came: flatrate, free, ads, rent or buy
    country varchar -- as it came: an ISO code or a name
);

-- What a team's own systems say of offers, as it came. One row per row of a file.
-- key: load_id, row_number
create table if not exists raw.offers (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    service varchar, -- as it came
    region varchar, -- as it came: an ISO code or a name
    access varchar, -- as it came; null for a subscription
    offered_from varchar, -- the first day, as an ISO date; null if it is not said
    offered_until varchar, -- the first day without it, as an ISO date; null if none is known
    last_day varchar, -- the last day with it, where the file names that, as an ISO date
    tmdb_id varchar, -- TMDb's identifier of the title within its kind
    imdb_id varchar, -- as it came
    type varchar, -- as it came: a film or a series
    title varchar, -- as it came
    release_year varchar -- as it came
);

-- TMDb's daily exports of identifiers as they came. One row per row of a file.
-- key: load_id, row_number
create table if not exists raw.tmdb_ids (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    kind varchar, -- movie or tv: what the file holds
    id varchar, -- TMDb's identifier within its kind
    title varchar, -- as it came: original title
    popularity varchar, -- as it came
    adult varchar, -- as it came
    video varchar -- as it came
);

-- Corrections of the matching by hand. One row per row of a version of overrides.csv.
-- key: load_id, row_number
create table if not exists raw.match_overrides (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    title_id varchar, -- as it came: key of the Netflix title
    type varchar, -- as it came
    title varchar, -- as it came
    release_year varchar, -- as it came
    tmdb_id varchar, -- as it came: the TMDb title that it is; null if it is none
    note varchar -- as it came: why
);

-- TMDb's genre table as it came. One row per row of a file.
-- key: load_id, row_number
create table if not exists raw.tmdb_genres (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    genre_id varchar, -- TMDb's identifier of the genre
    genre varchar -- as it came: its English name
);

-- Netflix's weekly Top 10 rows as they came. One row per row of a file.
-- key: load_id, row_number
create table if not exists raw.top10_weeks (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    country_iso2 varchar, -- ISO code; null in the global file
    week varchar, -- as it came: the Sunday that ends the week
    category varchar, -- as it came
    weekly_rank varchar, -- as it came
    show_title varchar, -- as it came
    season_title varchar, -- as it came; N/A for films
    weekly_hours_viewed varchar, -- as it came
    runtime varchar, -- as it came: hours
    weekly_views varchar, -- as it came
    cumulative_weeks_in_top_10 varchar -- as it came
);

-- Netflix's engagement reports as they came. One row per row of a sheet.
-- key: load_id, row_number
create table if not exists raw.engagement_titles (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    sheet varchar, -- name of the sheet
    banner varchar, -- the half-year: January to June or July to December, and the year
    title varchar, -- as it came: title and season, then the local title after two slashes
    available_globally varchar, -- as it came: Yes or No
    release_date varchar, -- as it came; empty for most licensed titles
    hours_viewed varchar, -- as it came
    runtime varchar, -- as it came: hours and minutes, or a star
    views varchar -- as it came
);

-- JustWatch's titles on Netflix as they came. One row per row of a file.
-- key: load_id, row_number
create table if not exists raw.justwatch_titles (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    id varchar, -- JustWatch's identifier
    title varchar, -- as it came
    type varchar, -- as it came: MOVIE or SHOW
    description varchar, -- as it came
    release_year varchar, -- as it came
    age_certification varchar, -- as it came
    runtime varchar, -- as it came: minutes
    genres varchar, -- as it came: a Python literal
    production_countries varchar, -- as it came: a Python literal of ISO codes
    seasons varchar, -- as it came
    imdb_id varchar, -- as it came
    imdb_score varchar, -- as it came
    imdb_votes varchar, -- as it came
    tmdb_popularity varchar, -- as it came
    tmdb_score varchar -- as it came
);

-- JustWatch's credits as they came. One row per row of a file.
-- key: load_id, row_number
create table if not exists raw.justwatch_credits (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    person_id varchar, -- JustWatch's identifier of the person
    id varchar, -- JustWatch's identifier of the title
    name varchar, -- as it came
    "character" varchar, -- as it came
    role varchar -- as it came: ACTOR or DIRECTOR
);

-- MovieLens ratings as they came. One row per row of a file.
-- key: load_id, row_number
create table if not exists raw.movielens_ratings (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    user_id varchar, -- as it came
    movie_id varchar, -- MovieLens' identifier of the film
    rating varchar, -- as it came: stars, 0.5 to 5
    "timestamp" varchar -- as it came: seconds since 1970
);

-- MovieLens' links as they came. One row per row of a file.
-- key: load_id, row_number
create table if not exists raw.movielens_links (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    movie_id varchar, -- MovieLens' identifier of the film
    imdb_id varchar, -- as it came: without the letters tt
    tmdb_id varchar -- as it came
);

-- MovieLens' films as they came. One row per row of a file.
-- key: load_id, row_number
create table if not exists raw.movielens_movies (
    load_id varchar not null, -- the file's load, see ops.loads
    row_number bigint not null, -- place of the row in the file, from 1
    movie_id varchar, -- MovieLens' identifier of the film
    title varchar, -- as it came: "Matrix, The (1999)"
    genres varchar -- as it came: names separated by bars
);

-- Keys that titles have answered to; a title keeps its first. One row per key.
-- key: key
create table if not exists core.title_key (
    key varchar not null, -- made of what a source says it is: a listing, TMDb's number, a name
    title_id varchar not null, -- stable key of the title that it is now
    first_run_id varchar not null -- the run that gave it first
);

-- Rows that could not be loaded. One row per rejected row.
create table if not exists raw.rejects (
    load_id varchar not null, -- the file's load, see ops.loads
    file varchar, -- path within the data directory
    row_number bigint, -- place of the row in the file; for a row that could not be read, its line
    reason varchar not null, -- why it was rejected
    "row" varchar -- the row as it was
);

-- What each schema is for; DuckDB cannot comment on schemas. One row per schema.
-- key: schema_name
create table if not exists ops.schemas (
    schema_name varchar primary key, -- name of the schema
    position integer not null, -- from what people query back to what came in
    comment varchar not null -- what it holds, and for whom
);

insert or replace into ops.schemas values
    ('marts', 1, 'What people query: wide, documented tables with stable names and grains'),
    ('ops', 2, 'What ran, when, on what, how it ended, how good the models are'),
    ('scores', 3, 'What the models say, run by run; marts.title_scores shows the newest run'),
    ('core', 4, 'One row per title, whatever the source, with its countries, people and genres'),
    ('features', 5, 'What the models may know of a title, and its outcomes apart'),
    ('raw', 6, 'Rows as they came, with where they came from and why they were rejected');

-- What was loaded. One row per file and attempt that loaded or skipped it.
-- key: load_id, run_id, file
create table if not exists ops.loads (
    load_id varchar not null, -- source and hash of the file's bytes
    run_id varchar not null, -- the run that tried it
    source varchar not null, -- the source, and its folder; 'none' for what no source reads
    file varchar not null, -- path within the data directory
    service varchar, -- the service whose catalogue it is, or lists; null where the rows say it
    region varchar, -- ISO 3166 code of the region whose catalogue it is; null where it has none
    sha256 varchar not null, -- hash of the file's bytes
    snapshot_on date, -- the day the file speaks of, from its name or its rows
    row_count_read bigint, -- rows in the file
    row_count_loaded bigint, -- rows that were loaded
    row_count_rejected bigint, -- rows kept in raw.rejects
    row_count_duplicate bigint, -- rows that repeat an earlier row of the file
    status varchar not null, -- 'loaded' or 'skipped'
    message varchar, -- why it was skipped, or what of it was not loaded
    is_synthetic boolean not null, -- whether it is of the synthetic sample
    loaded_at timestamp not null, -- when, UTC
    last_seen_at timestamp -- the last run that met the file in the data directory, UTC
);

-- What became of the values of each column of a loaded file. One row per load and column.
-- key: load_id, column_name
create table if not exists ops.load_columns (
    load_id varchar not null, -- the file's load, see ops.loads
    column_name varchar not null, -- column of the raw table
    found_as varchar not null, -- the file's own column, or several, best first
    read_count bigint not null, -- values that were understood
    empty_count bigint not null, -- rows without a value, or with a word such as N/A
    unread_count bigint not null, -- values that are there and were not understood
    examples varchar[], -- up to three of those, as they came
    note varchar -- how the column is written, and why it was read so
);

-- How much is missing of what was built. One row per run, table and column.
-- key: run_id, table_name, column_name
create table if not exists ops.null_shares (
    run_id varchar not null, -- the run that built it
    table_name varchar not null, -- schema and table
    column_name varchar not null, -- the column
    null_share double not null -- share of rows without a value, 0 to 1
);

-- The headline figures of the weeks. One row per ISO week and figure.
-- key: run_id, figure
create table if not exists ops.figures (
    run_id varchar not null, -- the newest run of its week
    figure varchar not null, -- the figure, as marts.weekly_figures names it
    value double -- null where there was nothing to measure
);

-- What ran. One row per run.
-- key: run_id
create table if not exists ops.runs (
    run_id varchar primary key, -- ISO week and start of the run
    week varchar not null, -- ISO week that the run counts for, such as 2026-W47
    as_of date not null, -- the day that counted as today
    started_at timestamp not null, -- UTC
    finished_at timestamp, -- UTC; null while it runs, and for a run that was killed
    status varchar not null, -- 'running', 'succeeded', 'degraded', 'failed', 'stopped' or 'killed'
    message varchar, -- what is missing, why it failed, in which step it was killed
    is_synthetic boolean, -- whether it was of the synthetic sample
    version varchar, -- the project's version
    settings varchar -- the run's settings, as JSON
);

-- The steps of the runs. One row per run and step.
-- key: run_id, position
create table if not exists ops.steps (
    run_id varchar not null, -- the run
    position integer not null, -- place in the run, from 1
    step varchar not null, -- name of the step
    status varchar not null, -- 'running', 'succeeded', 'failed' or 'killed'
    started_at timestamp not null, -- UTC
    finished_at timestamp, -- UTC
    row_count bigint, -- rows or titles that it worked on, where that says something
    attempts integer, -- how often it was tried: steps that need the network are tried again
    peak_memory_mb double, -- most memory that the process had held by then, MB
    message varchar, -- why it failed, or what it had to leave out
    primary key (run_id, position)
);

-- The mails that were sent, and those that were not. One row per event of the send ledger.
create table if not exists ops.sends (
    about varchar not null, -- the ISO week, or the run that it tells the operator of
    reader varchar not null, -- a hash that stands for the address: the same for the same reader
    channel varchar not null, -- 'smtp', or 'outbox' for a folder
    event varchar not null, -- 'sending' before the handing over, then 'sent', 'refused', 'deferred'
    happened_at timestamp not null -- UTC
);

-- The checks made before publishing. One row per run and check.
-- key: run_id, check_name
create table if not exists ops.checks (
    run_id varchar not null, -- the run
    check_name varchar not null, -- the check: a file of sql/checks, or 'keys_unique'
    severity varchar not null, -- 'block' stops the run if it fails, 'warn' does not
    failed_rows bigint not null, -- rows that the check found; none means passed
    message varchar not null -- what the check says
);

-- How values are spread, this week and the last. One row per run, population, measure and value.
-- key: run_id, population, measure, category (may be null), number (may be null)
create table if not exists ops.profiles (
    run_id varchar not null, -- the run
    population varchar not null, -- 'all' titles, or those with a known 'rating', 'hit' or 'top10'
    measure varchar not null, -- the feature, score or label, see ops.drift
    category varchar, -- value of a measure that has no order; null where missing
    number double, -- value of a measure that has one, scores rounded; null where missing
    row_count bigint not null -- titles with that value
);

-- How far values moved. One row per run, measure and what it is compared with.
-- key: run_id, measure, reference
create table if not exists ops.drift (
    run_id varchar not null, -- the run
    kind varchar not null, -- 'feature', 'score' or 'label'
    measure varchar not null, -- name of the feature, score or label
    reference varchar not null, -- 'last week', or the model whose training titles it is set against
    reference_run_id varchar not null, -- the run of the reference
    row_count bigint not null, -- titles of the run
    reference_row_count bigint not null, -- titles of the reference
    psi double, -- population stability index, over tenths of the reference or over categories
    ks double, -- greatest distance of the two distribution functions; null without an order
    unknown_share double, -- share of titles with a category that the reference lacks
    is_drifted boolean not null -- whether it passes the settings' thresholds (monitoring)
);

-- Forecasts whose outcome has become known, and by which run. One row per forecast.
-- key: question, title_id, season (may be null)
create table if not exists ops.settled (
    run_id varchar not null, -- the first run that knew the outcome
    question varchar not null, -- as in ops.forecasts
    title_id varchar not null, -- stable key of the title
    season varchar -- season; null but for seasons
);

-- The models that were trained. One row per run and model.
-- key: run_id, model
create table if not exists ops.models (
    run_id varchar not null, -- the run
    model varchar not null, -- 'genres_netflix', 'genres_tmdb', 'rating', 'stars', 'hit' or 'top10'
    version varchar not null, -- version of the model
    algorithm varchar not null, -- what it is
    training_rows bigint, -- titles with a known outcome
    trained_at timestamp, -- UTC
    parameters varchar, -- as JSON
    note varchar -- what to know of it; why it was not trained
);

-- How good the models are, measured out of fold. One row per run, model, slice and metric.
-- key: run_id, model, slice, metric
create table if not exists ops.model_metrics (
    run_id varchar not null, -- the run
    model varchar not null, -- the model
    slice varchar not null, -- titles it is measured on, such as 'all' or 'series'
    metric varchar not null, -- such as 'micro_f1' or 'rmse'
    value double, -- the model's figure
    baseline double, -- the figure of a plainer prediction on the same titles
    baseline_name varchar, -- what the plainer prediction is
    row_count bigint -- titles it is measured on
);

-- What would have been forecast, by `catalogue backtest`: models that knew what was known on a day
-- say what will become of titles that came after it. One row per question, cut, title and season.
-- key: question, cut_on, title_id, season (may be null)
create table if not exists ops.backtest (
    question varchar not null, -- 'top10', 'top10_season', 'hit', 'rating' or 'views'
    cut_on date not null, -- the day on which time was stopped
    title_id varchar not null, -- stable key of the title, which came before the next cut
    season varchar, -- season as the report names it; null but for seasons
    type varchar not null, -- 'movie' or 'series'
    predicted double not null, -- chance, rating or views
    predicted_low double, -- lower end of the 90% interval; null for a chance
    predicted_high double, -- upper end of the 90% interval; null for a chance
    actual double not null, -- what became of it: 1 or 0 of a chance
    base_rate double not null, -- what one would have said that day without any model
    said double, -- predicted as the models said it, not yet set right by earlier cuts' forecasts
    said_low double, -- the same of predicted_low
    said_high double, -- the same of predicted_high
    settled_on date -- the day from which the outcome could be known
);

-- What runs said of titles to come, as they said it: never rewritten. One row per question, title
-- and week.
-- key: question, title_id, season (may be null), run_id
create table if not exists ops.forecasts (
    run_id varchar not null, -- the run
    question varchar not null, -- 'top10', 'top10_season', 'hit', 'rating' or 'views'
    title_id varchar not null, -- stable key of the title
    season varchar, -- season; null but for seasons
    type varchar not null, -- 'movie' or 'series'
    made_on date not null, -- the day on which it was made
    comes_on date not null, -- the day it was to come, as was known then; of views the half-year
    predicted double not null, -- chance or rating
    predicted_low double, -- lower end of the 90% interval; null for a chance
    predicted_high double, -- upper end of the 90% interval; null for a chance
    base_rate double not null, -- what one would have said that day without any model
    model_version varchar not null -- version of the model
);

-- The scores, run by run. One row per run and title.
-- key: run_id, title_id
create table if not exists scores.title (
    run_id varchar not null, -- the run
    title_id varchar not null, -- stable key of the title
    predicted_rating double, -- rating expected from what is known before release, 0 to 10
    predicted_rating_low double, -- lower end of the 90% interval
    predicted_rating_high double, -- upper end of the 90% interval
    liked_probability double, -- probability that the title is liked
    liked_source varchar, -- what that means: 'users' or 'rating', see marts.title_scores
    predicted_stars double, -- mean of the stars that users would give, 0.5 to 5
    hit_probability double, -- probability of a popularity hit
    top10_probability double, -- probability of entering Netflix's global Top 10
    expected_views_91d double, -- views on Netflix in its first 91 days there, the mean
    expected_views_91d_low double, -- lower end of the 90% interval
    expected_views_91d_high double, -- upper end of the 90% interval
    views_reasons varchar[], -- what moves expected_views_91d most, the strongest first
    views_factors double[], -- by what factor each does, beside the middle of new titles
    expected_countries double, -- in how many countries' Top 10 it will stand, the mean
    expected_countries_low double, -- lower end of the 90% interval
    expected_countries_high double, -- upper end of the 90% interval
    countries_reasons varchar[], -- what moves expected_countries most, the strongest first
    countries_factors double[], -- by what factor each does, beside the mean of titles in a list
    country_chance_1 double, -- chance that it stands in at least one
    country_chance_10 double, -- chance of at least ten
    country_chance_50 double, -- chance of at least fifty
    countries varchar[], -- the ten likeliest countries, ISO 3166 alpha-2 codes
    country_chances double[], -- their chances, in the same order
    is_rating_out_of_fold boolean, -- whether the model of the rating never saw the title
    is_stars_out_of_fold boolean, -- the same of predicted_stars
    is_hit_out_of_fold boolean, -- the same of hit_probability
    is_top10_out_of_fold boolean, -- the same of top10_probability
    is_views_out_of_fold boolean, -- the same of expected_views_91d
    is_countries_out_of_fold boolean, -- the same of expected_countries
    scored_at timestamp not null -- UTC
);

-- Expected views of half-years, of the newest run. One row per title and half-year.
-- key: run_id, title_id, period_start
create table if not exists scores.half_year (
    run_id varchar not null, -- the run
    title_id varchar not null, -- stable key of the title
    period_start date not null, -- first day of the half-year
    typical_views double, -- the median
    expected_views double, -- the mean: what a sum adds up
    expected_views_low double, -- lower end of the 90% interval
    expected_views_high double, -- upper end of the 90% interval
    is_from_past boolean not null, -- whether it goes by the half-years before
    is_out_of_fold boolean -- whether the models never saw the title
);

-- Chances of the Top 10, of the newest run. One row per series and season.
-- key: run_id, title_id, season
create table if not exists scores.season (
    run_id varchar not null, -- the run
    title_id varchar not null, -- stable key of the title
    season varchar not null, -- season as the report names it; empty where none is named
    top10_probability double, -- probability of entering Netflix's global Top 10
    base_rate double, -- share of known seasons that had entered when the chance was given
    is_out_of_fold boolean, -- whether the outcome is known, and the model never saw it
    is_forecast_in_time boolean -- whether it learnt only from what was settled before the quarter
);

-- The highest chance that the newest run gives titles of a type. One row per type.
-- key: run_id, type
create table if not exists scores.ceiling (
    run_id varchar not null, -- the run
    type varchar not null, -- 'movie' or 'series'
    hit_ceiling double, -- the twentieth highest out-of-fold chance of a hit of known titles
    top10_ceiling double -- the same of the Top 10
);

-- How the newest run has set right what models say of titles to come, by what the last backtest's
-- forecasts were worth. One row per question and type of which there were enough.
-- key: run_id, question, type
create table if not exists scores.correction (
    run_id varchar not null, -- the run
    question varchar not null, -- 'hit', 'rating' or 'views'
    type varchar not null, -- 'movie' or 'series'
    slope double not null, -- by what log odds of a chance are multiplied
    shift double not null, -- what is added to them
    low_by double not null, -- how far the lower end of an interval goes down; of views in log10
    high_by double not null, -- how far the upper end goes up; of views in log10
    forecast_count bigint not null, -- forecasts whose outcome was known
    known_until date not null -- the backtest's last cut: what came out since is set right
);

-- Remembered scores. One row per title and run in which its scores moved; see marts.score_history.
-- key: run_id, title_id
create table if not exists scores.history (
    run_id varchar not null, -- the run
    title_id varchar not null, -- stable key of the title
    predicted_rating real, -- rating expected, 0 to 10
    predicted_rating_low real, -- lower end of the 90% interval
    predicted_rating_high real, -- upper end of the 90% interval
    liked_probability real, -- probability that the title is liked
    hit_probability real, -- probability of a popularity hit
    top10_probability real -- probability of entering Netflix's global Top 10
);

-- Runs whose scores are remembered. One row per run; a week has one.
-- key: run_id
create table if not exists scores.runs (
    run_id varchar not null, -- the run
    scored_at timestamp not null, -- when it scored, UTC
    title_count bigint not null -- titles scored
);

-- Migrations that the remembered tables have been through. One row per migration.
-- key: version
create table if not exists ops.migrations (
    version integer not null, -- number of the migration
    name varchar not null, -- what it does
    applied_at timestamp not null -- when, UTC
);

-- Genre probabilities of the newest run. One row per title, taxonomy and genre worth keeping.
-- key: run_id, title_id, taxonomy, genre
create table if not exists scores.title_genre (
    run_id varchar not null, -- the run
    title_id varchar not null, -- stable key of the title
    taxonomy varchar not null, -- 'netflix' or 'tmdb'
    genre varchar not null, -- the genre's name in that taxonomy
    probability double, -- calibrated probability
    is_predicted boolean not null, -- whether it passes the genre's threshold
    is_out_of_fold boolean not null, -- whether the model never saw the title
    reasons varchar -- of a predicted genre: the words and features that spoke most for it
);

-- Thresholds of the newest run. One row per taxonomy and genre.
-- key: run_id, taxonomy, genre
create table if not exists scores.genre_threshold (
    run_id varchar not null, -- the run
    taxonomy varchar not null, -- 'netflix' or 'tmdb'
    genre varchar not null, -- the genre's name in that taxonomy
    threshold double, -- probability from which the genre is predicted
    support bigint, -- listed titles that have the genre
    is_modelled boolean not null -- false where the genre has too few examples
);

-- What the models of the newest run go by. One row per model, type or tag, and feature.
-- key: run_id, model, about, rank
create table if not exists scores.feature_importance (
    run_id varchar not null, -- the run
    model varchar not null, -- the model
    about varchar not null, -- 'all', 'movie', 'series', or the tag
    rank integer not null, -- 1 weighs most
    feature varchar not null, -- the feature, or the group of features
    importance double not null -- how much it weighs, see marts.feature_importances
);

-- Nearest neighbours of the newest run. One row per catalogue title and rank.
-- key: run_id, title_id, rank
create table if not exists scores.similar_title (
    run_id varchar not null, -- the run
    title_id varchar not null, -- stable key of the title
    rank integer not null, -- 1 is the nearest
    similar_title_id varchar not null, -- the neighbour
    similarity double not null -- cosine of text, genres and countries, at most 1
);

-- Clusters by what titles are about. One row per cluster; kept so that numbers last.
-- key: cluster_id
create table if not exists scores.cluster (
    run_id varchar not null, -- the run that placed it last
    cluster_id integer not null, -- number of the cluster, the same from week to week
    name varchar not null, -- its heaviest words
    words varchar[] not null, -- words of its centre, heaviest first
    weights double[] not null -- their weights
);

-- Clusters of the newest run's titles. One row per title that has known words.
-- key: run_id, title_id
create table if not exists scores.title_cluster (
    run_id varchar not null, -- the run
    title_id varchar not null, -- stable key of the title
    cluster_id integer not null -- its cluster
);
