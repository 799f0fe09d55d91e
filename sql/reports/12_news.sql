-- title: What is new
-- lede: What changed since the week before?
-- column: what | What | text
-- column: detail | + | items
-- column: item_count | How many | integer
-- column: title_ids | - | list
-- order: what a source published first, then what became of forecasts and scores
-- note: Moved: a chance by ten points or more, or a predicted rating by half a point, of a title
--    that a newer list or TMDb file names. What only the training moved is no news.
-- note: A forecast came true where a chance of 50% or more did, or a smaller one did not, and where
--    a rating lies in its 90% interval.
-- mail: table 10 what detail item_count
-- empty: Nothing is new since the week before, or this is the first week.
select
    what,
    detail,
    item_count,
    title_ids,
from marts.news($since)
order by position
