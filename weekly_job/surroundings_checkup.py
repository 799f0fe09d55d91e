"""What the doctor looks at around the job: settings, folders, room, and who is to be reached."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from catalogue_common.errors import CatalogueError
from catalogue_common.settings import Settings, config_file, unknown_variables
from warehouse.paths import PathsBeside
from weekly_job.findings import Finding, Level

MB = 1024 * 1024
SPACE_AT_LEAST = 500 * MB
COPIES = 3
"""The published file, the new one beside it, and what DuckDB spills."""


def examine_settings() -> Iterator[Finding]:
    """What the settings were read from, and variables that no setting reads."""
    yield Finding("settings", "ok", f"read from {config_file()}")
    for variable in unknown_variables():
        mend = "Mend its name: catalogue.toml lists all settings. It has no effect as it is."
        yield Finding("settings", "problem", f"no setting is called {variable}", mend)


def examine_data(settings: Settings) -> Iterator[Finding]:
    """Whether the data can be read."""
    data = settings.data or Path("data")
    if data.is_dir() and os.access(data, os.R_OK | os.X_OK):
        folders = sorted(path.name for path in data.iterdir() if path.is_dir())
        yield Finding("data", "ok", f"{data}: {', '.join(folders) or 'empty'}")
    elif settings.data is None:
        yield Finding("data", "note", "there is no ./data: a run would use a synthetic sample")
    else:
        mend = "Name another with --data, or let the job read it."
        yield Finding("data", "problem", f"{data} is no folder that can be read", mend)


def examine_folders(settings: Settings) -> Iterator[Finding]:
    """Whether the job can write where it is to write."""
    folders = {"warehouse": settings.warehouse.parent, "reports": settings.reports}
    if settings.mail.host is None:
        folders["outbox"] = settings.mail.outbox
    if settings.metrics_file:
        folders["metrics_file"] = settings.metrics_file.parent
    for setting, folder in folders.items():
        there = _nearest(folder)
        if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
            yield Finding("folders", "ok", f"{setting}: {folder} can be written")
            continue
        mend = f"Give the user of the job write permission there, or set {setting} elsewhere."
        yield Finding("folders", "problem", f"{setting}: {there} cannot be written", mend)


def _nearest(folder: Path) -> Path:
    """The folder, or the one in which it would be made."""
    return next(path for path in (folder, *folder.absolute().parents) if path.exists())


def examine_permissions(settings: Settings) -> Iterator[Finding]:
    """Others must not read secrets or addresses, nor write what the job believes."""
    warehouse, beside = settings.warehouse, PathsBeside(settings.warehouse)
    read, write = stat.S_IROTH, stat.S_IWOTH
    rules = [
        (Path(".env"), read | write, "chmod 600"),
        (beside.mail_ledger, read | write, "chmod 600"),
        (beside.tokens, read | write, "chmod 600"),
        (settings.mail.outbox, read | write, "chmod 700"),
        (warehouse, write, "chmod o-w"),
        (beside.ledger, write, "chmod o-w"),
        (warehouse.parent, write, "chmod o-w"),
    ]
    for path, forbidden, mend in rules:
        if not path.exists():
            continue
        mode = path.stat().st_mode
        sticky = path.is_dir() and mode & stat.S_ISVTX
        if mode & forbidden and not sticky:
            what = f"others can {'write' if mode & write else 'read'} {path}"
            yield Finding("permissions", "problem", what, f"{mend} {path}")
        else:
            yield Finding("permissions", "ok", f"{path}: {stat.filemode(mode)}")


def examine_space(settings: Settings) -> Iterator[Finding]:
    """Whether the disk has room for a run."""
    folder = _nearest(settings.warehouse.parent)
    size = settings.warehouse.stat().st_size if settings.warehouse.is_file() else 0
    needed, free = max(COPIES * size, SPACE_AT_LEAST), shutil.disk_usage(folder).free
    message = f"{free // MB} MB free beside the warehouse, {needed // MB} MB wanted"
    mend = "Make room, or move the warehouse (setting warehouse)."
    yield Finding(
        "disk space", *(("ok", message) if free >= needed else ("problem", message, mend))
    )


def examine_token(settings: Settings) -> Iterator[Finding]:
    """Whether TMDb can be asked."""
    from etl.fetch.token import read_token  # noqa: PLC0415 - brings in the HTTP client

    try:
        token = read_token()
    except CatalogueError as error:
        level: Level = "problem" if "tmdb" in settings.fetch.weekly else "note"
        yield Finding("TMDb token", level, "there is none", str(error))
        return
    yield Finding("TMDb token", "ok", f"found in {token.variable}")


def examine_mail(settings: Settings) -> Iterator[Finding]:
    """Whether the mail server lets us in, and whether somebody hears of failures."""
    mail = settings.mail
    if mail.host is None:
        where = f"no server is set: messages go to {mail.outbox}"
        yield Finding("mail", "ok" if mail.to else "note", where)
    else:
        from reports.mail.delivery import Smtp  # noqa: PLC0415 - only with a server

        with Smtp(mail) as server:
            server.greet()
        yield Finding("mail", "ok", f"{mail.host} lets us in")
    if mail.operator is None:
        yield Finding("mail", "note", "nobody is told of failures", "Set mail.operator.")
