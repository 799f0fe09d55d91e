-- What the mail ledger tells. What is published is read by many: no address is in it, and no
-- server's words about one.
insert into ops.sends
select
    about,
    left(sha256(recipient), 12),
    channel,
    event,
    happened_at,
from read_json($path, format = 'newline_delimited', ignore_errors = true, columns = {
    'about': 'varchar',
    'recipient': 'varchar',
    'channel': 'varchar',
    'event': 'varchar',
    'happened_at': 'timestamp'
})
where about is not null and recipient is not null and event is not null
