-- The named tokens (SQLite): what each may and until when (its last day, UTC). Of the token itself
-- there is the SHA-256 alone.
create table if not exists token (
    name text primary key collate nocase,
    sha256 text not null unique,
    may text not null,
    last_day text not null,
    created_at text not null,
    last_used_at text,
    revoked_at text
)
