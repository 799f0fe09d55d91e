-- One row where a search finds anything, none where it finds nothing.
select 1 as is_any from found limit 1
