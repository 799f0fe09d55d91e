-- All lines of the ledger file that are whole.
create or replace temp table ledger_events as
select *
from read_json($path, format = 'newline_delimited', ignore_errors = true, columns = {
    'event': 'varchar',
    'run_id': 'varchar',
    'happened_at': 'timestamp',
    'week': 'varchar',
    'as_of': 'date',
    'is_synthetic': 'boolean',
    'version': 'varchar',
    'settings': 'varchar',
    'position': 'integer',
    'step': 'varchar',
    'status': 'varchar',
    'message': 'varchar',
    'peak_memory_mb': 'double',
    'row_count': 'bigint',
    'attempts': 'integer'
})
where event is not null and happened_at is not null
