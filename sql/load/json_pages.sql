-- The values of a file, numbered anew; a page of TMDb's answers ({page, results}) is its results.
select
    row_number() over (order by row_number, place) as row_number,
    answer
from (
    select
        row_number,
        unnest(
            case
                when is_page then from_json(answer -> '$.results', '["JSON"]')
                else [answer]
            end
        ) as answer,
        generate_subscripts(
            case
                when is_page then from_json(answer -> '$.results', '["JSON"]')
                else [answer]
            end,
            1
        ) as place
    from (
        select
            *,
            coalesce(
                json_type(answer, '$.results') = 'ARRAY' and json_type(answer, '$.id') is null,
                false
            ) as is_page
        from {answers}
    )
)
