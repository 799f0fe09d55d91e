-- Record what became of the values of each column of a file.
insert into ops.load_columns
with accounts as (
    select unnest(
        $columns::struct(
            column_name varchar, found_as varchar, read_count bigint, empty_count bigint,
            unread_count bigint, examples varchar[], note varchar
        )[]
    ) as account
)

select
    $load_id,
    account.column_name,
    account.found_as,
    account.read_count,
    account.empty_count,
    account.unread_count,
    nullif(account.examples, []),
    nullif(account.note, '')
from accounts
