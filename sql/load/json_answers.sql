-- Each JSON value of a file, numbered as it comes; null where a line is no JSON.
select
    row_number() over () as row_number,
    json as answer
from read_json_objects(
    $path, format = $format, ignore_errors = {ignore_errors}, maximum_object_size = $size
)
