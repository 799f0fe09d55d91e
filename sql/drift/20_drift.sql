-- Compare this run's spread with last week's and with that of the titles that were learned from.
-- PSI (Siddiqi, "Credit Risk Scorecards", 2006): sum over the bins of (p - q) ln(p / q), where half
-- a title is added to each bin, so that an empty one stays finite. KS: Kolmogorov-Smirnov distance.
delete from ops.drift where starts_with(run_id, getvariable('week'));

insert into ops.drift
with

kinds (measure, kind, population) as (
    values
        ('type', 'feature', 'all'),
        ('country', 'feature', 'all'),
        ('original_language', 'feature', 'all'),
        ('maturity_rating', 'feature', 'all'),
        ('release_year', 'feature', 'all'),
        ('duration_minutes', 'feature', 'all'),
        ('predicted_rating', 'score', 'all'),
        ('hit_probability', 'score', 'all'),
        ('top10_probability', 'score', 'all'),
        ('actual_rating', 'label', 'rating'),
        ('is_hit', 'label', 'hit'),
        ('entered_top10', 'label', 'top10')
),

this_run as (
    select profiles.*, kinds.kind
    from ops.profiles as profiles
    inner join kinds using (measure, population)
    where profiles.run_id = getvariable('run_id')
),

references_ as (
    select 'last week' as reference, profiles.*
    from ops.profiles as profiles
    inner join kinds using (measure, population)
    where left(profiles.run_id, 8) < getvariable('week')
    union all
    select population as reference, *
    from ops.profiles
    where run_id = getvariable('run_id') and population <> 'all'
),

compared as (
    select distinct this_run.kind, measure, reference, references_.run_id as reference_run_id
    from this_run
    inner join references_ using (measure)
    where this_run.kind <> 'label' or reference = 'last week'
),

-- Each value with its titles now and then.
sides as (
    select kind, measure, reference, reference_run_id, category, number, row_count, 0 as then_count,
    from compared
    inner join this_run using (kind, measure)
    union all
    select
        kind, measure, reference, compared.reference_run_id, category, number, 0, row_count,
    from compared
    inner join references_ using (measure, reference)
),

counted as (
    select
        kind,
        measure,
        reference,
        reference_run_id,
        category,
        number,
        sum(row_count) as now_count,
        sum(then_count) as then_count,
    from sides
    group by all
),

placed as (
    select
        *,
        sum(now_count) over whole as now_total,
        sum(then_count) over whole as then_total,
        sum(now_count) over running as now_so_far,
        sum(then_count) over running as then_so_far,
        sum(now_count) filter (number is not null) over whole as now_numbers,
        sum(then_count) filter (number is not null) over whole as then_numbers,
    from counted
    window
        whole as (partition by measure, reference),
        running as (partition by measure, reference order by number nulls last)
),

-- Numbers fall into tenths of the reference, rare categories into one bin, missing into their own.
binned as (
    select
        *,
        case
            when number is not null
                then least(floor(10 * (then_so_far - then_count) / greatest(then_numbers, 1)), 9)
                    ::varchar
            when category is null then 'missing'
            when then_count < 0.01 * then_total then 'rare'
            else category
        end as bin,
    from placed
),

bins as (
    select
        kind,
        measure,
        reference,
        reference_run_id,
        any_value(now_total) as now_total,
        any_value(then_total) as then_total,
        sum(now_count) as now_count,
        sum(then_count) as then_count,
        max(abs(now_so_far / now_numbers - then_so_far / then_numbers))
            filter (number is not null and now_numbers > 0 and then_numbers > 0) as ks,
        sum(now_count) filter (category is not null and then_count = 0) as unknown_count,
        bool_or(category is not null) as has_categories,
    from binned
    group by kind, measure, reference, reference_run_id, bin
),

shares as (
    select
        *,
        (now_count + 0.5) / (now_total + 0.5 * count(*) over whole) as now_share,
        (then_count + 0.5) / (then_total + 0.5 * count(*) over whole) as then_share,
    from bins
    window whole as (partition by measure, reference)
),

moved as (
    select
        kind,
        measure,
        reference,
        reference_run_id,
        any_value(now_total) as row_count,
        any_value(then_total) as reference_row_count,
        sum((now_share - then_share) * ln(now_share / then_share)) as psi,
        max(ks) as ks,
        if(bool_or(has_categories), coalesce(sum(unknown_count), 0) / any_value(now_total), null)
            as unknown_share,
    from shares
    group by kind, measure, reference, reference_run_id
),

limits as (
    select
        unnest(from_json(
            getvariable('monitoring')::json,
            '{"psi": "DOUBLE", "ks": "DOUBLE", "training_psi": "DOUBLE", "training_ks": "DOUBLE",
              "unknown_share": "DOUBLE", "minimum_titles": "BIGINT"}'
        )),
)

select
    getvariable('run_id') as run_id,
    moved.kind,
    moved.measure,
    moved.reference,
    moved.reference_run_id,
    moved.row_count,
    moved.reference_row_count,
    moved.psi,
    moved.ks,
    moved.unknown_share,
    least(moved.row_count, moved.reference_row_count) >= limits.minimum_titles
    and (
        moved.psi > if(moved.reference = 'last week', limits.psi, limits.training_psi)
        or coalesce(
            moved.ks > if(moved.reference = 'last week', limits.ks, limits.training_ks), false
        )
        or coalesce(moved.unknown_share > limits.unknown_share, false)
    ) as is_drifted,
from moved
cross join limits
