"""Titles in parts, and what they are scored as."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from catalogue_common.settings import Settings

TITLES_OF_A_PART = 40


def files_below(folder: Path) -> dict[str, bytes]:
    """All files of a folder by their names, but for the copy of the champions."""
    found = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name[:10] != "champions/"}


@dataclass(frozen=True)
class Parts:
    """A warehouse with champions, its unknown titles in parts, and their scores."""

    settings: Settings
    titles: Path
    scores: Path

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.titles.iterdir())

    @property
    def scored(self) -> dict[str, bytes]:
        return files_below(self.scores)

    def copied(self, folder: Path) -> Parts:
        """The same in another place, to change."""
        warehouse = folder / "warehouse.duckdb"
        shutil.copy(self.settings.warehouse, warehouse)
        shutil.copytree(self.titles, folder / "titles")
        shutil.copytree(self.scores, folder / "scores")
        settings = self.settings.model_copy(update={"warehouse": warehouse})
        return Parts(settings, folder / "titles", folder / "scores")
