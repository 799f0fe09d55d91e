-- Catalogue files were all of Netflix, and of the United States unless their folder named a region.
update ops.loads
set
    service = 'Netflix',
    region = coalesce(region_code(nullif(regexp_extract(file, '^netflix/([^/]+)/', 1), '')), 'US')
where source in ('netflix', 'justwatch') and service is null;
