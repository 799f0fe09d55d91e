"""A studio for one portion of a large world: it gives no name that another portion gives."""

from __future__ import annotations

import math
import zlib
from dataclasses import dataclass

from etl.synthetic import DEFAULT_TITLES
from etl.synthetic.studio import Studio
from etl.synthetic.titles import SampleIdea


@dataclass
class CrowdedStudio(Studio):
    """Makes titles of a world that is made portion by portion, each without the others."""

    portion: int = 0
    portions: int = 1

    def begin(self, seed: int, portion: int) -> None:
        """Start on a portion, whatever was made before; the people stay the same."""
        self.draw.begin(seed, 1 + portion)
        self.portion = portion
        self.names.clear()
        self.franchises.clear()

    def _new_name(self, idea: SampleIdea, lead: str) -> str:
        """A short name where it falls to this portion; else one so long that it is hardly given."""
        name = self.wording.name(idea.themes, idea.country, lead)
        if self._may_give(name) and self._is_free(name, idea):
            return name
        name = self.wording.long_name(idea.themes, idea.country)
        while not self._is_free(name, idea):
            name = self.wording.long_name(idea.themes, idea.country)
        return name

    def _may_give(self, name: str) -> bool:
        return zlib.crc32(name.casefold().encode()) % self.portions == self.portion


def crowd_of(titles: int) -> float:
    """How many times as many people a world of so many titles has as the usual sample.

    Fewer than titles: so each has more of them, as in large catalogues.
    """
    return math.sqrt(max(1.0, titles / DEFAULT_TITLES))
