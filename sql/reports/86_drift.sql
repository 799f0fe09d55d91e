-- title: Drift
-- lede: Are titles, scores and what the models learn from still like those before?
-- finding: {drifted_count} of {compared_count} comparisons moved further than the settings allow.
-- table: folded
-- column: measure | Measure | text
-- column: reference | Held against | text
-- column: state | State | text
-- column: psi | PSI | decimal
-- column: ks | KS | decimal
-- column: unknown_share | Unknown | percent
-- column: row_count | Titles | integer
-- column: reference_row_count | Held against | integer
-- column: drifted_count | - | integer
-- column: compared_count | - | integer
-- order: what moved too far first, then by PSI
-- note: PSI, the population stability index, adds up how the shares of tenths or categories moved;
--    below 0.1 is calm. KS is the greatest distance between two distribution functions. Unknown:
--    the share of titles with a category that the other side does not have.
-- note: The titles that a model learns from are those whose outcome is known, and so never quite
--    like all titles.
-- note: Features that moved while neither a score nor a label did changed no forecast: that is
--    information, not a warning.
-- empty: There is no earlier run to compare this one with.
with

drift as (
    select * from marts.drift where run_id = $run_id
)

select
    replace(measure, '_', ' ') as measure,
    case reference
        when 'last week' then 'the week before'
        when 'hit' then 'what the model of popularity learns from'
        when 'top10' then 'what the Top 10 model learns from'
        when 'rating' then 'what the rating model learns from'
        else reference
    end as reference,
    if(is_drifted, 'moved', 'calm') as state,
    psi,
    ks,
    unknown_share,
    row_count,
    reference_row_count,
    count(*) filter (where is_drifted) over () as drifted_count,
    count(*) over () as compared_count,
from drift
order by is_drifted desc, psi desc, measure, reference
