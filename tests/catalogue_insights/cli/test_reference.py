"""Every command and every option is documented: in its help and in docs/cli.md."""

from pathlib import Path

import pytest
from commands import catalogue, imported

from catalogue_insights.cli import reference

PAGE = Path(__file__).parents[3] / "docs" / "cli.md"
COMMANDS = dict(reference.commands())
RUNNABLE = {name: command for name, command in COMMANDS.items() if not hasattr(command, "commands")}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_does(name):
    assert len(COMMANDS[name].help.split()) > 3
    assert f"`{name}`" in PAGE.read_text()


@pytest.mark.parametrize("name", RUNNABLE)
def test_a_command_has_an_example_of_itself(name):
    example = RUNNABLE[name].help.rpartition("Example: ")[2]
    assert f"{name} " in f"{example} "


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_is_explained(name):
    page = PAGE.read_text().partition(f"# `{name}`\n")[2].partition("\n## `")[0]
    for parameter in COMMANDS[name].params:
        assert parameter.help, parameter.name
        if not reference.HIDDEN & set(parameter.opts):
            assert f"| {parameter.help} |" in page


def test_the_page_is_what_the_commands_say():
    assert PAGE.read_text() == reference.render(), "run make docs"


@pytest.mark.parametrize("option", ["--data", "--warehouse", "--reports", "--quiet"])
def test_an_option_means_the_same_everywhere(option):
    said = {p.help for c in COMMANDS.values() for p in c.params if option in p.opts}
    assert len(said) == 1


def test_help_imports_nothing_that_takes_its_time(tmp_path):
    modules = {module.partition(".")[0] for module in imported(tmp_path, "--help")}
    assert "typer" in modules
    assert not modules & {"duckdb", "numpy", "pandas", "sqlalchemy", "sklearn", "xgboost", "jinja2"}


def test_help_names_the_exit_codes(tmp_path):
    shown = catalogue(tmp_path, "--help").out
    assert "Exit codes: 0 all done" in shown
    assert "\x1b" not in shown


def test_a_wrong_option_does_nothing_and_says_so(tmp_path):
    wrong = catalogue(tmp_path, "run", "--wharehouse", "x")
    assert wrong.code == 2
    assert "--warehouse" in wrong.err
    assert list(tmp_path.iterdir()) == []
