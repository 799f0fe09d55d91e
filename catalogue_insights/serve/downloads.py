"""Answers that a browser keeps as a file."""

from __future__ import annotations

from pathlib import Path

from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_answer(body: bytes, name: str) -> Response:
    """A CSV file as a download; ``name`` goes without its ending."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


def workbook_answer(path: Path, name: str) -> Response:
    """A workbook as a download; the file is removed when it is sent."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
    gone = BackgroundTask(path.unlink, missing_ok=True)
    return FileResponse(path, media_type=XLSX, headers=headers, background=gone)
