-- Every title that Netflix lists, with its description and tags. One row per title.
select
    titles.title_id,
    any_value(titles.fold) as fold,
    any_value(titles.description) as words,
    list(listings.genre order by listings.genre) as listed_there,
from features.title as titles
inner join features.listing as listings using (title_id)
where listings.taxonomy = 'netflix' and titles.description is not null
group by titles.title_id
order by titles.title_id
