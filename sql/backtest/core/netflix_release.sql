-- Days on which titles came to Netflix, up to the next cut: those of the quarter are announced.
select *
from published.core.netflix_release
where came_on < getvariable('until_on')
