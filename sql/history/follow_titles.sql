-- A title that is known by now to be another goes on under that one's key. Where a run has scored
-- both, what it said of the one that keeps its key stays.
delete from scores.history
where (run_id, title_id) in (
    select
        run_id,
        title_id,
    from (
        select
            history.run_id,
            history.title_id,
            row_number() over (
                partition by history.run_id, coalesce(keys.title_id, history.title_id)
                order by keys.title_id = history.title_id desc nulls first, history.title_id
            ) as place,
        from scores.history as history
        left join core.title_key as keys on history.title_id = keys.key
    )
    where place > 1
);

update scores.history set title_id = keys.title_id
from core.title_key as keys
where history.title_id = keys.key and keys.title_id <> keys.key;
