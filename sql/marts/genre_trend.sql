-- One row per Netflix tag and year in which titles of the newest snapshot were added.
-- key: taxonomy, genre, added_year
-- columns:
--   taxonomy: 'netflix'
--   genre: the tag
--   added_year: year in which Netflix says that the titles were added
--   title_count: titles with the tag that were added that year
--   share: their share of all titles that were added that year, 0 to 1
with

added as (
    select title_id, year(added_on)::integer as added_year
    from core.title
    where in_catalogue and added_on is not null
),

totals as (
    select added_year, count(*) as year_count
    from added
    group by added_year
),

counted as (
    select genres.taxonomy, genres.genre, added.added_year, count(*) as title_count
    from added
    inner join core.title_genre as genres using (title_id)
    where genres.taxonomy = 'netflix'
    group by all
)

select
    counted.taxonomy,
    counted.genre,
    counted.added_year,
    counted.title_count,
    counted.title_count / totals.year_count as share,
from counted
inner join totals using (added_year)
order by counted.genre, counted.added_year
