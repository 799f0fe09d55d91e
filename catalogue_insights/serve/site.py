"""What all pages share: the window, the SQL box, the models, templates and the pages' own files."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from catalogue_insights.serve import drawings
from catalogue_insights.serve.audience_shapes import CANNOT_TELL
from catalogue_insights.serve.champion_cache import ChampionCache
from catalogue_insights.serve.sandbox import Sandbox
from catalogue_insights.serve.window import Window
from reports.formats import NUMERIC, SHORT
from reports.page import TEMPLATES, PublishedRun, environment

HERE = Path(__file__).parent
ASSETS = {
    "report.css": TEMPLATES / "report.css",
    "report.js": TEMPLATES / "report.js",
    "serve.css": HERE / "static" / "serve.css",
    "tables.css": HERE / "static" / "tables.css",
    "workbench.css": HERE / "static" / "workbench.css",
    "serve.js": HERE / "static" / "serve.js",
    "try.js": HERE / "static" / "try.js",
    "charts.js": HERE / "static" / "charts.js",
    "editor.js": HERE / "static" / "editor.js",
}
PACKED = 6
"""How hard gzip tries: more takes longer and saves little."""
NAVIGATION = (
    ("/titles", "Titles"),
    ("/licensing", "Licensing"),
    ("/shortlists", "Shortlists"),
    ("/try", "Try it"),
    ("/reports", "Reports"),
    ("/track", "Track record"),
    ("/models", "Models"),
    ("/data", "Data"),
    ("/sql", "SQL"),
)


@dataclass(frozen=True)
class Asset:
    """A style sheet or script, and the address that changes when it does."""

    body: bytes
    media_type: str
    address: str


def _assets() -> dict[str, Asset]:
    found = {}
    for name, path in ASSETS.items():
        body = path.read_bytes()
        version = hashlib.sha256(body).hexdigest()[:12]
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        found[name] = Asset(body, kind, f"/static/{name}?v={version}")
    return found


def packed(request: Request, answer: Response) -> Response:
    """The answer compressed, for who takes that: what is long and holds nothing secret."""
    answer.headers["Vary"] = "Accept-Encoding"
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return answer
    answer.body = gzip.compress(bytes(answer.body), PACKED, mtime=0)
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Content-Length"] = str(len(answer.body))
    return answer


@dataclass
class Site:
    """One server's pages."""

    window: Window
    sandbox: Sandbox
    scoring: ChampionCache
    reports: Path
    assets: dict[str, Asset] = field(default_factory=_assets)

    def __post_init__(self) -> None:
        """Load the templates once."""
        self._templates = environment(HERE / "templates")
        self._templates.globals |= {
            "assets": {name: asset.address for name, asset in self.assets.items()},
            "navigation": NAVIGATION,
            "drawings": drawings,
            "cannot_tell": CANNOT_TELL,
            "numeric": NUMERIC,
            "short": SHORT,
        }

    def page(
        self, template: str, run: PublishedRun | None, here: str, status: int = 200, **values: Any
    ) -> HTMLResponse:
        """A page made of a template; ``here`` is the entry of the navigation that it belongs to."""
        return HTMLResponse(self.text(template, run, here, **values), status)

    def text(self, template: str, run: PublishedRun | None, here: str, **values: Any) -> str:
        """The text of such a page, for keeping."""
        return self._templates.get_template(template).render(run=run, here=here, **values)
