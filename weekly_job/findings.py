"""What a look at the job's surroundings has found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "note", "problem"]


@dataclass(frozen=True)
class Finding:
    """What one look has found; ``mend`` says what to do about a problem."""

    name: str
    level: Level
    message: str
    mend: str = ""
