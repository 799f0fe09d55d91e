-- Whose catalogue it is and who its rivals are, by our names: the settings may spell them
-- otherwise.
-- Each service is named once, and nobody is its own rival.

set variable catalogue_service = (
    select coalesce(service_name(name, null), name)
    from (select getvariable('catalogue_service') as name)
);

set variable rivals = (
    with spelled as (
        select
            unnest(getvariable('rivals')) as name,
            unnest(range(len(getvariable('rivals')))) as place,
    ),

    named as (
        select coalesce(service_name(name, null), name) as service, place
        from spelled
    ),

    rivals as (
        select service, min(place) as place
        from named
        where service <> getvariable('catalogue_service')
        group by service
    )

    select coalesce(list(service order by place), []::varchar[])
    from rivals
);
