-- block: genres, countries, people and scores belong to a title
select title_id from core.title_genre anti join core.title using (title_id)
union all
select title_id from core.title_country anti join core.title using (title_id)
union all
select title_id from core.title_person anti join core.title using (title_id)
union all
select title_id from marts.title_scores anti join core.title using (title_id)
