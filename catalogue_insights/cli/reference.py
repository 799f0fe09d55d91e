"""The reference of the command line, ``docs/cli.md``, from the commands' own help.

Run as ``python -m catalogue_insights.cli.reference > docs/cli.md`` (``make docs`` does so).
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from typing import Any

import typer

from catalogue_insights.cli import app

HEAD = """# The command line

Made from the commands' own help by `make docs`. Every setting that is no option stands in
`catalogue.toml` with its default; `CATALOGUE_*` variables override that file, options override
both.

`catalogue --install-completion` sets up completion for the shell that it is called in (bash, zsh,
fish, PowerShell). In zsh the first tabulator of a session only loads it. Colours appear on a
terminal only, and not where `NO_COLOR` is set.

| exit code | means |
| --- | --- |
| 0 | all done |
| 1 | failed, and what was published is as it was; of `doctor`: there is something to mend |
| 2 | done, but something is missing and named; or an option is wrong, and nothing was done |
"""
HIDDEN = {"--install-completion", "--show-completion", "--help"}


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name, in the order of the help."""
    yield from _below("catalogue", typer.main.get_command(app))


def _below(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for part, child in getattr(command, "commands", {}).items():
        if not child.hidden:
            yield from _below(f"{name} {part}", child)


def render() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(_section(name, command) for name, command in commands())])


def _section(name: str, command: Any) -> str:
    level = "##" if name.count(" ") < 2 else "###"  # noqa: PLR2004 - a command of a command
    lines = [f"{level} `{name}`", "", inspect.cleandoc(command.help or ""), ""]
    rows = [_row(parameter) for parameter in command.params if _is_shown(parameter)]
    if rows:
        lines += ["| option | |", "| --- | --- |", *rows, ""]
    return "\n".join(lines)


def _is_shown(parameter: Any) -> bool:
    return not HIDDEN & set(parameter.opts)


def _row(parameter: Any) -> str:
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    if parameter.param_type_name == "argument":
        names = f"`{parameter.name}`"
    return f"| {names} | {parameter.help or ''} |"


if __name__ == "__main__":
    sys.stdout.write(render())
