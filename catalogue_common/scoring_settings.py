"""The settings ``[scoring]``: who scores titles in parts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

SCHEDULER = r"^(tcp|tls)://[\w.:\[\]-]+$"
"""A scheduler's address: no name, no password."""


class Scoring(BaseModel, extra="forbid"):
    """Who scores titles in parts (see ``catalogue score-parts``).

    Args:
        engine: threads of one process, or workers of Dask.
        scheduler: the workers' scheduler; without one they are this machine's.
        wait_seconds: how long to wait for a worker that computes alike.
    """

    engine: Literal["local", "dask"] = "local"
    scheduler: Annotated[str, Field(pattern=SCHEDULER)] | None = None
    wait_seconds: float = Field(default=30.0, gt=0)
