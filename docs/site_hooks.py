"""What the documentation's site does with links that leave the folder docs/: their words stay."""

from __future__ import annotations

import re
from typing import Any

OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./[^)]*\)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """A page's text, where each link to the code is the name of the file alone."""
    return OUTSIDE.sub(r"\1", markdown)
