-- Note how each feature, score and label of this run is spread, over all titles and over those that
-- a model learns from. Only the week before is kept beside it.
delete from ops.profiles
where
    starts_with(run_id, getvariable('week'))
    or left(run_id, 8) <> (
        select max(left(run_id, 8)) from ops.profiles
        where left(run_id, 8) < getvariable('week')
    );

insert into ops.profiles
with

titles as (
    select
        title.type,
        title.countries[1] as country,
        title.original_language,
        title.maturity_rating,
        title.release_year,
        title.duration_minutes,
        outcome.rating,
        outcome.is_hit,
        outcome.entered_top10,
        scores.predicted_rating,
        scores.hit_probability,
        scores.top10_probability,
        -- The share of its kind is no chance of its own.
        is_supported(evidence.hit_support) as has_hit_chance,
        is_supported(evidence.top10_support) as has_top10_chance,
        ['all']
            || if(outcome.rating is null, [], ['rating'])
            || if(outcome.is_hit is null, [], ['hit'])
            || if(outcome.entered_top10 is null, [], ['top10']) as populations,
    from features.title as title
    inner join features.outcome as outcome using (title_id)
    inner join scores.title as scores using (title_id)
    inner join features.evidence as evidence using (title_id)
    where scores.run_id = getvariable('run_id')
),

-- What a title brings to each population: its features, and the score and label of that model.
spread as (
    select
        population,
        unnest([
            {'measure': 'type', 'category': type, 'number': null::double},
            {'measure': 'country', 'category': country, 'number': null},
            {'measure': 'original_language', 'category': original_language, 'number': null},
            {'measure': 'maturity_rating', 'category': maturity_rating, 'number': null},
            {'measure': 'release_year', 'category': null, 'number': release_year},
            {'measure': 'duration_minutes', 'category': null, 'number': duration_minutes}
        ]
        || if(population not in ('all', 'rating'), [], [
            {'measure': 'predicted_rating', 'category': null, 'number': round(predicted_rating, 2)}
        ])
        || if(population not in ('all', 'hit') or not has_hit_chance, [], [
            {'measure': 'hit_probability', 'category': null, 'number': round(hit_probability, 3)}
        ])
        || if(population not in ('all', 'top10') or not has_top10_chance, [], [
            {
                'measure': 'top10_probability',
                'category': null,
                'number': round(top10_probability, 3)
            }
        ])
        || if(population <> 'rating', [], [
            {'measure': 'actual_rating', 'category': null, 'number': round(rating, 1)}
        ])
        || if(population <> 'hit', [], [
            {'measure': 'is_hit', 'category': is_hit::varchar, 'number': null}
        ])
        || if(population <> 'top10', [], [
            {'measure': 'entered_top10', 'category': entered_top10::varchar, 'number': null}
        ])) as spread,
    from titles, unnest(titles.populations) as unnested (population)
)

select
    getvariable('run_id') as run_id,
    population,
    spread.measure,
    spread.category,
    spread.number,
    count(*) as row_count,
from spread
group by all;
