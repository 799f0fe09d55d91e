"""Changes of the published file that are no run: made on a copy, which is swapped in whole."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import duckdb

from catalogue_common.disk import no_room_behind
from catalogue_common.errors import WarehouseError
from catalogue_common.settings import Settings
from warehouse.build import limits_of
from warehouse.locks import only_run
from warehouse.paths import PathsBeside, wal_of
from warehouse.publish import publish


@contextmanager
def changed_copy(settings: Settings, who: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the published file to change; it is published when the block ends.

    Args:
        settings: which warehouse, and what the database may take.
        who: changes it, as whoever comes meanwhile is told.

    Raises:
        OtherRunError: a run is at work.
        WarehouseError: there is no room, or the published file cannot be replaced; it is as it was.
    """
    paths = PathsBeside(settings.warehouse)
    with only_run(settings.warehouse, who):
        try:
            shutil.copyfile(settings.warehouse, paths.new)
            with duckdb.connect(str(paths.new), config=limits_of(settings)) as con:
                yield con
                con.execute("checkpoint")
            publish(paths.new, settings.warehouse)
        except (duckdb.Error, OSError) as error:
            if no_room_behind(error) is None:
                raise
            raise WarehouseError(
                f"{settings.warehouse} cannot be changed: {' '.join(str(error).split())}. It is as "
                "it was. Make room for a second file of its size, then do it again."
            ) from error
        finally:
            for left in (paths.new, wal_of(paths.new)):
                with suppress(OSError):
                    left.unlink(missing_ok=True)
