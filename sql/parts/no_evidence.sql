-- What the scores of a part rest on, where no published week says it: nothing.
create table features.evidence (
    title_id varchar,
    hit_support integer,
    top10_support integer,
    rating_support integer,
    audience_support integer
)
