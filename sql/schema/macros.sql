-- Small functions that staging and marts need more than once. Temporary: they are not part of the
-- file.

-- A pair of characters that UTF-8 read as Windows-1252 leaves behind.
create or replace temp macro misread() as
    '[\x{c2}-\x{f4}][\x{80}-\x{bf}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]';

-- Whether it holds such a pair or an HTML entity.
create or replace temp macro is_damaged(t) as
    regexp_matches(t, '&(#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]+);')
    or regexp_matches(t, misread());

create or replace temp macro with_single_blanks(t) as
    trim(regexp_replace(t, '[\s\x00-\x1f\x7f\x{a0}]+', ' ', 'g'));

-- Text cleaned once: NFC, repaired where it is damaged, control characters and runs of blanks to
-- one blank, empty to null. Looking for what needs it is much quicker than replacing, and few texts
-- do.
create or replace temp macro clean_text(t) as
    nullif(
        case
            -- Plain: what JSON writes in as many bytes as it has letters, and two quotes, is ASCII
            -- without controls.
            when
                strlen(to_json(t)) = length(t) + 2
                and not contains(t, '&')
                and not contains(t, '  ')
                and not contains(t, chr(127))
                and not starts_with(t, ' ')
                and not ends_with(t, ' ')
                then t
            -- Nor is there anything to do to letters with accents (below U+0300 they are in NFC).
            when
                not regexp_matches(
                    t,
                    '[^ -~\x{a1}-\x{2ff}\x{2010}-\x{2027}]|&|  |^ | $|' || misread()
                )
                then t
            when is_damaged(t) then with_single_blanks(repair_text(t))
            when regexp_matches(t, '[\x00-\x1f\x7f\x{a0}]|  |^\p{Zs}|\p{Zs}$')
                then with_single_blanks(nfc_normalize(t))
            else nfc_normalize(t)
        end,
        ''
    );

-- In lower case, accents gone where the script is Latin.
create or replace temp macro in_plain_letters(t) as
    lower(case when regexp_matches(t, '\p{Latin}') then strip_accents(t) else t end);

-- What two spellings of a title have in common: letters, digits and marks of any script, in lower
-- case, accents gone where the script is Latin ("Élite!" -> "elite"). Never empty: a title of
-- signs only keeps its signs, so that two such titles are not the same title.
create or replace temp macro title_key(t) as
    case
        -- Most titles are plain words: the quick way.
        when not regexp_matches(t, '[^a-zA-Z0-9 ]|  |^ | $|^$') then lower(t)
        -- Asked first: nullif() of what follows would work it out twice.
        when regexp_extract(t, '[&\p{L}\p{N}\p{M}]') = '' then lower(trim(t))
        else
            trim(
                regexp_replace(
                    case
                        when regexp_matches(t, '[&''’]')
                            then replace(translate(in_plain_letters(t), '''’', ''), '&', ' and ')
                        else in_plain_letters(t)
                    end,
                    '[^\p{L}\p{N}\p{M}]+',
                    ' ',
                    'g'
                )
            )
    end;

-- Roman numerals of one sign, in letters.
create or replace temp macro in_roman_letters(t) as
    replace(
        replace(
            replace(
                replace(
                    replace(
                        replace(
                            replace(
                                replace(
                                    replace(translate(t, 'ⅰⅴⅹⅼⅽⅾⅿ', 'ivxlcdm'), 'ⅱ', 'ii'),
                                    'ⅲ',
                                    'iii'
                                ),
                                'ⅳ',
                                'iv'
                            ),
                            'ⅵ',
                            'vi'
                        ),
                        'ⅶ',
                        'vii'
                    ),
                    'ⅷ',
                    'viii'
                ),
                'ⅸ',
                'ix'
            ),
            'ⅺ',
            'xi'
        ),
        'ⅻ',
        'xii'
    );

-- Letters for which others are written, in lower case: "ø" is "o" to many, "Ⅱ" is "ii".
create or replace temp macro in_common_letters(t) as
    replace(
        replace(
            replace(
                replace(
                    translate(
                        in_roman_letters(t),
                        'øłđðıħŧａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ０１２３４５６７８９＆＇¹²³',
                        'olddihtabcdefghijklmnopqrstuvwxyz0123456789&''123'
                    ),
                    'œ',
                    'oe'
                ),
                'æ',
                'ae'
            ),
            'ß',
            'ss'
        ),
        'þ',
        'th'
    );

-- The same as title_key, letters alike that some write and others do not ("Jumbo Ⅱ" is "Jumbo II").
-- For matching only: identifiers are made of title_key, and last.
create or replace temp macro match_key(t) as
    case
        when
            strlen(t) = length(t)
            or not regexp_matches(
                t, '[øłđðıħŧœæßþØŁĐÐİĦŦŒÆẞÞ¹²³\x{2160}-\x{217f}\x{ff01}-\x{ff5e}]'
            )
            then title_key(t)
        -- In a list of one, so that it is worked out once: a macro puts it wherever it names it.
        else list_transform([in_common_letters(lower(t))], lambda letters: title_key(letters))[1]
    end;

-- What a title may be called by half: what stands before or after a colon, a dash or a bracket, and
-- what follows a name with 's; each as its joined key, if that is long enough to mean something.
create or replace temp macro title_parts(t) as
    list_filter(
        list_distinct(
            list_transform(
                [
                    regexp_extract(t, '^(.+?)(?:: | [-–—] | \()', 1),
                    regexp_extract(t, '^.+(?:: | [-–—] )(.+)$', 1),
                    regexp_extract(t, '^(?:\S+ ){0,2}\S+(?:[''’]s|s[''’]) (.+)$', 1)
                ],
                lambda part: replace(match_key(part), ' ', '')
            )
        ),
        lambda part: len(part) >= 6
    );

create or replace temp macro is_blank(t) as
    t is null or not regexp_matches(t, '[^\p{Zs}]');

create or replace temp macro moved(now_is, was, by_more_than) as
    abs(now_is - was) >= by_more_than or (now_is is null) <> (was is null);

-- The number in a season's name ("Season 2", "Part 3"), 1 where it has none.
create or replace temp macro season_number_of(name) as
    coalesce(try_cast(regexp_extract(name, '\b(\d{1,3})\b', 1) as integer), 1);

create or replace temp macro year_of(v) as
    case when try_cast(v as integer) between 1870 and 2100 then try_cast(v as integer) end;

-- Day first where a dump has it so ("23-09-1994").
create or replace temp macro to_date(v) as
    coalesce(
        -- Most are a date and no more: to trim them takes longer than to read them.
        case when strlen(v) <= 10 then try_cast(v as date) end,
        try_cast(left(trim(v), 10) as date),
        try_strptime(trim(v), '%d-%m-%Y')::date,
        try_strptime(trim(v), '%B %d, %Y')::date,
        try_strptime(trim(v), '%d-%b-%y')::date
    );

create or replace temp macro tidy_list(v) as
    list_filter(
        list_transform(v, lambda item: nullif(trim(item, ' ''"'), '')),
        lambda item: item is not null
    );

-- The inside of a Python string as the inside of a JSON string. Two backslashes are one sign, which
-- chr(1) stands for meanwhile.
create or replace temp macro python_string(inside) as
    replace(
        replace(
            regexp_replace(
                regexp_replace(
                    replace(
                        replace(replace(inside, '\\', chr(1)), '\''', ''''), '\"', '"'
                    ),
                    '\\x([0-9a-fA-F]{2})',
                    '\\u00\1',
                    'g'
                ),
                '\\U[0-9a-fA-F]{8}',
                '\\ufffd',
                'g'
            ),
            '"',
            '\"'
        ),
        chr(1),
        '\\'
    );

-- A Python literal, as str() writes dicts and lists, in JSON. It comes in parts: strings in which a
-- quote or a backslash stands, words without quotes, and runs of all else, plain strings included.
create or replace temp macro python_json(v) as
    array_to_string(
        list_transform(
            regexp_extract_all(
                v,
                '(?:[^''"NTFn]|''[^''"\\]*'')+|None|True|False|nan'
                || '|''(?:[^''\\]|\\.)*''|"(?:[^"\\]|\\.)*"|[^''"]'
            ),
            lambda part: case
                when part in ('None', 'nan') then 'null'
                when part in ('True', 'False') then lower(part)
                when contains(part, '"') or contains(part, '\')
                    then '"' || python_string(part[2:-2]) || '"'
                else replace(part, '''', '"')
            end
        ),
        ''
    );

-- A JSON list or object, whether a dump has it as JSON or as a Python literal; else null.
create or replace temp macro as_json(v) as
    case
        when v is null or not regexp_matches(v, '^\s*[\[{]') then null
        when json_valid(v) then v
        else
            list_transform(
                [python_json(v)], lambda text: case when json_valid(text) then text end
            )[1]
    end;

-- The names in such a list of objects, or its plain values.
create or replace temp macro names_in(list) as
    case
        when list like '{%' then [json_extract_string(list, '$.name')]
        when json_type(list, '$[0]') = 'OBJECT'
            then from_json(json_extract(list, '$[*].name'), '["VARCHAR"]')
        else json_extract_string(list, '$[*]')
    end;

-- A list, however a dump writes it: JSON or Python, of objects with a name or of plain values, or
-- separated by commas or bars.
create or replace temp macro split_list(v) as
    tidy_list(
        case
            when v is null or trim(v) = '' then null
            when v like '[%' or v like '{%'
                then
                    list_transform(
                        [as_json(v)],
                        lambda list: case
                            when list is not null then names_in(list)
                            -- Words in brackets; but nothing of objects that are not whole.
                            when v not like '%{%:%' then string_split(trim(v, '[]{}'), ', ')
                        end
                    )[1]
            when v like '%|%' then string_split(v, '|')
            else string_split(v, ',')
        end
    );

-- The same, each item cleaned like any other text. Most lists are plain words and commas: the quick
-- way; and in plain ASCII without entities or escapes there is nothing to clean.
create or replace temp macro list_of(v) as
    case
        when v is null then null
        when not regexp_matches(v, '[^a-zA-Z0-9 ,.-]|  |,[^ ]|, ,|^[ ,]|[ ,]$|^$')
            then string_split(v, ', ')
        when strlen(v) = length(v) and not regexp_matches(v, '&|\\|\s\s|[\x00-\x1f]')
            then split_list(v)
        else tidy_list(list_transform(split_list(v), lambda item: clean_text(item)))
    end;

-- The identifiers in such a list: objects' ids, or the numbers themselves; none out of range.
create or replace temp macro ids_of(v) as
    list_filter(
        list_transform(
            case
                when v like '%{%' then regexp_extract_all(v, '[''"]id[''"]\s*:\s*(\d+)', 1)
                else regexp_extract_all(v, '\d+(?:\.\d+)?')
            end,
            lambda item: try_cast(try_cast(item as double) as integer)
        ),
        lambda item: item is not null
    );

-- What moves a figure, each with its factor, as people read it.
create or replace temp macro with_factors(reasons, factors) as
    array_to_string(
        list_transform(
            list_zip(reasons, factors), lambda reason: format('{} ×{:.1f}', reason[1], reason[2])
        ),
        '; '
    );
