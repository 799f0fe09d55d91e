-- The half-year that a text speaks of, as Netflix words it ("January to June 2023"); null where it
-- names none, or more than one. Temporary, as all macros.

-- Words and numbers apart, in plain lower case: "What_We_Watched_2023Jan-Jun" is
-- " what we watched 2023 jan jun ".
create or replace temp macro as_words(t) as
    ' ' || regexp_replace(
        regexp_replace(
            regexp_replace(lower(strip_accents(t)), '[^a-z0-9]+', ' ', 'g'),
            '([a-z])([0-9])', '\1 \2', 'g'
        ),
        '([0-9])([a-z])', '\1 \2', 'g'
    ) || ' ';

-- How each half is worded; months in the languages that share their beginnings.
create or replace temp macro first_half() as
    '(?: (?:jan|ene|gen)[a-z]*(?: [a-z0-9]+){0,3} (?:jun|juin|giu)[a-z]*'
    || '| h 1| 1 h| half (?:year )?(?:1|one)| (?:first|1 st) half(?: year)?'
    || '| (?:1|1 er|1 o|primer|premier|primo|primeiro|erstes) (?:semestre|halbjahr))';

create or replace temp macro second_half() as
    '(?: (?:jul|juil|lug)[a-z]*(?: [a-z0-9]+){0,3} (?:dec|dez|dic)[a-z]*'
    || '| h 2| 2 h| half (?:year )?(?:2|two)| (?:second|2 nd) half(?: year)?'
    || '| (?:2|2 e|2 o|segundo|second|deuxieme|secondo|zweites) (?:semestre|halbjahr))';

-- The year beside the half: after it, before it, else the only one; two digits only right after it.
create or replace temp macro year_beside(words, half) as
    coalesce(
        nullif(regexp_extract(words, half || ' (?:of |de |in )?(20\d\d) (?:[a-z]|$)', 1), ''),
        nullif(regexp_extract(words, ' (20\d\d)' || half || ' ', 1), ''),
        '20' || nullif(regexp_extract(words, half || ' (?:of )?([12]\d) $', 1), ''),
        case
            when len(list_distinct(regexp_extract_all(words, ' (20\d\d)', 1))) = 1
                then regexp_extract(words, ' (20\d\d)', 1)
        end
    );

-- A text that is only a day or a month: that which a half-year starts or ends with.
create or replace temp macro half_of_day(words) as
    case
        when
            regexp_matches(
                words,
                '^ 20\d\d (0?1( 0?1)?|0?6( 30)?)( 0?0)* $|^ (0?1 0?1|0?6 30|30 0?6) 20\d\d $'
            )
            then 'January to June '
        when
            regexp_matches(
                words,
                '^ 20\d\d (0?7( 0?1)?|12( 31)?)( 0?0)* $|^ (0?7 0?1|0?1 0?7|12 31|31 12) 20\d\d $'
            )
            then 'July to December '
        -- From the first day or month of a half-year to its last.
        when regexp_matches(words, '^ (20\d\d) 0?1( 0?1)?( [a-z]+)? 20\d\d 0?6( 30)? $')
            then 'January to June '
        when regexp_matches(words, '^ (20\d\d) 0?7( 0?1)?( [a-z]+)? 20\d\d 12( 31)? $')
            then 'July to December '
    end || regexp_extract(words, ' (20\d\d)', 1);

create or replace temp macro half_year_of_words(words) as
    case
        when
            regexp_matches(words, first_half() || ' ')
            and regexp_matches(words, second_half() || ' ')
            then null
        when regexp_matches(words, first_half() || ' ')
            then 'January to June ' || year_beside(words, first_half())
        when regexp_matches(words, second_half() || ' ')
            then 'July to December ' || year_beside(words, second_half())
        else half_of_day(words)
    end;

-- In a list of one, so that the words are made once: a macro puts them wherever it names them.
create or replace temp macro half_year_of(t) as
    list_transform([as_words(t)], lambda words: half_year_of_words(words))[1];
