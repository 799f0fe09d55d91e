"""Which tests stay in one process, where several share them."""

from __future__ import annotations

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {"commands", "real_data"}
"""Rooms whose tests look at each other, or at one long run."""


class RoomScheduling(LoadScopeScheduling):
    """By file, which shares its fixtures, or by room."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        room = PurePosixPath(file).parent.name
        return room if room in TOGETHER else file
