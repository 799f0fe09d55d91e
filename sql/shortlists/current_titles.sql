-- Which titles keys stand for today: what two sources listed may have turned out to be one, or a
-- title may have got another source's key. A key that nothing answers to any more stays what it is.
select asked.key, coalesce(keys.title_id, asked.key) as title_id,
from (select unnest($title_ids::varchar[]) as key) as asked
left join core.title_key as keys using (key)
