-- What counts as a title like another, what is said where too few of those are known, and how
-- chances are set right. Apart from other macros, as ideas and titles in parts are held to it, too.

-- Languages that are alike: English, and all others.
create or replace temp macro language_group(code) as
    case when code is null then 'unknown' when code = 'en' then 'English' else 'other' end;

-- How many years before and after its own are like a title's: what tells 2019 from 2024 does not
-- tell 1960 from 1965.
create or replace temp macro years_alike(release_year, today) as
    2 + greatest(coalesce(year(today) - release_year, 0), 0) // 5;

-- Whether enough titles like it have a known outcome for a chance of its own (features.evidence).
create or replace temp macro is_supported(support) as coalesce(support, 0) >= 20;

-- Why a title has no chance of its own; null where it has one.
create or replace temp macro evidence_note(support, is_described) as
    case
        when is_supported(support) then null
        when not is_described and coalesce(support, 0) = 0 then 'too little is known of it'
        when coalesce(support, 0) = 0 then 'no title like it has a known outcome'
        when support = 1 then 'only one title like it has a known outcome'
        else format('only {} titles like it have a known outcome', support)
    end;

-- A chance set right by a straight line in log odds.
create or replace temp macro within(chance, least_chance) as
    least(greatest(chance, least_chance), 1 - least_chance);
create or replace temp macro set_right(chance, slope, shift) as
    1 / (1 + exp(-slope * ln(within(chance, 0.005) / (1 - within(chance, 0.005))) - shift));
