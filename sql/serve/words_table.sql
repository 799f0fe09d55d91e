-- Every word that a search can find, with how many titles have it. One row per word.
select word, count(*) as title_count,
from (select unnest(string_split_regex(search_key, '[^\p{L}\p{N}]+')) as word from search.titles)
where length(word) >= 3
group by word
