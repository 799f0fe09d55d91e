-- title: What the scores go by
-- lede: Which features weigh most in popularity, the Top 10, the rating and the audience?
-- finding: “{score}” goes by {feature} most: {share} of all weight.
-- reading: ▬ share of the weight that the model gives each group of features
-- chart: bars y=short x=share group=score top=60
-- column: score | Score | text
-- column: short | - | text
-- column: feature | Group of features | text
-- column: share | Share of the weight | share
-- order: by score, heaviest features first
-- note: Weight is the share of the boosted trees' gain (rating and audience), or the length of the
--    standardised coefficients (popularity and Top 10). A group that others stand for gets little
--    weight. No weight says that changing a feature would change what becomes of a title.
-- empty: No model has been trained.
-- model: rating
-- model: hit
-- model: audience
with

scores (position, model, about, score) as (
    values
        (1, 'hit', 'movie', 'Popular on TMDb: films'),
        (2, 'hit', 'series', 'Popular on TMDb: series'),
        (3, 'top10', 'movie', 'Top 10: films'),
        (4, 'top10', 'series', 'Top 10: series'),
        (5, 'rating', 'all', 'Rating: films and series'),
        (6, 'rating', 'series', 'Rating: what series add'),
        (7, 'audience', 'all', 'Audience: films and series')
),

-- What fits beside a bar.
short_names (feature, short) as (
    values
        ('age, and whether it is new', 'age'),
        ('number and length of the season', 'season'),
        ('how earlier seasons were watched', 'earlier seasons'),
        ('genres predicted from words, people and metadata', 'predicted genres'),
        ('how long after its release it came to Netflix', 'wait for Netflix'),
        ('month and weekday of arrival on Netflix', 'month and day'),
        ('month and weekday of release', 'month and day'),
        ('whether Netflix airs the series', 'network'),
        ('what the text is about', 'text')
),

importances as (
    select * from marts.feature_importances where run_id = $run_id and share > 0
)

select
    scores.score,
    coalesce(short_names.short, importances.feature) as short,
    importances.feature,
    importances.share,
from scores
inner join importances using (model, about)
left join short_names using (feature)
order by scores.position, importances.rank
