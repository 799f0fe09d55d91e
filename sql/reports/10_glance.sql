-- title: The catalogue at a glance
-- lede: How large is the catalogue, and what do the models make of it?
-- chart: figures label=label value=value form=form note=note change=change
-- column: label | Figure | text
-- column: value | - | number
-- column: form | - | text
-- column: note | What it counts | text
-- column: change | + | text
-- table: none
-- mail: figures 4
-- empty: No title has been scored yet.
-- model: rating
-- model: hit
with

weeks as (
    select
        *,
        value - lag(value) over before as change,
        lag(week) over before as week_before,
    from marts.weekly_figures
    where week <= $week
    window before as (partition by figure order by week)
),

labels (position, figure, label, form, note) as (
    values
        (1, 'titles', 'titles', 'integer', 'in the catalogue, as far as is known'),
        (2, 'films', 'films', 'integer', 'of these titles'),
        (3, 'series', 'series', 'integer', 'of these titles'),
        (4, 'likely_hits', 'likely popular', 'integer', 'on TMDb: the best tenth of their type'),
        (5, 'mean_rating', 'predicted rating', 'rating', 'mean over the catalogue, out of 10'),
        (6, 'matched_share', 'matched', 'percent', 'of the catalogue is known to TMDb, too'),
        (7, 'titles_outside', 'titles outside', 'integer', 'scored, not in the catalogue'),
        (8, 'titles_scored', 'titles scored', 'integer', 'in all, in this run')
),

changes as (
    select
        labels.*,
        weeks.value,
        weeks.week_before,
        case labels.form
            when 'integer' then format('{:,}', weeks.change::bigint)
            when 'rating' then format('{:.2f}', weeks.change)
            when 'percent' then format('{:.1f} points', 100 * weeks.change)
        end as change,
        weeks.change > 0 as is_more,
        weeks.change = 0 as is_unchanged,
    from labels
    inner join weeks using (figure)
    where weeks.week = $week and weeks.value is not null
)

select
    label,
    value,
    form,
    note,
    case
        when is_unchanged then 'as in week ' || week_before[-2:]::int
        else if(is_more, '+', '') || replace(change, '-', '−')
            || ' since week ' || week_before[-2:]::int
    end as change,
from changes
order by position
