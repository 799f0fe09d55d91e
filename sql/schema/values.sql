-- How texts from files become values: what counts as no value, dates, numbers and lengths in the
-- forms that people write. Each macro gives null for what it does not understand; the loader counts
-- such a value as unread. Temporary: they are not part of the file.

-- Words and signs that people put where they have no value. Looked up in a list: DuckDB makes a
-- join of a long IN, for each column that is asked.
create or replace temp macro without_null_words(t) as
    case
        when strlen(t) > 20 then t
        when
            list_contains(
                [
                    '', '-', '--', '–', '—', '?', '.', '..', '...', 'n/a', '#n/a', 'na', 'nan',
                    'nat', 'null', 'none', 'nil', 'unknown', 'undefined', 'not given',
                    'not available', 'not known'
                ],
                lower(trim(t))
            )
            then null
        else t
    end;

-- The years that a title's date can have: films begin in 1874, and nobody dates one for later than
-- ten years ahead.
create or replace temp macro is_possible_date(d) as
    d between date '1870-01-01'
    and coalesce(getvariable('as_of')::date, current_date) + interval 10 year;

-- A date without the time of day that may follow it.
create or replace temp macro without_time(v) as
    regexp_replace(
        trim(v), '^(.*\d)[T ,]+\d{1,2}[:.]\d{2}(?:[:. ].*|[AaPp].*|[Zz]|[-+].*)?$', '\1'
    );

-- Written with the year first, or as a spreadsheet's number of days: dates whose parts cannot be
-- mistaken for each other.
create or replace temp macro clear_date(v) as
    case
        when
            regexp_full_match(
                v, '\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}'
            )
            then try_cast(regexp_replace(v, '[/.]', '-', 'g') as date)
        when regexp_full_match(v, '(18|19|20)\d{6}')
            then try_strptime(v, '%Y%m%d')::date
        -- Day 1 is 1 January 1900; 60 is a 29 February that never was, long before any title here.
        when regexp_full_match(v, '[1-9]\d{4}(\.0+)?')
            then date '1899-12-30' + try_cast(try_cast(v as double) as integer)
    end;

-- A day and a month as numbers, or a year of two digits: its parts, empty where it is written
-- otherwise. Month names become numbers, and tell which part is the month.
create or replace temp macro numeric_date(v) as
    regexp_extract(
        v, '^(\d{1,2})([-/. ])(\d{1,2})[-/. ](\d{4}|\d{2})$', ['a', 'mark', 'b', 'year']
    );

-- The year that two digits stand for: the one that the row names, else the only one that is
-- possible.
create or replace temp macro full_year(y, named, earliest, latest) as
    case
        when strlen(y) = 4 then y::integer
        when named is not null then
            case when named % 100 = try_cast(y as integer) then named end
        when 2000 + try_cast(y as integer) > latest then 1900 + try_cast(y as integer)
        when 1900 + try_cast(y as integer) < earliest then 2000 + try_cast(y as integer)
    end;

create or replace temp macro date_of_parts(y, m, d) as
    try_cast(concat(y, '-', m, '-', d) as date);

-- A date with the month's name: its parts as texts, empty where it is written otherwise.
create or replace temp macro named_date(v) as
    regexp_extract(
        regexp_replace(
            -- "Monday, 5th Sept. 2021" in the order of "5 Sept 2021".
            regexp_replace(v, '^([A-Za-z]{3,9})[ .-]+(\d{1,2})(?:st|nd|rd|th)?[ ,.-]+', '\2 \1 '),
            '^(\d{1,2})(?:st|nd|rd|th)? (?:of )?',
            '\1 '
        ),
        '^(\d{1,2})[- ]([A-Za-z]{3,9})[-., ]+(\d{4}|\d{2})$',
        ['d', 'm', 'year']
    );

-- The number of a month from its English name, whole or cut to three letters or more.
create or replace temp macro month_number(name) as
    list_position(
        list_transform(
            [
                'january', 'february', 'march', 'april', 'may', 'june', 'july', 'august',
                'september', 'october', 'november', 'december'
            ],
            lambda month: strlen(name) >= 3 and starts_with(month, lower(name))
        ),
        true
    );

-- A date as ISO text, or null where it is not certain. `order` says for a mark between numbers
-- whether the day ('d') or the month ('m') comes first; `named` is the year that the row names.
create or replace temp macro date_in_order(parts, orders, named, earliest, latest) as
    case
        when parts.year = '' then null
        when orders[parts.mark] = 'd' or (parts.a::integer > 12 and orders[parts.mark] is null)
            or parts.a::integer = parts.b::integer
            then date_of_parts(full_year(parts.year, named, earliest, latest), parts.b, parts.a)
        when orders[parts.mark] = 'm' or parts.b::integer > 12
            then date_of_parts(full_year(parts.year, named, earliest, latest), parts.a, parts.b)
    end;

create or replace temp macro read_date(v, orders, named, earliest, weekday) as (
    -- One row of one table, so that each form is looked for once.
    with forms as (
        select
            without_time(v) as t,
            year(coalesce(getvariable('as_of')::date, current_date)) + 10 as latest,
    ),

    found as (
        select
            coalesce(
                clear_date(t),
                date_of_parts(
                    full_year(nullif(named_date(t).year, ''), named, earliest, latest),
                    month_number(named_date(t).m),
                    nullif(named_date(t).d, '')
                ),
                date_in_order(numeric_date(t), orders, named, earliest, latest)
            ) as day
        from forms
    )

    select
        case
            when
                is_possible_date(day)
                and coalesce(year(day) = named, true)
                and coalesce(dayofweek(day) = weekday, true)
                then day::varchar
        end
    from found
);

create or replace temp macro without_gaps(v) as
    regexp_replace(v, '[\s\x{a0}\x{202f}\x{2009}''’_]', '', 'g');

-- A number as plain text with a decimal point, or null where it is not certain. `mark` is the
-- decimal mark; '?' where a value must show its own.
create or replace temp macro number_text(t, mark, is_whole) as
    case
        when regexp_full_match(t, '[-+]?\d+([eE][-+]?\d+)?') then t
        when
            mark <> ','
            and regexp_full_match(t, '[-+]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?([eE][-+]?\d+)?')
            and regexp_matches(t, '\d')
            -- Three digits after one mark: a fraction or thousands.
            and (
                mark = '.'
                or is_whole and regexp_full_match(t, '\d{1,3}(,\d{3})+|\d+\.0{1,2}')
                or not regexp_full_match(t, '[-+]?[1-9]\d{0,2}[.,]\d{3}')
                and not (is_whole and contains(t, ','))
            )
            then replace(t, ',', '')
        when
            mark in (',', '?')
            and regexp_full_match(t, '[-+]?(\d+|\d{1,3}(\.\d{3})+)?(,\d+)?')
            and regexp_matches(t, '\d')
            and (
                mark = ','
                or is_whole and regexp_full_match(t, '\d{1,3}(\.\d{3})+')
                and not regexp_full_match(t, '.*\.0{3}')
                or not regexp_full_match(t, '[-+]?[1-9]\d{0,2}[.,]\d{3}')
                and not (is_whole and contains(t, '.'))
            )
            then replace(replace(t, '.', ''), ',', '.')
    end;

create or replace temp macro read_number(v, mark, is_whole, low, high) as (
    -- One row of one table, so that the text is made once.
    with texts as (
        select number_text(without_gaps(v), mark, is_whole) as t
    ),

    numbers as (
        select t, try_cast(t as double) as number from texts
    )

    select
        case
            when number between low and high and not (is_whole and number % 1 <> 0)
                then if(is_whole, try_cast(number as bigint)::varchar, t)
        end
    from numbers
);

create or replace temp macro in_seasons(number) as
    number || if(number = '1', ' Season', ' Seasons');

-- A film's length in minutes or a series' in seasons, as Netflix's files write it.
create or replace temp macro length_text(v, is_film) as (
    with words as (
        select lower(trim(v)) as t, regexp_extract(v, '\d+') as number
    )

    select
        case
            when regexp_full_match(t, '\d{1,4}(\.0)?')
                then if(is_film, number || ' min', in_seasons(number))
            when regexp_full_match(t, '\d{1,4} ?(min|mins|minutes?|m)\.?') then number || ' min'
            when regexp_full_match(t, '\d{1,3} ?(seasons?|staffeln?|saisons?|temporadas?)')
                then in_seasons(number)
            when
                regexp_full_match(
                    t,
                    '(pt)?\d{1,2} ?h(ours?|rs?)?[ ,]*'
                    || '(\d{1,2} ?m(in|ins|inutes?)?)?[ ,]*(\d{1,2} ?s)?'
                )
                then
                    concat(
                        number::integer * 60
                        + coalesce(
                            nullif(regexp_extract(t, 'h\D*(\d+) ?m', 1), '')::integer, 0
                        ),
                        ' min'
                    )
        end
    from words
);

-- A number with a point: what somebody gave a title, and no age that it is for.
create or replace temp macro is_vote(v) as
    regexp_full_match(trim(v), '\d{1,2}[.,]\d+|\d{1,3} ?%|\d+/10');

-- A film or a series, in the words that catalogues have for them; null for any other word.
create or replace temp macro title_type(t) as
    case
        when
            list_contains(
                [
                    'movie', 'movies', 'film', 'films', 'feature', 'feature film', 'tv movie',
                    'película', 'pelicula', 'películas', 'filme', 'filmes', 'spielfilm', 'elokuva',
                    'фильм', '电影', '電影', '映画', '영화', 'फ़िल्म', 'فيلم'
                ],
                lower(trim(t))
            )
            then 'movie'
        when
            list_contains(
                [
                    'tv show', 'tv shows', 'show', 'shows', 'tv', 'tv series', 'series', 'serie',
                    'séries', 'série', 'series tv', 'série tv', 'serien', 'mini series',
                    'miniseries', 'tv mini series', 'tv-serie', 'tv-show', 'tvshow',
                    'programa de tv', 'serie de tv', 'сериал', '电视剧', '電視劇', '剧集', 'テレビ番組',
                    'ドラマ', 'tv 프로그램', '시리즈', '드라마', 'مسلسل'
                ],
                lower(trim(t))
            )
            then 'series'
    end;

-- IMDb's identifier of a title, also where its letters are gone (MovieLens' 0114709).
create or replace temp macro imdb_text(t) as
    case
        when regexp_full_match(trim(t), '(?i)tt\d{5,10}') then lower(trim(t))
        when regexp_full_match(trim(t), '\d{5,10}') then 'tt' || lpad(trim(t), 7, '0')
    end;

-- Words where a number is expected: what belongs here stands in another column. By regexp_extract:
-- DuckDB would put together the pattern of regexp_matches again and again while it plans.
create or replace temp macro is_prose(t) as
    regexp_extract(t, '\pL{3}') <> '' and not regexp_matches(trim(t), '^[-+]?\d')
    and without_null_words(t) is not null
    and lower(trim(t)) not in ('infinity', '-infinity', 'inf', '-inf');

-- Identifiers of Netflix have eight digits today, where TMDb's have fewer.
create or replace temp macro is_netflix_id(t) as
    regexp_full_match(t, '[6-9]\d{7,8}(\.0)?');

create or replace temp macro without_votes(v) as case when not is_vote(v) then v end;

-- Whether a value can be taken as it stands, with no more than a cast: asked of every value of
-- every file, so no pattern of letters where another way will do.
create or replace temp macro is_plain_day(v, weekday) as
    strlen(v) = 10
    and v[5] = '-'
    and is_possible_date(try_cast(v as date))
    and coalesce(dayofweek(try_cast(v as date)) = weekday, true);

create or replace temp macro is_plain_number(v, is_whole, low, high) as
    try_cast(v as double) between low and high
    and not (is_whole and (contains(v, '.') or try_cast(v as bigint) is null));

create or replace temp macro is_plain_length(v) as regexp_full_match(v, '\d+ (min|Seasons?)');

create or replace temp macro netflix_id_text(t) as
    case
        when regexp_full_match(t, '\d{4,9}\.0') then left(t, -2)
        when not regexp_full_match(t, '\d{10,}.*') then t
    end;
