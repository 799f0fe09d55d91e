-- Drop the rows whose key an earlier row has.
delete from {table}
where rowid in (
    select place
    from {rows} as later
    -- Few rows repeat another: joined to those keys alone, the others are not looked up.
    inner join (
        select
            {key},
            min(place) as first_place
        from {rows}
        group by {key}
        having count(*) > 1
    ) as repeated on {same}
    where place > first_place
)
