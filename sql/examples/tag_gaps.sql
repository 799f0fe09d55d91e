-- Which Netflix tags are most often missing, and which most often doubtful?
select
    genre,
    count(*) filter (gap = 'missing') as missing_count,
    count(*) filter (gap = 'doubtful') as doubtful_count,
from marts.tag_gaps
where taxonomy = 'netflix' and in_catalogue
group by genre
order by missing_count + doubtful_count desc, genre
