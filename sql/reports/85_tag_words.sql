-- title: What speaks for a tag
-- lede: By which words and features does the model recognise each genre?
-- table: folded
-- column: genre | Genre | text
-- column: predicted_count | Predicted for | integer
-- column: words | Words and features | list
-- order: by how many titles the tag is predicted for
-- note: Of each predicted tag the model names the three words or features that spoke most for it.
--    Here are those that it names often for this tag and seldom for others, leaving out people and
--    whether it is a film or a series. They are what goes with a genre, not what makes it.
-- empty: No reasons of tags are known.
-- param: words = 6
-- model: genres_netflix
with

tags as (
    select genre, title_id, unnest(string_split(reasons, ', ')) as reason
    from marts.title_genres
    where taxonomy = 'netflix' and is_predicted and reasons is not null and run_id = $run_id
),

counted as (
    select genre, reason, count(*) as times, sum(count(*)) over (partition by reason) as all_times
    from tags
    where not regexp_matches(reason, '(cast|director)=|^(movie|series)$')
    group by genre, reason
),

telling as (
    select
        genre,
        replace(reason, '=', ': ') as reason,
        times * times / all_times as weight,
    from counted
    qualify row_number() over (partition by genre order by weight desc, reason) <= $words
),

predicted as (
    select genre, count(distinct title_id) as predicted_count from tags
    group by genre
)

select
    predicted.genre,
    predicted.predicted_count,
    string_agg(telling.reason, ', ' order by telling.weight desc, telling.reason) as words,
from predicted
inner join telling using (genre)
group by predicted.genre, predicted.predicted_count
order by predicted.predicted_count desc, predicted.genre
