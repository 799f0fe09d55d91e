"""Which tests stay in one process, where several share them, and which begin."""

from __future__ import annotations

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/real_data/": "one long run",
    "tests/models/scoring/test_contest.py": "hits",
    "tests/models/scoring/test_every_title.py": "hits",
    "tests/models/versions/test_registry.py": "hits",
    "tests/catalogue_insights/serve/test_api.py": "champions",
    "tests/catalogue_insights/serve/test_browser.py": "champions",
    "tests/catalogue_insights/serve/test_scoring.py": "champions",
    "tests/models/parts/": "champions",
    "tests/models/scoring/test_unseen.py": "champions",
}
"""What looks at one training that takes long, and that each process would do for itself."""


class RoomScheduling(LoadScopeScheduling):
    """By file, which shares its fixtures, or by what is looked at; in the order of collection."""

    def __init__(self, config: pytest.Config, log=None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next((name for start, name in TOGETHER.items() if file.startswith(start)), file)
