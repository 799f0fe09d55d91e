-- The shortlists' file (SQLite): lists by their key, and the titles on them. Kept beside the
-- warehouse, since the published file is replaced every week.
create table if not exists shortlist (
    key text primary key,
    name text not null collate nocase unique,
    is_watched integer not null default 0,
    created_at text not null
);

create table if not exists entry (
    shortlist_key text not null references shortlist (key) on delete cascade,
    title_id text not null,
    title text not null,
    note text not null default '',
    added_at text not null,
    primary key (shortlist_key, title_id)
);
