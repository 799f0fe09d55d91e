-- Keep the rows of a file that were not loaded: those that cannot be used and those that broke.
insert into raw.rejects (load_id, file, row_number, reason, "row")
select $load_id, $file, row_number, reason, "row" from {set_aside}
union all
select $load_id, $file, row_number, reason, "row" from {broken}
