-- What the models read of the titles of $types from $first to $last: of those with a listing or an
-- outcome where $is_known, else of all others. One row per title.
with

listings as (
    select
        title_id,
        list(genre order by genre) filter (taxonomy = 'netflix') as netflix,
        list(genre order by genre) filter (taxonomy = 'tmdb') as tmdb,
    from features.listing
    where title_id between $first and $last
    group by title_id
),

files as (
    select title_id, list(file order by file) as files
    from features.tmdb_file
    where title_id between $first and $last
    group by title_id
),

-- How each of its seasons was watched, and what was known of that: one struct a half-year.
viewings as (
    select
        title_id,
        list(
            {
                'season': season,
                'period_start': period_start::date,
                'period': epoch(period_start::date) / 31556952 + 1970,
                'season_number': season_number::double,
                'minutes': minutes::double,
                'came': epoch(came_on::date) / 31556952 + 1970,
                'days': days::double,
                'is_new': is_new::boolean::double,
                'is_coming': is_coming::boolean::double,
                'earlier_views': log10(earlier_views::double),
                'season_before_views': log10(season_before_views::double),
                'earlier_weekly_hours': log10(earlier_weekly_hours::double),
                'earlier_weeks': earlier_weeks::double,
                'last_views': log10(last_views::double),
                'last_days': last_days::double,
                'before_last_views': log10(before_last_views::double),
                'last_other_views': log10(1 + last_other_views::double),
                'last_season_count': last_season_count::double,
                'later_season_count': later_season_count::double,
                'had_new_season': had_new_season::boolean::double,
                'is_first_named': is_first_named::boolean::double,
                'top10_weeks': top10_weeks::double,
                'top10_views': log10(top10_views::double),
                'top10_bound': log10(top10_bound::double),
                'views': log10(views::double)
            }
            order by period_start, season
        ) as viewing,
        count(views) as viewed_count,
    from features.viewing
    where title_id between $first and $last
    group by title_id
),

-- Its film or its seasons as they come: one struct each.
release_lists as (
    select
        title_id,
        list(
            {
                'season': season,
                'known_on': known_on::date,
                'settled_on': settled_on::date,
                'season_number': season_number::double,
                'came': epoch(came_on::date) / 31556952 + 1970,
                'minutes': minutes::double,
                'has_local_title': has_local_title::boolean::double,
                'is_first': is_first::boolean::double,
                'earlier_count': earlier_count::double,
                'years_since': years_since::double,
                'earlier_settled': earlier_settled::double,
                'earlier_share': earlier_share::double,
                'last_weeks': last_weeks::double,
                'earlier_weeks': earlier_weeks::double,
                'earlier_hours': log10(earlier_hours::double),
                'top10_weeks': top10_weeks::double
            }
            order by came_on, season
        ) as releases,
        max(minutes::double) filter (is_first::boolean) as first_minutes,
        max(has_local_title::boolean::double) as has_local_title,
        count(top10_weeks) as settled_count,
    from features.release
    where title_id between $first and $last
    group by title_id
),

tokens as (
    select
        *,
        list_transform(countries, lambda code: type || ' country=' || code) as country,
        [type || ' language=' || original_language] as language,
        [type || ' maturity=' || maturity_rating] as maturity,
        [type || ' spoken=' || spoken_language] as spoken,
        ['month=' || month(released_on), 'weekday=' || isodow(released_on)] as season,
        ['month=' || month(came_on), 'weekday=' || isodow(came_on)] as arrival,
        -- A block of its own: only reports of what was watched tell a day, so not to know it must
        -- count as average, not as a trait.
        [
            case
                when days_until_netflix > 60 then 'after release elsewhere'
                when days_until_netflix > 10 then 'soon after release elsewhere'
                when days_until_netflix is not null then 'first on Netflix'
            end,
        ] as arrival_lag,
        [
            'language=' || original_language,
            'maturity=' || maturity_rating,
            -- Not least(): that passes over a null, and a length unknown would count as a long one.
            'minutes=' || if(duration_minutes > 180, 180, duration_minutes // 15 * 15),
            'year=' || release_year // 5 * 5,
            type || ' year=' || release_year // 5 * 5,
        ] as plain,
    from features.title
    where type in $types and title_id between $first and $last
)

select
    title_id,
    title,
    fold,
    type = 'series' as is_series,
    -- Whether more is known than its name, its type, its days and its length.
    coalesce(description, overview, original_language, maturity_rating) is not null
    or len(countries) > 0
    or len(directors) > 0
    or len(cast_members) > 0 as is_described,
    concat_ws(' . ', title, description, overview) as words,
    list_concat(
        [type], plain, list_transform(countries, lambda code: 'country=' || code),
        country, language, maturity
    ) as metadata,
    list_concat(
        list_transform(directors, lambda name: 'director=' || name),
        list_transform(cast_members, lambda name: 'cast=' || name)
    ) as people,
    directors as director,
    cast_members as "cast",
    country,
    language,
    maturity,
    spoken,
    season,
    arrival,
    arrival_lag,
    release_year::double as year,
    coalesce(epoch(released_on) / 31556952 + 1970, release_year + 0.5) as released,
    epoch(came_on) / 31556952 + 1970 as came,
    duration_minutes::double as minutes,
    coalesce(release_lists.first_minutes, duration_minutes::double) as first_minutes,
    release_lists.has_local_title,
    is_netflix_series::double as is_netflix,
    is_netflix_own::double as is_netflix_own,
    added_on,
    in_catalogue,
    listings.netflix as listed_netflix,
    listings.tmdb as listed_tmdb,
    outcome.rating,
    outcome.vote_count::double as vote_count,
    outcome.hit_level,
    outcome.hit_measured_in,
    outcome.top10_weeks,
    outcome.top10_countries,
    outcome.user_count::double as user_count,
    outcome.mean_stars,
    outcome.liked_share,
    files.files,
    viewings.viewing,
    release_lists.releases,
from tokens
left join files using (title_id)
left join viewings using (title_id)
left join release_lists using (title_id)
left join listings using (title_id)
left join features.outcome as outcome using (title_id)
where (
    listings.title_id is not null
    or outcome.rating is not null
    or outcome.hit_level is not null
    or coalesce(release_lists.settled_count, 0) > 0
    or outcome.user_count is not null
    or outcome.top10_countries is not null
    or coalesce(viewings.viewed_count, 0) > 0
) = $is_known
order by title_id
