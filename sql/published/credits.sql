-- Whether anything of who offers what comes from JustWatch, whose data TMDb's are, too.
select count(*) > 0 as has_justwatch
from core.offer_source
where source in ('justwatch list', 'tmdb list', 'tmdb details', 'provider table')
