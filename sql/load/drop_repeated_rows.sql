-- Of the rows with one key, keep the one that counts most.
delete from {table}
where rowid in (
    select place
    from {rows} as later
    -- Few rows repeat another: joined to those keys alone, the others are not looked up.
    inner join (
        select
            {key},
            max({rank}) as best
        from {rows}
        group by {key}
        having count(*) > 1
    ) as repeated on {same}
    where {rank} is distinct from best
)
