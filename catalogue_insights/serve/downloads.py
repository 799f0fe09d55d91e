"""Workbooks as a browser keeps them."""

from __future__ import annotations

from pathlib import Path

from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_answer(path: Path, name: str) -> Response:
    """A workbook as a download; the file is removed when it is sent."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    gone = BackgroundTask(path.unlink, missing_ok=True)
    return FileResponse(path, media_type=XLSX, headers=headers, background=gone)
