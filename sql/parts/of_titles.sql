-- A part of the titles of a warehouse: those that "wanted" names, with all that models read of
-- each.
select
    title.*,
    viewings.viewing,
    releases.release,
    files.tmdb_file,
from features.title as title
inner join wanted using (title_id)
left join (
    select title_id, list(viewing order by period_start, season) as viewing
    from features.viewing as viewing
    where title_id between $first and $last
    group by title_id
) as viewings using (title_id)
left join (
    select title_id, list(release order by came_on, season) as release
    from features.release as release
    where title_id between $first and $last
    group by title_id
) as releases using (title_id)
left join (
    select title_id, list(tmdb_file order by file) as tmdb_file
    from features.tmdb_file as tmdb_file
    where title_id between $first and $last
    group by title_id
) as files using (title_id)
order by title_id
