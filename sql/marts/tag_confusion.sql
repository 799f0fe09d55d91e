-- One row per taxonomy and genre: how often it is predicted rightly and wrongly, out of fold.
-- key: taxonomy, genre
-- columns:
--   taxonomy: 'netflix' or 'tmdb'
--   genre: the genre's name in that taxonomy
--   title_count: titles with a listing in the taxonomy
--   right_count: titles that list the genre and are given it
--   missed_count: titles that list it and are not given it
--   wrong_count: titles that do not list it and are given it
--   rest_count: titles that do not list it and are not given it
--   missed_for: where it is missed, the unlisted genre that is given most often; null if none is
--   missed_for_count: titles that it is given to
--   wrong_for: where it is wrongly given, the listed genre that is missed most often
--   wrong_for_count: titles that miss it
with

tags as (
    select title_id, taxonomy, genre, is_listed, is_predicted
    from marts.title_genres
    where is_listed is not null and (is_listed or is_predicted) and taxonomy in ('netflix', 'tmdb')
),

totals as (
    select taxonomy, count(distinct title_id) as title_count
    from tags
    where is_listed
    group by taxonomy
),

counted as (
    select
        taxonomy,
        genre,
        count(*) filter (is_listed and is_predicted) as right_count,
        count(*) filter (is_listed and not is_predicted) as missed_count,
        count(*) filter (is_predicted and not is_listed) as wrong_count,
    from tags
    group by taxonomy, genre
),

swapped as (
    select
        missed.taxonomy,
        missed.genre as missed_genre,
        wrong.genre as wrong_genre,
        count(*) as swap_count,
    from tags as missed
    inner join tags as wrong
        on missed.title_id = wrong.title_id and missed.taxonomy = wrong.taxonomy
    where missed.is_listed and not missed.is_predicted
        and wrong.is_predicted and not wrong.is_listed
    group by all
),

missed_for as (
    select
        taxonomy,
        missed_genre as genre,
        arg_max(wrong_genre, (swap_count, wrong_genre)) as missed_for,
        max(swap_count) as missed_for_count,
    from swapped
    group by taxonomy, missed_genre
),

wrong_for as (
    select
        taxonomy,
        wrong_genre as genre,
        arg_max(missed_genre, (swap_count, missed_genre)) as wrong_for,
        max(swap_count) as wrong_for_count,
    from swapped
    group by taxonomy, wrong_genre
)

select
    counted.taxonomy,
    counted.genre,
    totals.title_count,
    counted.right_count,
    counted.missed_count,
    counted.wrong_count,
    totals.title_count - right_count - missed_count - wrong_count as rest_count,
    missed_for.missed_for,
    missed_for.missed_for_count,
    wrong_for.wrong_for,
    wrong_for.wrong_for_count,
from counted
inner join totals using (taxonomy)
left join missed_for using (taxonomy, genre)
left join wrong_for using (taxonomy, genre)
order by counted.taxonomy, counted.right_count + counted.missed_count desc, counted.genre
