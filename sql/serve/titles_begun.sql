-- A row where a found title begins with what was asked for; none where no title does.
select found_place from found where is_begun limit 1
