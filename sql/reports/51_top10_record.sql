-- title: The Top 10 predictions' record
-- lede: Week by week, did titles that entered the Top 10 stand above those that did not?
-- finding: A title that entered in the 13 weeks to {week} stood above {running_auc} of the titles
--    that did not; a coin would manage 50%.
-- reading: ROC-AUC over 13 weeks, 0 to 100%: how often a title in its first week on the list had
--    the higher chance than a film, or series, that did not enter
-- chart: lines x=week y=running_auc
-- column: week | Week to | date
-- column: entered_count | First weeks | integer
-- column: predicted_count | Predicted | integer
-- column: before_count | Before the week | integer
-- column: fold_count | Out of fold | integer
-- column: untrained_count | Not trained on | integer
-- column: week_auc | AUC of the week | percent
-- column: running_auc | AUC over 13 weeks | percent
-- order: newest week first
-- note: Only what was predicted “before the week” is a forecast in the strict sense. Predictions
--    “out of fold” are by models that never saw the title but did see others of later weeks; “not
--    trained on” are of titles whose outcome no model was given.
-- note: Held against all films, or series, of which it is known that they did not enter, each with
--    its chance out of fold.
-- empty: No Top 10 list with predictions has been loaded.
-- param: limit = 156
-- model: top10
with

entered as (
    select *
    from marts.top10_predictions
    where is_first_week and week <= $as_of
    qualify row_number() over (
        partition by type, show_title, season_title order by week, category, weekly_rank
    ) = 1
),

others as (
    select type, top10_probability
    from marts.title_scores
    where
        run_id = $run_id
        and not entered_top10
        and is_top10_out_of_fold
        and top10_probability is not null
),

beside as (
    select entered.type, entered.show_title, entered.season_title, avg(
        case
            when others.top10_probability < entered.top10_probability then 1.0
            when others.top10_probability = entered.top10_probability then 0.5
            else 0.0
        end
    ) as above
    from entered
    inner join others on entered.type = others.type
    where entered.top10_probability is not null
    group by all
),

weekly as (
    select
        entered.week,
        count(*) as entered_count,
        count(beside.above) as predicted_count,
        count(beside.above) filter (where entered.prediction = 'before the week') as before_count,
        count(beside.above) filter (where entered.prediction = 'out of fold') as fold_count,
        count(beside.above) filter (where entered.prediction = 'not trained on')
            as untrained_count,
        avg(beside.above) as week_auc,
        sum(beside.above) as above_sum,
    from entered
    left join beside
        on
            entered.type = beside.type
            and entered.show_title = beside.show_title
            and entered.season_title is not distinct from beside.season_title
    group by entered.week
)

select
    week,
    entered_count,
    predicted_count,
    before_count,
    fold_count,
    untrained_count,
    week_auc,
    sum(above_sum) over recent / nullif(sum(predicted_count) over recent, 0) as running_auc,
from weekly
window recent as (order by week rows between 12 preceding and current row)
qualify sum(predicted_count) over recent > 0
order by week desc
limit $limit
