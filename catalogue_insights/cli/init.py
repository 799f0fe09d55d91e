"""``catalogue init``."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from catalogue_common.errors import SettingsError
from catalogue_common.files import replace_file

if TYPE_CHECKING:
    from etl.sources.source import Source

STARTER = {"catalogue.toml": "catalogue.toml", "env.example": ".env.example"}
HEAD = "# {name}\n\nFiles dropped here are read by the next `catalogue run`:\n\n"
APART = "\nEach service has a folder of its own here, such as `{name}/hulu/`.\n"
TAIL = (
    "\nThe order of columns, their case, and whether a file is CSV, JSON or a workbook, plain or "
    "packed, does not matter. `catalogue load FILE` says what a file is taken for. Files whose "
    "names end in `.md` are passed over.\n"
)


def init_command(
    folder: Annotated[Path, typer.Argument(help="Where to; it is made if it is not there.")],
) -> None:
    """Make a folder to work in: commented settings, and a place for each source's files.

    What is there already is left as it is.

    Example: catalogue init my-catalogue
    """
    try:
        for name, text in _files():
            path = folder / name
            kept = path.exists()
            if not kept:
                replace_file(path, text)
            typer.echo(f"{'kept' if kept else 'wrote'} {path}")
    except OSError as error:
        raise SettingsError(
            f"{folder} cannot be written: {error}. What was written before stays. Name another "
            "folder, or give write permission, and do it again."
        ) from error
    typer.echo(f"next: drop files into {folder / 'data'}, then: cd {folder} && catalogue run")


def _files() -> Iterator[tuple[str, str]]:
    """What is written: the place in the folder, and the text."""
    from etl.sources import SOURCES

    starter = files("catalogue_insights.cli") / "starter"
    for name, place in STARTER.items():
        yield place, (starter / name).read_text(encoding="utf-8")
    for name, kinds in SOURCES.items():
        if "." not in name:  # one of them is a file beside the folders
            yield f"data/{name}/README.md", _readme(name, kinds)


def _readme(name: str, kinds: tuple[Source, ...]) -> str:
    """What a source's folder takes, as its kinds of file say it of themselves."""
    lines: dict[str, None] = {}
    for kind in kinds:
        one_of = " or ".join(kind.required_one_of)
        needed = [*kind.required, *([one_of] if one_of else [])]
        lines[f"- for `{kind.table}`: files with at least {', '.join(needed)}\n"] = None
    apart = APART.format(name=name) if any(kind.service == "" for kind in kinds) else ""
    return HEAD.format(name=name) + "".join(lines) + apart + TAIL
