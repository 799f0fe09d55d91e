-- Whether any value of a file is a page of TMDb's answers.
select count(*) > 0
from {answers}
where json_type(answer, '$.results') = 'ARRAY' and json_type(answer, '$.id') is null
