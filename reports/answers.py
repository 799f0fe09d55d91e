"""What a week's queries answered, kept beside its page so that it can be made again for ever.

The warehouse moves on and its old files are kept for some weeks only. One compressed JSON file
holds the run, and of each section its file as it was, the values it was asked with and its rows.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from catalogue_common.errors import ReportError
from reports.page import PublishedRun
from reports.sections import Result, parse_section

NAME = "answers.json.gz"


def encode_answers(run: PublishedRun, results: Sequence[Result]) -> bytes:
    """The run and its results as they are kept; the same results give the same bytes."""
    answers = [
        {
            "file": result.section.path.name,
            "text": result.section.source,
            "params": dict(result.params),
            "rows": result.rows,
        }
        for result in results
    ]
    text = json.dumps({"run": asdict(run), "answers": answers}, default=_mark, ensure_ascii=False)
    return gzip.compress(text.encode(), mtime=0)


def read_answers(path: Path) -> tuple[PublishedRun, list[Result]]:
    """The run and the results that a week's page was made of.

    Raises:
        ReportError: there are none, or the file is damaged.
    """
    try:
        kept = json.loads(gzip.decompress(path.read_bytes()), object_hook=_unmark)
        results = [
            Result(parse_section(Path(a["file"]), a["text"]), a["rows"], a["params"])
            for a in kept["answers"]
        ]
        return PublishedRun(**kept["run"]), results
    except FileNotFoundError as cause:
        raise ReportError(
            f"Neither a published file of {path.parent.name} is kept nor what its queries "
            f"answered ({path}). The reports are as they were."
        ) from cause
    except (OSError, EOFError, ValueError, KeyError, TypeError) as cause:
        raise ReportError(
            f"{path} cannot be read: {cause}. The reports are as they were. Bring the file back "
            "from a back-up."
        ) from cause


def _mark(value: object) -> dict[str, str]:
    """Dates and times of day, which JSON does not know."""
    if isinstance(value, datetime):
        return {"$time": value.isoformat()}
    if isinstance(value, date):
        return {"$date": value.isoformat()}
    raise TypeError(f"a report's row holds {type(value).__name__}, which cannot be kept")


def _unmark(found: dict[str, Any]) -> Any:
    match found:
        case {"$time": text}:
            return datetime.fromisoformat(text)
        case {"$date": text}:
            return date.fromisoformat(text)
    return found
