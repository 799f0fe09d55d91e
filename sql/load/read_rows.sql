-- The rows of a file with plain values, and beside them the texts that they were read from.
select
    * exclude (place) replace ({values}),
    {texts}
from {rows}
