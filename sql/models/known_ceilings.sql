-- No chance stands above what twenty known titles of its type were given by models that had not
-- seen them, since nobody can tell whether such chances come true.
insert into scores.ceiling by name
select
    getvariable('run_id') as run_id,
    title.type,
    max(given.hit_probability, 20) filter (outcome.is_hit is not null)[-1] as hit_ceiling,
    max(given.top10_probability, 20) filter (outcome.entered_top10 is not null)[-1]
        as top10_ceiling,
from scores.title as given
inner join features.outcome as outcome using (title_id)
inner join features.title as title using (title_id)
where given.run_id = getvariable('run_id')
group by title.type
