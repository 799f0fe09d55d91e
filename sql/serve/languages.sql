-- The languages that an idea's title can be said to have, the commonest first.
with

names as (
    select * from (
        values
            ('ar', 'Arabic'), ('bn', 'Bengali'), ('ca', 'Catalan'), ('cn', 'Cantonese'),
            ('cs', 'Czech'), ('da', 'Danish'), ('de', 'German'), ('el', 'Greek'),
            ('en', 'English'), ('es', 'Spanish'), ('et', 'Estonian'), ('fa', 'Persian'),
            ('fi', 'Finnish'), ('fr', 'French'), ('he', 'Hebrew'), ('hi', 'Hindi'),
            ('hu', 'Hungarian'), ('id', 'Indonesian'), ('is', 'Icelandic'), ('it', 'Italian'),
            ('ja', 'Japanese'), ('ka', 'Georgian'), ('kn', 'Kannada'), ('ko', 'Korean'),
            ('ml', 'Malayalam'), ('mr', 'Marathi'), ('ms', 'Malay'), ('nb', 'Norwegian'),
            ('nl', 'Dutch'), ('no', 'Norwegian'), ('pa', 'Punjabi'), ('pl', 'Polish'),
            ('pt', 'Portuguese'), ('ro', 'Romanian'), ('ru', 'Russian'), ('sr', 'Serbian'),
            ('sv', 'Swedish'), ('ta', 'Tamil'), ('te', 'Telugu'), ('th', 'Thai'),
            ('tl', 'Tagalog'), ('tr', 'Turkish'), ('uk', 'Ukrainian'), ('ur', 'Urdu'),
            ('vi', 'Vietnamese'), ('xx', 'No language'), ('zh', 'Chinese')
    ) as names (code, name)
),

counted as (
    select
        original_language as language,
        count(*) as title_count,
    from marts.title_scores
    where original_language is not null
    group by original_language
)

select
    counted.language,
    coalesce(names.name, counted.language) as name,
    counted.title_count,
from counted
left join names on counted.language = names.code
where counted.title_count >= 3
order by counted.title_count desc, name
